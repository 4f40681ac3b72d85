import StrictYAML

extension YAMLValue {
    /// The place of the value.
    var place: SourceLine { SourceLine(file: file, line: line) }

    /// The text as one of a closed list, whose words the shape takes from the same list.
    func choice<Choice: RawRepresentable<String>>(of type: Choice.Type) -> Choice {
        guard let choice = Choice(rawValue: string) else {
            preconditionFailure("\(file):\(line): \(path): the shape allows a word that \(type) does not have")
        }
        return choice
    }

    /// The text as a path of the path language.
    func pathExpression() throws(MappingProblem) -> PathExpression {
        try Self.parse(string, of: self)
    }

    /// The text as paths of the path language, joined by ` + `.
    func pathExpressions() throws(MappingProblem) -> [PathExpression] {
        var paths: [PathExpression] = []
        for part in string.split(separator: " + ", omittingEmptySubsequences: false) {
            paths.append(try Self.parse(String(part), of: self))
        }
        return paths
    }

    /// A problem with the value.
    func mappingProblem(_ problem: String, try suggestion: String) -> MappingProblem {
        MappingProblem(self.problem(problem, try: suggestion))
    }

    private static func parse(_ text: String, of value: YAMLValue) throws(MappingProblem) -> PathExpression {
        do throws(PathError) {
            return try PathParser.parse(text)
        } catch {
            throw value.mappingProblem(error.problem, try: error.suggestion)
        }
    }
}

extension YAMLShape {
    /// One of the words of a closed list.
    static func choice<Choice: RawRepresentable<String> & CaseIterable>(of type: Choice.Type) -> YAMLShape {
        .choice(type.allCases.map(\.rawValue))
    }

    /// The id of a hazard.
    static let hazard = YAMLShape.string(
        pattern: YAMLPattern("H[0-9]{1,3}", meaning: "the id of a hazard", example: "H1")
    )

    /// The id of a row or a group.
    static let id = YAMLShape.string(
        pattern: YAMLPattern(
            "[a-z][a-z0-9]*(-[a-z0-9]+)*",
            meaning: "an id of small letters and hyphens",
            example: "home-lines"
        )
    )
}

extension YAMLKey {
    /// The hazards that a row or a drop bears on.
    static let hazards = YAMLKey("hazards", .list(of: .hazard), .defaults("[]"), "Ids of docs/hazards.csv.")
}

extension MappingFile {
    /// The file read by `shape`; nil when it cannot be, which `problems` then tell.
    func yaml(_ shape: YAMLShape, problems: inout [MappingProblem]) -> YAMLValue? {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            let place = SourceLine(file: name, line: 1)
            problems.append(MappingProblem(place, "file", "is not UTF-8", try: "the file saved as UTF-8"))
            return nil
        }
        do throws(YAMLProblems) {
            return try YAMLDocument.load(text, file: name, shape: shape)
        } catch {
            problems += error.problems.map(MappingProblem.init)
            return nil
        }
    }
}

extension MappingProblem {
    /// The problem that reading YAML found.
    init(_ problem: YAMLProblem) {
        let place =
            switch problem.source {
            case .file(let file, let line): SourceLine(file: file, line: line)
            case .environment(let variable): SourceLine(file: variable, line: 1)
            }
        self.init(place, problem.key, problem.problem, got: problem.got, try: problem.suggestion)
    }
}
