public import StrictYAML

/// `comparison`: the queries to the second backend, and the records that are kept.
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
            "What the keys of the records are wrapped with, 32 random bytes or more."
        ),
        YAMLKey(
            "retention",
            .duration,
            .defaults("90d"),
            "How long a record's key is kept; without it a record cannot be linked to a person."
        ),
        YAMLKey("queue", .integer(1...1_000_000), .defaults("1000"), "How many comparisons may be under way or wait."),
        YAMLKey("memory", .byteSize, .defaults("64MiB"), "How much of the memory their messages may take."),
        YAMLKey("deadline", .duration, .defaults("10s"), "How long the other side may take, its waiting included."),
        YAMLKey(
            "reaskShare",
            .number(0...1),
            .defaults("0.1"),
            "How many compared calls may be queried again, as a share."
        ),
    ])

    /// `sample`, 0 to 1.
    public let sample: Double
    /// `tokenKeyFile`: where the token key is read from.
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
