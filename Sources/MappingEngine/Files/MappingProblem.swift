/// A line of a table: the place of a row.
public struct SourceLine: Sendable, Hashable, CustomStringConvertible {
    /// The file, as it was named when it was loaded.
    public let file: String
    /// The line, counted from 1.
    public let line: Int

    /// A line of a file.
    public init(file: String, line: Int) {
        self.file = file
        self.line = line
    }

    /// `file:line`.
    public var description: String { "\(file):\(line)" }
}

/// A problem of the tables, worded so that their author can correct it.
///
/// Tables hold no patient data, so the value that was found is shown.
public struct MappingProblem: Error, Sendable, Hashable, CustomStringConvertible {
    /// The place of the problem.
    public let place: SourceLine
    /// The key, column or row that it is about.
    public let key: String
    /// The fault.
    public let problem: String
    /// The value at that place; nil if there is none.
    public let value: String?
    /// The remedy.
    public let suggestion: String

    /// A problem of these parts.
    public init(_ place: SourceLine, _ key: String, _ problem: String, got value: String? = nil, try suggestion: String)
    {
        self.place = place
        self.key = key
        self.problem = problem
        self.value = value
        self.suggestion = suggestion
    }

    /// `file:line: key: problem (got value). Try: …`.
    public var description: String {
        let got = value.map { " (got \($0))" } ?? ""
        return "\(place): \(key): \(problem)\(got). Try: \(suggestion)"
    }
}

/// Everything found wrong in the tables, in the order of files and lines.
public struct MappingProblems: Error, Sendable, Equatable, CustomStringConvertible {
    /// The problems, one at least.
    public let problems: [MappingProblem]

    /// The problems, each once, in the order of their places.
    public init(_ problems: [MappingProblem]) {
        var seen: Set<MappingProblem> = []
        self.problems = problems.filter { seen.insert($0).inserted }
            .sorted { ($0.place.file, $0.place.line) < ($1.place.file, $1.place.line) }
    }

    /// The problems, one a line.
    public var description: String { problems.map(\.description).joined(separator: "\n") }
}
