/// The configuration of the SMSP listener.
public struct SMSPListenerConfiguration: Sendable {
    /// A host name or address.
    public let host: String
    /// A TCP port; 0 takes any that is free.
    public let port: Int
    /// The files of TLS; nil listens in the clear.
    public let tls: SMSPListenerTLS?
    /// The bounds on size and time.
    public let limits: SMSPListenerLimits

    /// A configuration of these parts.
    public init(host: String, port: Int, tls: SMSPListenerTLS?, limits: SMSPListenerLimits) {
        self.host = host
        self.port = port
        self.tls = tls
        self.limits = limits
    }
}

/// The files of the listener's TLS, PEM.
///
/// TLS is 1.2 or newer.
public struct SMSPListenerTLS: Sendable {
    /// The certificate chain, the listener's own certificate first.
    public let certificate: String
    /// The private key.
    public let privateKey: String
    /// The CA that clients' certificates must be issued by; nil asks for none.
    public let clientCA: String?

    /// The files at these paths.
    public init(certificate: String, privateKey: String, clientCA: String?) {
        self.certificate = certificate
        self.privateKey = privateKey
        self.clientCA = clientCA
    }
}

/// The bounds on what a connection may cost.
public struct SMSPListenerLimits: Sendable {
    /// The limit of a request's body, bytes.
    public let requestBytes: Int
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
        concurrentRequests: Int,
        headerTimeout: Duration,
        bodyTimeout: Duration,
        idleTimeout: Duration,
        drain: Duration,
        lingering: Duration = .seconds(1)
    ) {
        self.requestBytes = requestBytes
        self.concurrentRequests = concurrentRequests
        self.headerTimeout = headerTimeout
        self.bodyTimeout = bodyTimeout
        self.idleTimeout = idleTimeout
        self.drain = drain
        self.lingering = lingering
    }
}

extension SMSPListenerLimits {
    /// The limit of open connections: enough for many idle ones for each request in flight.
    var connections: Int { concurrentRequests * 8 }
}
