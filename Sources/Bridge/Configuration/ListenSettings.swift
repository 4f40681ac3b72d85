import NHSIdentifiers
import StrictYAML

/// The address of a listener.
public struct ListenAddress: Sendable, Equatable {
    /// The shape of `listen.smsp`.
    static let smspShape = YAMLShape.mapping([
        YAMLKey("host", .string(), .defaults("0.0.0.0"), "The address that SMSP clients call."),
        YAMLKey("port", .integer(0...65535), .defaults("8443"), "The port; 0 takes any that is free."),
        YAMLKey(
            "tls",
            ListenerTLS.smspShape,
            .optional,
            "TLS 1.2 or newer. Without it the listener accepts loopback addresses only, unless insecure."
        ),
        YAMLKey(
            "insecure",
            .boolean,
            .defaults("false"),
            "true: listen without TLS on an address that others can reach."
        ),
    ])

    /// A host name or address, an IPv6 address without the brackets of a URL, with which it cannot be listened on.
    public let host: String
    /// A TCP port; 0 takes any that is free.
    public let port: Int

    /// An address of these parts.
    public init(host: String, port: Int) {
        self.host = host.hasPrefix("[") && host.hasSuffix("]") ? String(host.dropFirst().dropLast()) : host
        self.port = port
    }

    /// The address in a mapping with `host` and `port`.
    init(_ value: YAMLValue) {
        self.init(host: value.at("host").string, port: value.at("port").int)
    }

    /// True if only this machine can reach the address.
    var isLoopback: Bool { LoopbackHost.contains(host) }
}

/// The files of a listener's TLS, PEM.
///
/// TLS is 1.2 or newer.
public struct ListenerTLS: Sendable, Equatable {
    /// The shape of `listen.smsp.tls`.
    static let smspShape = YAMLShape.mapping(
        keyPair("bridge") + [
            YAMLKey(
                "clientCA",
                .filePath,
                .optional,
                "The CA of client certificates, PEM: mutual TLS; every site then names its certificate.",
                example: .active("tls/clients-ca.pem")
            )
        ]
    )
    /// The shape of `listen.admin.tls`.
    static let adminShape = YAMLShape.mapping(keyPair("admin"))

    private static func keyPair(_ name: String) -> [YAMLKey] {
        [
            YAMLKey(
                "certificate",
                .filePath,
                .required,
                "The certificate chain, PEM, the listener's own certificate first.",
                example: .active("tls/\(name).pem")
            ),
            YAMLKey(
                "privateKey",
                .secretFile,
                .required,
                "The private key, PEM; readable by its owner only.",
                example: .active("tls/\(name).key.pem")
            ),
        ]
    }

    /// The certificate chain, the listener's own certificate first.
    public let certificate: String
    /// The private key.
    public let privateKey: String
    /// The CA that client certificates are verified against; nil requests none.
    public let clientCA: String?

    /// The files at these paths.
    public init(certificate: String, privateKey: String, clientCA: String? = nil) {
        self.certificate = certificate
        self.privateKey = privateKey
        self.clientCA = clientCA
    }

    /// The settings in a mapping of ``smspShape``.
    init(smsp value: YAMLValue) {
        self.init(
            certificate: value.at("certificate").filePath,
            privateKey: value.at("privateKey").filePath,
            clientCA: value["clientCA"]?.filePath
        )
    }

    /// The settings in a mapping of ``adminShape``.
    init(admin value: YAMLValue) {
        self.init(certificate: value.at("certificate").filePath, privateKey: value.at("privateKey").filePath)
    }

    /// The files that the settings name.
    var files: [String?] { [certificate, privateKey, clientCA] }
}
