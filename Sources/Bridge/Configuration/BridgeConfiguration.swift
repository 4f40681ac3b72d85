public import SMSPContract
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
    /// The mapping `listen.smsp.tls` itself, for problems with its files together.
    public let tlsSource: YAMLValue?
    /// `listen.admin`.
    public let admin: AdminSettings
    /// `legacies`, by name.
    public let legacies: [String: LegacySettings]
    /// `fhir`; nil while every site is on its legacy endpoint.
    public let fhir: FHIRSettings?
    /// `practices`: the ODS practice file; nil only without ``fhir``.
    public let practices: String?
    /// `practicesMaximumAge`.
    public let practicesMaximumAge: Duration
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
    public let breaker: BreakerConfiguration
    /// The files that people write: `bridge.yaml` itself and all that it and the file of sites name, but for the mapping
    /// tables, which have a hash of their own, and for what the bridge itself writes.
    public let files: Set<String>
    /// `limits`.
    public let limits: Limits
    /// `log.level`.
    public let logLevel: LogLevel

    /// The files that a bridge changes and that no other one may use meanwhile.
    public var ownFiles: [String] {
        [cutover?.cutover, audit.journal, comparison.map { _ in store }].compactMap(\.self)
    }
}

extension BridgeConfiguration {
    /// The prefix of environment variables that override scalars of `bridge.yaml`.
    public static let environmentPrefix = "SMSP_BRIDGE_"

    /// The shape of `bridge.yaml`: every key, its default and its meaning.
    ///
    /// Each section's keys stand with the type that its values have. `docs/configuration.md` and
    /// `docs/bridge.example.yaml` are written from them.
    public static let shape = YAMLShape.mapping([
        YAMLKey("listen", listen, .required, "The addresses on which the bridge listens."),
        YAMLKey(
            "legacies",
            LegacySettings.shape,
            .defaults("{}"),
            "The legacy SMSP endpoints, by the name that sites use.",
            example: .active("central")
        ),
        YAMLKey("fhir", FHIRSettings.shape, .optional, "PDS FHIR; absent while every site is on its legacy endpoint."),
        YAMLKey(
            "practices",
            .filePath,
            .optional,
            "The ODS practice file, epraccur.csv as published, with or without a header row; required with fhir.",
            example: .active("epraccur.csv")
        ),
        YAMLKey(
            "practicesMaximumAge",
            .duration,
            .defaults("90d"),
            "The age of the practice file, by its last change, from which the log, /readyz and a metric warn."
        ),
        YAMLKey("mappings", .filePath, .defaults("Mappings"), "The directory of the mapping tables."),
        YAMLKey("sites", .filePath, .defaults("sites.yaml"), "The file of sites."),
        YAMLKey("cutover", cutover, .optional, "The states of the sites; absent: every site stays in its first state."),
        YAMLKey(
            "comparison",
            ComparisonSettings.shape,
            .optional,
            "The comparison of both backends' answers; absent: no site can be in shadow."
        ),
        YAMLKey("store", store, .defaults("{}"), "The place where records of comparisons are kept."),
        YAMLKey(
            "breaker",
            BreakerConfiguration.shape,
            .defaults("{}"),
            "The rule by which a failing backend is left alone."
        ),
        YAMLKey("audit", AuditSettings.shape, .required, "The audit journal: every call and every change."),
        YAMLKey("limits", Limits.shape, .defaults("{}"), "Bounds on size and time."),
        YAMLKey("log", log, .defaults("{}"), "The log, JSON lines on standard output."),
    ])

    private static let listen = YAMLShape.mapping([
        YAMLKey("smsp", ListenAddress.smspShape, .required, "The SMSP listener."),
        YAMLKey(
            "admin",
            AdminSettings.shape,
            .defaults("{}"),
            "The admin listener: health, metrics, console and /api."
        ),
    ])

    private static let cutover = YAMLShape.mapping([
        YAMLKey(
            "file",
            .filePath,
            .defaults("cutover.yaml"),
            "The states of the sites; its lock file lies next to it."
        ),
        YAMLKey(
            "routingKeyFile",
            .secretFile,
            .optional,
            "The key by which the people are drawn whose calls are compared: 32 random bytes or more, never exchanged.",
            example: .active("secrets/routing-key")
        ),
    ])

    private static let store = YAMLShape.mapping([
        YAMLKey("sqlite", .filePath, .defaults("bridge.sqlite"), "An SQLite file of the bridge's own.")
    ])

    private static let log = YAMLShape.mapping([
        YAMLKey("level", .choice(LogLevel.allCases.map(\.rawValue)), .defaults("info"), "The least level shown.")
    ])
}

/// `log.level`.
public enum LogLevel: String, Sendable, CaseIterable {
    case debug, info, notice, warning, error
}
