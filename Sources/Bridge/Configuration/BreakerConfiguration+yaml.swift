import StrictYAML

/// `breaker`: the rule by which a failing backend is left alone for a while.
public struct BreakerSettings: Sendable, Hashable {
    /// The shape of `breaker`.
    static let shape = YAMLShape.mapping([
        YAMLKey("failures", .integer(1...1000), .defaults("5"), "The failures in a row that open it."),
        YAMLKey("open", .duration, .defaults("10s"), "The time that it stays open before one call is tried."),
    ])

    /// `failures` in a row that open it.
    public let failures: Int
    /// `open`: the time that it stays open before a probe.
    public let open: Duration

    /// The settings in a mapping of ``shape``.
    init(_ value: YAMLValue) {
        failures = value.at("failures").int
        open = value.at("open").duration
    }
}
