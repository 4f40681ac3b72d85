/// The configuration of a pool.
///
/// Nothing of it comes from anywhere else: proxy variables of the environment, `.netrc` and `.curlrc` are not read.
public struct CurlConfiguration: Sendable {
    /// The certificate authorities that are trusted, PEM; nil trusts the system's.
    public let ca: String?
    /// The client certificate, PEM; nil presents none.
    public let certificate: String?
    /// The private key of ``certificate``, PEM.
    public let privateKey: String?
    /// The HTTP proxy; nil uses none.
    public let proxy: String?
    /// The versions of HTTP that are spoken.
    public let versions: Versions
    /// True if gzip is offered, and content codings of answers are undone within the limit of decoded bytes.
    public let decodesContent: Bool
    /// The limit of requests in flight; others wait for their turn, first come first served.
    public let inFlight: Int
    /// The limit of waiting requests; one more fails at once.
    public let waiting: Int
    /// The longest wait for a turn; nil is as long as the deadline allows.
    public let patience: Duration?

    /// Versions of HTTP.
    public enum Versions: Sendable, Hashable {
        /// HTTP/1.1 alone, in which the names of fields keep their case.
        case one
        /// HTTP/2 where it is offered over TLS, HTTP/1.1 where it is not.
        case twoWhereOffered
    }

    /// The timeout of a new connection.
    static let connectTimeout: Duration = .seconds(3)

    /// A configuration of these parts.
    public init(
        ca: String? = nil,
        certificate: String? = nil,
        privateKey: String? = nil,
        proxy: String? = nil,
        versions: Versions = .twoWhereOffered,
        decodesContent: Bool = false,
        inFlight: Int = 16,
        waiting: Int = .max,
        patience: Duration? = nil
    ) {
        self.ca = ca
        self.certificate = certificate
        self.privateKey = privateKey
        self.proxy = proxy
        self.versions = versions
        self.decodesContent = decodesContent
        self.inFlight = inFlight
        self.waiting = waiting
        self.patience = patience
    }
}
