/// Everything that is wrong with some files, file by file in the order of the lines; the environment comes last.
public struct YAMLProblems: Error, Sendable, Equatable {
    /// The problems, at least one.
    public let problems: [YAMLProblem]

    /// These problems, each once and put in order.
    ///
    /// - Parameter problems: at least one.
    public init(_ problems: [YAMLProblem]) {
        precondition(!problems.isEmpty, "problems without a problem")
        var seen: Set<YAMLProblem> = []
        let distinct = problems.filter { seen.insert($0).inserted }
        let placed = distinct.enumerated().map { (place: Place($0.element.source), index: $0.offset, $0.element) }
        self.problems = placed.sorted { ($0.place, $0.index) < ($1.place, $1.index) }.map(\.2)
    }

    /// A position to sort by.
    private struct Place: Comparable {
        let isEnvironment: Bool
        let name: String
        let line: Int

        init(_ source: YAMLSource) {
            switch source {
            case .file(let file, let line): (isEnvironment, name, self.line) = (false, file, line)
            case .environment(let variable): (isEnvironment, name, line) = (true, variable, 0)
            }
        }

        static func < (one: Place, other: Place) -> Bool {
            guard one.isEnvironment == other.isEnvironment else { return other.isEnvironment }
            return (one.name, one.line) < (other.name, other.line)
        }
    }
}

extension YAMLProblems: CustomStringConvertible {
    /// A line for each problem.
    public var description: String { problems.map(\.description).joined(separator: "\n") }
}
