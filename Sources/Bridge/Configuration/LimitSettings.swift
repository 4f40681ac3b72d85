import StrictYAML

/// `limits`: bounds on size and time.
public struct Limits: Sendable, Equatable {
    /// The shape of `limits`.
    static let shape = YAMLShape.mapping([
        YAMLKey("deadline", .duration, .defaults("4s"), "The time that one call may take, from its first byte."),
        YAMLKey("requestBytes", .byteSize, .defaults("64KiB"), "The largest request."),
        YAMLKey("responseBytes", .byteSize, .defaults("1MiB"), "The largest answer of a backend."),
        YAMLKey(
            "concurrentRequests",
            .integer(1...65_536),
            .defaults("1024"),
            "Calls in flight at once, of all sites together."
        ),
        YAMLKey("perSite", perSite, .defaults("{}"), "Bounds on each site."),
        YAMLKey(
            "headBytes",
            .byteSize,
            .defaults("8KiB"),
            "The largest head of a request; Kerberos tickets and the fields of proxies may need more."
        ),
        YAMLKey("headFields", .integer(1...1000), .defaults("100"), "The fields that the head of a request may have."),
        YAMLKey("headerTimeout", .duration, .defaults("5s"), "The time in which a request's head has to arrive."),
        YAMLKey("bodyTimeout", .duration, .defaults("10s"), "The time in which a request's body has to arrive."),
        YAMLKey("idleTimeout", .duration, .defaults("60s"), "The time that a connection may wait for a request."),
        YAMLKey("drain", .duration, .defaults("20s"), "The time that calls in flight have once the bridge stops."),
    ])

    private static let perSite = YAMLShape.mapping([
        YAMLKey(
            "concurrent",
            .integer(1...65_536),
            .defaults("64"),
            "Calls of one site in flight at once on each backend; others wait for their turn, on legacy up to its timeout."
        ),
        YAMLKey(
            "patience",
            .duration,
            .defaults("1s"),
            "The time that a call on a route to PDS FHIR waits for its turn; then it gets the site's busy."
        ),
    ])

    /// `deadline` of one call.
    public let deadline: Duration
    /// `responseBytes`, of a backend's answer.
    public let responseBytes: Int
    /// `perSite.concurrent`.
    public let concurrentPerSite: Int
    /// `perSite.patience`, on a route to PDS FHIR.
    public let patiencePerSite: Duration
    /// The bounds that the SMSP listener enforces.
    public let listener: SMSPListenerLimits

    /// The settings in a mapping of ``shape``.
    init(_ value: YAMLValue) {
        deadline = value.at("deadline").duration
        responseBytes = value.at("responseBytes").byteSize
        concurrentPerSite = value.at("perSite").at("concurrent").int
        patiencePerSite = value.at("perSite").at("patience").duration
        listener = SMSPListenerLimits(
            requestBytes: value.at("requestBytes").byteSize,
            headBytes: value.at("headBytes").byteSize,
            headFields: value.at("headFields").int,
            concurrentRequests: value.at("concurrentRequests").int,
            headerTimeout: value.at("headerTimeout").duration,
            bodyTimeout: value.at("bodyTimeout").duration,
            idleTimeout: value.at("idleTimeout").duration,
            drain: value.at("drain").duration
        )
    }
}
