/// The problem of one value of a file, for its author.
///
/// Prints as `bridge.yaml:4: listen.smsp.port: is not a whole number (got http). Try: 8443`, or, for a value that came
/// from the environment, `environment: SMSP_BRIDGE_LISTEN_SMSP_PORT: is not a whole number (got http). Try: 8443`.
public struct YAMLProblem: Error, Sendable, Hashable {
    /// The place of the value.
    public let source: YAMLSource
    /// The path of the key: `listen.smsp.port`, `users[0].roles`.
    public let key: String
    /// The problem as a sentence without its subject: `is not a whole number`.
    public let problem: String
    /// The value, on one line and cut short where it is long.
    public let got: String
    /// The remedy.
    public let suggestion: String

    /// A problem of these properties.
    public init(_ source: YAMLSource, key: String, problem: String, got: String, suggestion: String) {
        self.source = source
        self.key = key
        self.problem = problem
        self.got = got
        self.suggestion = suggestion
    }

    /// The text that replaces a value that must not be shown.
    static let withheld = "a value that is not shown"

    /// The same problem, without the value.
    var withoutValue: YAMLProblem {
        YAMLProblem(source, key: key, problem: problem, got: Self.withheld, suggestion: suggestion)
    }
}

extension YAMLProblem: CustomStringConvertible {
    /// The problem on one line.
    public var description: String {
        let place =
            switch source {
            case .file(let file, let line): "\(file):\(line): \(key)"
            case .environment(let variable): "environment: \(variable)"
            }
        return "\(place): \(problem) (got \(got)). Try: \(suggestion)"
    }
}

/// The place of a value.
public enum YAMLSource: Sendable, Hashable {
    /// A line of a file, the first being 1.
    case file(String, line: Int)
    /// A variable of the environment.
    case environment(variable: String)
}
