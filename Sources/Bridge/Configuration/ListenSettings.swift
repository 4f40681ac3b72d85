import NHSIdentifiers
public import StrictYAML

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

    /// A host name or address.
    public let host: String
    /// A TCP port; 0 takes any that is free.
    public let port: Int

    /// The address in a mapping with `host` and `port`.
    init(_ value: YAMLValue) {
        host = value.at("host").string
        port = value.at("port").int
    }

    /// True if only this machine can reach the address.
    var isLoopback: Bool { LoopbackHost.contains(host) }
}

/// The files of a listener's TLS.
public struct ListenerTLS: Sendable {
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

    /// The mapping `tls` itself, for problems with its files together.
    public let source: YAMLValue
    /// The certificate chain, PEM, the listener's own certificate first.
    public let certificate: String
    /// The file from which the private key, PEM, is read.
    public let privateKey: YAMLValue
    /// The CA that client certificates are verified against, PEM; nil requests none.
    public let clientCA: String?

    /// The settings in a mapping of ``smspShape``.
    init(smsp value: YAMLValue) {
        self.init(value, clientCA: value["clientCA"]?.filePath)
    }

    /// The settings in a mapping of ``adminShape``.
    init(admin value: YAMLValue) {
        self.init(value, clientCA: nil)
    }

    private init(_ value: YAMLValue, clientCA: String?) {
        source = value
        certificate = value.at("certificate").filePath
        privateKey = value.at("privateKey")
        self.clientCA = clientCA
    }

    /// The files that the settings name.
    var files: [String?] { [certificate, privateKey.filePath, clientCA] }
}
