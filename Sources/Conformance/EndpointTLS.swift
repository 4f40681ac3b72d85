/// The files of a client's side of TLS, PEM; without any, the system's authorities are trusted and no certificate is shown.
public struct EndpointTLS: Sendable {
    /// The certificate of the authority that the endpoint's certificate must be from.
    public var ca: String?
    /// The client certificate, with its chain.
    public var certificate: String?
    /// The private key of the client certificate.
    public var privateKey: String?

    /// The files that are given.
    public init(ca: String? = nil, certificate: String? = nil, privateKey: String? = nil) {
        self.ca = ca
        self.certificate = certificate
        self.privateKey = privateKey
    }
}

/// A file of ``EndpointTLS`` cannot be read, or the files cannot be used together.
public struct UnusableTLSFiles: Error {}
