/// A client certificate and its key, as files.
public struct CurlIdentity: Sendable, Hashable {
    /// The certificate, PEM.
    public let certificate: String
    /// The private key of ``certificate``, PEM.
    public let privateKey: String

    /// An identity of these files.
    public init(certificate: String, privateKey: String) {
        self.certificate = certificate
        self.privateKey = privateKey
    }
}
