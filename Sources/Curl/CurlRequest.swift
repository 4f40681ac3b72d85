import NHSIdentifiers

/// One HTTP request.
public struct CurlRequest: Sendable {
    /// The method.
    public enum Method: Sendable, Hashable {
        case get, post
    }

    /// The method.
    public let method: Method
    /// The URL: https, or http to a loopback address.
    public let url: String
    /// The headers, in the order in which they are sent.
    ///
    /// Nothing else is sent except what HTTP itself needs: `Host` and the length of the body.
    public let headers: [(name: String, value: String)]
    /// The body; not sent with `GET`.
    public let body: [UInt8]
    /// The deadline, whatever the request waits for; with ``allowance``, that of its turn.
    public let deadline: ContinuousClock.Instant
    /// The time that the request may take from its turn on; nil for what is left until the deadline.
    public let allowance: Duration?
    /// The limit of the answer's body, bytes.
    public let responseLimit: Int
    /// The client certificate that is presented in place of the pool's; nil presents the pool's.
    ///
    /// Requests share a connection only with those that present the same certificate.
    public let identity: CurlIdentity?

    /// A request of these parts.
    public init(
        method: Method,
        url: String,
        headers: [(String, String)],
        body: [UInt8] = [],
        deadline: ContinuousClock.Instant,
        allowance: Duration? = nil,
        responseLimit: Int,
        identity: CurlIdentity? = nil
    ) {
        self.method = method
        self.url = url
        self.headers = headers.map { (name: $0.0, value: $0.1) }
        self.body = body
        self.deadline = deadline
        self.allowance = allowance
        self.responseLimit = responseLimit
        self.identity = identity
    }

    /// Refuses what must not be sent at all.
    func check() throws(CurlError) {
        guard let origin = HTTPOrigin(url) else { throw .invalidURL }
        guard origin.isProtected else { throw .insecureURL }
        for header in headers {
            guard HTTPFieldSyntax.isName(header.name.utf8), HTTPFieldSyntax.isValue(header.value.utf8)
            else { throw .invalidHeader }
        }
    }
}
