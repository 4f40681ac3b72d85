/// The rule by which a failing backend is left alone for a while.
///
/// - SeeAlso: docs/bridge.example.yaml.
public struct BreakerConfiguration: Sendable, Hashable {
    /// The number of consecutive failures that open the breaker.
    public let failures: Int
    /// The time that it stays open before it admits one trial call.
    public let open: Duration

    /// A configuration of these parts.
    public init(failures: Int = 5, open: Duration = .seconds(10)) {
        self.failures = failures
        self.open = open
    }
}
