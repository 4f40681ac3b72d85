public import StrictYAML

/// `comparison`: the query of the other backend alongside the one that answers, and the records of it.
///
/// - SeeAlso: docs/evidence.md §2, §3, §5.
public struct ComparisonSettings: Sendable {
    /// The shape of `comparison`.
    public static let shape = YAMLShape.mapping([
        YAMLKey(
            "sample",
            .number(0...1),
            .defaults("1"),
            "The share of people whose calls are compared; always the same people, and more of them when it grows."
        ),
        YAMLKey(
            "tokenKeyFile",
            .secretFile,
            .required,
            "The key that wraps the keys of the records: 32 random bytes or more.",
            example: .active("secrets/token-key")
        ),
        YAMLKey(
            "retention",
            .duration,
            .defaults("90d"),
            "The time that a record's key is kept; without the key a record cannot be linked to a person."
        ),
        YAMLKey("queue", .integer(1...1_000_000), .defaults("1000"), "Comparisons in flight or waiting."),
        YAMLKey("memory", .byteSize, .defaults("64MiB"), "The memory that their messages may take."),
        YAMLKey("deadline", .duration, .defaults("10s"), "The time that the other backend may take, waiting included."),
        YAMLKey(
            "reaskShare",
            .number(0...1),
            .defaults("0.1"),
            "The share of the compared calls that may be re-queried."
        ),
    ])

    /// `sample`, 0 to 1.
    public let sample: Double
    /// `tokenKeyFile`: the file from which the token key is read.
    public let tokenKey: YAMLValue
    /// `retention`.
    public let retention: Duration
    /// `queue`, comparisons.
    public let queue: Int
    /// `memory`, bytes.
    public let memory: Int
    /// `deadline` of one comparison's first query.
    public let deadline: Duration
    /// `reaskShare`, 0 to 1.
    public let reaskShare: Double

    /// The settings in a mapping of ``shape``.
    init(_ value: YAMLValue) {
        sample = value.at("sample").double
        tokenKey = value.at("tokenKeyFile")
        retention = value.at("retention").duration
        queue = value.at("queue").int
        memory = value.at("memory").byteSize
        deadline = value.at("deadline").duration
        reaskShare = value.at("reaskShare").double
    }
}
