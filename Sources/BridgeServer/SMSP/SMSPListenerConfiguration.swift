/// Where and how the SMSP listener listens.
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
    /// How large a request's body may be, bytes.
    public let requestBytes: Int
    /// How many requests may be under way at once.
    public let concurrentRequests: Int
    /// How long the first request's head may take from the connection on, and later ones from their first byte.
    public let headerTimeout: Duration
    /// How long a body may take from the end of its head.
    public let bodyTimeout: Duration
    /// How long a connection may wait for its next request.
    public let idleTimeout: Duration
    /// How long requests in flight may take once the listener stops.
    public let drain: Duration

    /// Limits of these values.
    public init(
        requestBytes: Int,
        concurrentRequests: Int,
        headerTimeout: Duration,
        bodyTimeout: Duration,
        idleTimeout: Duration,
        drain: Duration
    ) {
        self.requestBytes = requestBytes
        self.concurrentRequests = concurrentRequests
        self.headerTimeout = headerTimeout
        self.bodyTimeout = bodyTimeout
        self.idleTimeout = idleTimeout
        self.drain = drain
    }
}

extension SMSPListenerLimits {
    /// How many connections may be open at once: enough that each request under way has many idle ones beside it.
    var connections: Int { concurrentRequests * 8 }
}
