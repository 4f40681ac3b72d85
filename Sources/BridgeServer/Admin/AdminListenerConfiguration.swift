import NIOSSL

/// The configuration of the admin listener.
public struct AdminListenerConfiguration: Sendable {
    /// A host name or address.
    public let host: String
    /// A TCP port; 0 takes any that is free.
    public let port: Int
    /// The files of TLS; nil listens in the clear.
    public let tls: AdminListenerTLS?

    /// A configuration of these parts.
    public init(host: String, port: Int, tls: AdminListenerTLS? = nil) {
        self.host = host
        self.port = port
        self.tls = tls
    }
}

/// The files of the admin listener's TLS, PEM.
public struct AdminListenerTLS: Sendable {
    /// The certificate chain, the listener's own certificate first.
    public let certificate: String
    /// The private key.
    public let privateKey: String

    /// The files at these paths.
    public init(certificate: String, privateKey: String) {
        self.certificate = certificate
        self.privateKey = privateKey
    }
}

extension TLSConfiguration {
    /// The admin listener's side of TLS, 1.2 or newer.
    init(_ files: AdminListenerTLS) throws {
        self = TLSConfiguration.makeServerConfiguration(
            certificateChain: try NIOSSLCertificate.fromPEMFile(files.certificate).map { .certificate($0) },
            privateKey: .privateKey(try NIOSSLPrivateKey(file: files.privateKey, format: .pem))
        )
        minimumTLSVersion = .tlsv12
    }
}
