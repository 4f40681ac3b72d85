public import StrictYAML

/// The configuration of `bridge.yaml` and `sites.yaml`.
///
/// The keys, their defaults and their meaning are ``shape``; the values of this type are already resolved: paths are
/// relative to the file that names them.
///
/// - SeeAlso: docs/bridge.example.yaml.
public struct BridgeConfiguration: Sendable {
    /// `listen.smsp`.
    public let smsp: ListenAddress
    /// `listen.smsp.tls`; nil without TLS.
    public let tls: ListenerTLS?
    /// `listen.admin`.
    public let admin: AdminSettings
    /// `legacies`, by name.
    public let legacies: [String: LegacySettings]
    /// `fhir`; nil while every site is on its legacy endpoint.
    public let fhir: FHIRSettings?
    /// `practices`: the ODS practice file; nil only without ``fhir``.
    public let practices: String?
    /// `mappings`: the directory of the mapping tables.
    public let mappings: String
    /// `sites`, loaded.
    public let sites: SiteDirectory
    /// `cutover`; nil when every site stays in its first state.
    public let cutover: CutoverFiles?
    /// The states that the files of ``cutover`` give the sites.
    public let states: CutoverStates
    /// `cutover.routingKeyFile`: where the key is read from by which samples are drawn; nil when nothing is compared.
    public let routingKey: YAMLValue?
    /// `comparison`; nil when nothing is compared.
    public let comparison: ComparisonSettings?
    /// `store.sqlite`: the file that records of comparisons are kept in.
    public let store: String
    /// `audit`.
    public let audit: AuditSettings
    /// `breaker`.
    public let breaker: BreakerSettings
    /// The files that people write: `bridge.yaml` itself and all that it and the file of sites name, but for the mapping
    /// tables, which have a hash of their own, and for what the bridge itself writes.
    public let files: Set<String>
    /// `limits`.
    public let limits: Limits
    /// `log.level`.
    public let logLevel: LogLevel
}

/// The address of a listener.
public struct ListenAddress: Sendable, Equatable {
    /// A host name or address.
    public let host: String
    /// A TCP port; 0 takes any that is free.
    public let port: Int
}

/// The files of a listener's TLS.
public struct ListenerTLS: Sendable {
    /// The mapping `tls` itself, for problems with its files together.
    public let source: YAMLValue
    /// The certificate chain, PEM, the listener's own certificate first.
    public let certificate: String
    /// The path of the private key, PEM.
    public let privateKey: YAMLValue
    /// The CA that client certificates are verified against, PEM; nil asks for none.
    public let clientCA: String?

    /// The files that the settings name.
    var files: [String?] { [certificate, privateKey.filePath, clientCA] }
}

/// `fhir`: the address and credentials of PDS FHIR.
public struct FHIRSettings: Sendable {
    /// `fhir.auth`: application-restricted access by signed JWT.
    public struct Authentication: Sendable {
        /// `tokenURL`.
        public let tokenURL: String
        /// `apiKeyFile`: where the API key is read from.
        public let apiKey: YAMLValue
        /// `keyID` and `privateKeyFile`.
        public let key: KeyFile
        /// `nextKeyID` and `nextPrivateKeyFile`; nil when neither is there.
        public let nextKey: KeyFile?
    }

    /// A signing key and its id in the published JWKS.
    public struct KeyFile: Sendable {
        /// `kid`.
        public let id: String
        /// The path of the private key, PEM.
        public let secret: YAMLValue
    }

    /// `baseURL`, without a trailing slash.
    public let baseURL: String
    /// `auth`; nil asks without a token.
    public let authentication: Authentication?
    /// `proxy`; nil uses none, whatever the environment says.
    public let proxy: String?
    /// `ca`; nil trusts the system's certificates.
    public let ca: YAMLValue?
    /// `timeout` of one attempt.
    public let timeout: Duration
    /// `inFlight`.
    public let inFlight: Int
    /// `requestsPerSecond`.
    public let requestsPerSecond: Double

    /// The files that the settings name.
    var files: [String?] {
        let keys = [authentication?.apiKey, authentication?.key.secret, authentication?.nextKey?.secret]
        return keys.map { $0?.filePath } + [ca?.filePath]
    }
}

/// `limits`.
public struct Limits: Sendable, Equatable {
    /// `deadline` of one call.
    public let deadline: Duration
    /// `requestBytes`.
    public let requestBytes: Int
    /// `responseBytes`, of a backend's answer.
    public let responseBytes: Int
    /// `concurrentRequests`, of all sites together.
    public let concurrentRequests: Int
    /// `perSite.concurrent`.
    public let concurrentPerSite: Int
    /// `headerTimeout`.
    public let headerTimeout: Duration
    /// `bodyTimeout`.
    public let bodyTimeout: Duration
    /// `idleTimeout`.
    public let idleTimeout: Duration
    /// `drain`.
    public let drain: Duration
}

/// `breaker`.
public struct BreakerSettings: Sendable, Hashable {
    /// `failures` in a row that open it.
    public let failures: Int
    /// `open`: how long it stays open before a probe.
    public let open: Duration
}

/// `log.level`.
public enum LogLevel: String, Sendable, CaseIterable {
    case debug, info, notice, warning, error
}
