import Yams

extension YAMLProblem {
    /// The problem for an error of Yams about text that is no YAML, or that repeats a key.
    ///
    /// - Parameter error: a `YamlError`; Yams throws no other.
    init(_ error: any Error, in text: String, file: String) {
        let line: Int
        let problem: String
        var key = YAMLPath.document
        var suggestion = "correcting the YAML there"
        switch error as? YamlError {
        case .duplicatedKeysInMapping(let keys, let context):
            (line, key, problem) = (context.mark.line, keys.min() ?? key, "occurs more than once in one mapping")
            suggestion = "keeping one of them"
        case .composer(_, let message, let mark, _) where message.contains("another document"):
            (line, problem) = (mark.line, "is followed by another document")
            suggestion = "one file for each document"
        case .scanner(let context, let message, let mark, _), .parser(let context, let message, let mark, _),
            .composer(let context, let message, let mark, _):
            line = mark.line
            let before = context.map { $0.text + ", " } ?? ""
            problem = "is not YAML: \(before)\(message)"
        case .reader(let message, let offset, _, _):
            line = 1 + text.prefix(offset ?? 0).count(where: \.isNewline)
            problem = "is not YAML: \(message)"
        default:
            line = 1
            problem = "is not YAML"
        }
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        let written = lines.indices.contains(line - 1) ? lines[line - 1].trimmingPrefix(while: \.isWhitespace) : ""
        self.init(
            .file(file, line: line),
            key: key,
            problem: problem,
            got: YAMLNode(kind: .scalar(String(written), isPlain: true), line: line).written,
            suggestion: suggestion
        )
    }
}
