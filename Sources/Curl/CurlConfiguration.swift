/// How a pool reaches other hosts.
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
    /// How many requests may be under way at once; others wait their turn within their own deadline.
    public let inFlight: Int

    /// How long a connection may take to be made.
    static let connectTimeout: Duration = .seconds(3)

    /// A configuration of these parts.
    public init(
        ca: String? = nil,
        certificate: String? = nil,
        privateKey: String? = nil,
        proxy: String? = nil,
        inFlight: Int = 16
    ) {
        self.ca = ca
        self.certificate = certificate
        self.privateKey = privateKey
        self.proxy = proxy
        self.inFlight = inFlight
    }
}
