/// The bounds of the SMSP listener on what a connection may cost: the part of `limits` that it enforces.
public struct SMSPListenerLimits: Sendable, Equatable {
    /// The limit of a request's body, bytes.
    public let requestBytes: Int
    /// The limit of a request's head, bytes of its target, field names and field values.
    public let headBytes: Int
    /// The limit of fields in a head.
    public let headFields: Int
    /// The limit of requests in flight.
    public let concurrentRequests: Int
    /// The timeout of a request's head: the first from the connection on, later ones from their first byte.
    public let headerTimeout: Duration
    /// The timeout of a body from the end of its head.
    public let bodyTimeout: Duration
    /// The time that a connection may wait for its next request.
    public let idleTimeout: Duration
    /// The time that requests in flight may take once the listener stops.
    public let drain: Duration
    /// The time that a refused client may go on sending before it is cut off: it has to read the refusal first.
    public let lingering: Duration

    /// Limits of these values.
    public init(
        requestBytes: Int,
        headBytes: Int,
        headFields: Int,
        concurrentRequests: Int,
        headerTimeout: Duration,
        bodyTimeout: Duration,
        idleTimeout: Duration,
        drain: Duration,
        lingering: Duration = .seconds(1)
    ) {
        self.requestBytes = requestBytes
        self.headBytes = headBytes
        self.headFields = headFields
        self.concurrentRequests = concurrentRequests
        self.headerTimeout = headerTimeout
        self.bodyTimeout = bodyTimeout
        self.idleTimeout = idleTimeout
        self.drain = drain
        self.lingering = lingering
    }

    /// The limit of open connections: enough for many idle ones for each request in flight.
    public var connections: Int { concurrentRequests * 8 }
}
