public import Curl

/// The configuration of a legacy SMSP endpoint for one site.
///
/// - SeeAlso: docs/bridge.example.yaml; docs/sites.example.yaml.
public struct LegacyConfiguration: Sendable {
    /// The URL, used as it is: the caller's path is not passed on.
    public let url: String
    /// The time that a call may take from its turn on, a second attempt included: its only deadline (decision D35).
    ///
    /// As long may it wait for its turn (decision D10).
    public let timeout: Duration
    /// The limit of an answer's length, bytes.
    public let responseBytes: Int
    /// The certificate that the site presents; nil presents the pool's, if it has one.
    public let identity: CurlIdentity?
    /// The new text of `wsa:To`; nil leaves every byte as it came.
    public let to: String?

    /// A configuration of these parts.
    public init(
        url: String,
        timeout: Duration,
        responseBytes: Int,
        identity: CurlIdentity? = nil,
        to: String? = nil
    ) {
        self.url = url
        self.timeout = timeout
        self.responseBytes = responseBytes
        self.identity = identity
        self.to = to
    }
}

extension CurlConfiguration {
    /// The pool's configuration for one named legacy.
    ///
    /// HTTP/1.1, in which the names of fields arrive as the caller wrote them. No call is refused for being one of many:
    /// as many wait as the bridge takes at all, each until the deadline of its turn (decision D10).
    ///
    /// - Parameters:
    ///   - identity: presented for sites that have none of their own.
    public static func legacy(ca: String?, identity: CurlIdentity?, inFlight: Int) -> CurlConfiguration {
        CurlConfiguration(
            ca: ca,
            certificate: identity?.certificate,
            privateKey: identity?.privateKey,
            versions: .one,
            inFlight: inFlight
        )
    }
}
