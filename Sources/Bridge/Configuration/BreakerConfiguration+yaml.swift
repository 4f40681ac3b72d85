import SMSPContract
import StrictYAML

extension BreakerConfiguration {
    /// The shape of `breaker`.
    static let shape = YAMLShape.mapping([
        YAMLKey("failures", .integer(1...1000), .defaults("5"), "The failures in a row that open it."),
        YAMLKey("open", .duration, .defaults("10s"), "The time that it stays open before one call is tried."),
    ])

    /// The configuration in a mapping of ``shape``.
    init(_ value: YAMLValue) {
        self.init(failures: value.at("failures").int, open: value.at("open").duration)
    }
}
