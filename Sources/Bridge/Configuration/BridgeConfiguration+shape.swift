public import StrictYAML

extension BridgeConfiguration {
    /// The prefix of environment variables that override scalars of `bridge.yaml`.
    public static let environmentPrefix = "SMSP_BRIDGE_"

    /// The shape of `bridge.yaml`: every key, its default and its meaning.
    public static let shape = YAMLShape.mapping([
        YAMLKey("listen", listen, .required, "Where the bridge listens."),
        YAMLKey("legacies", LegacySettings.shape, .defaults("{}"), "The legacy SMSP endpoints, by name."),
        YAMLKey("fhir", fhir, .optional, "PDS FHIR; absent while every site is on its legacy endpoint."),
        YAMLKey("practices", .filePath, .optional, "The ODS practice file, epraccur.csv as published; with fhir."),
        YAMLKey("mappings", .filePath, .defaults("Mappings"), "The directory of the mapping tables."),
        YAMLKey("sites", .filePath, .defaults("sites.yaml"), "The file of sites."),
        YAMLKey("cutover", cutover, .optional, "Which backend answers; absent: every site stays in its first state."),
        YAMLKey(
            "comparison",
            ComparisonSettings.shape,
            .optional,
            "Comparison of both backends; absent: no site can be in shadow."
        ),
        YAMLKey("store", store, .defaults("{}"), "Where records of comparisons are kept."),
        YAMLKey("breaker", breaker, .defaults("{}"), "When a backend that fails is left alone for a while."),
        YAMLKey("audit", AuditSettings.shape, .required, "The audit journal: every call and every change, for ever."),
        YAMLKey("limits", limits, .defaults("{}"), "Bounds on size and time."),
        YAMLKey("log", log, .defaults("{}"), "The log, JSON lines on standard output."),
    ])

    private static let port = YAMLShape.integer(0...65535)

    private static let listen = YAMLShape.mapping([
        YAMLKey(
            "smsp",
            .mapping([
                YAMLKey("host", .string(), .defaults("0.0.0.0"), "The address that SMSP clients call."),
                YAMLKey("port", port, .defaults("8443"), "The port; 0 takes any that is free."),
                YAMLKey(
                    "tls",
                    .mapping([
                        YAMLKey("certificate", .filePath, .required, "The certificate chain, PEM."),
                        YAMLKey(
                            "privateKey",
                            .secretFile,
                            .required,
                            "The private key, PEM; readable by its owner only."
                        ),
                        YAMLKey("clientCA", .filePath, .optional, "The CA of client certificates, PEM: mutual TLS."),
                    ]),
                    .optional,
                    "TLS 1.2 or newer. Without it the listener takes loopback addresses only, unless insecure."
                ),
                YAMLKey(
                    "insecure",
                    .boolean,
                    .defaults("false"),
                    "Listen without TLS on an address that others can reach."
                ),
            ]),
            .required,
            "The SMSP listener."
        ),
        YAMLKey("admin", AdminSettings.shape, .defaults("{}"), "The admin listener: health, metrics and /api."),
    ])

    private static let fhir = YAMLShape.mapping([
        YAMLKey("baseURL", .url, .required, "The base URL of PDS FHIR. https, but to loopback."),
        YAMLKey(
            "auth",
            .mapping([
                YAMLKey("tokenURL", .url, .required, "The OAuth token endpoint."),
                YAMLKey(
                    "apiKeyFile",
                    .secretFile,
                    .required,
                    "A file that holds the API key; readable by its owner only."
                ),
                YAMLKey("keyID", .string(), .required, "The kid of the signing key in the registered JWKS."),
                YAMLKey(
                    "privateKeyFile",
                    .secretFile,
                    .required,
                    "The RSA private key, PEM; readable by its owner only."
                ),
                YAMLKey("nextKeyID", .string(), .optional, "The kid of the key that is to follow."),
                YAMLKey("nextPrivateKeyFile", .secretFile, .optional, "The RSA private key that is to follow."),
            ]),
            .optional,
            "Application-restricted access by signed JWT; absent: no token (sandbox)."
        ),
        YAMLKey("proxy", .url, .optional, "The HTTP proxy. Proxies named in the environment are not used."),
        YAMLKey("ca", .filePath, .optional, "The CA of PDS FHIR, PEM; absent: those of the system."),
        YAMLKey("timeout", .duration, .defaults("3s"), "How long one attempt may take."),
        YAMLKey("inFlight", .integer(1...1024), .defaults("16"), "How many requests may be under way at once."),
        YAMLKey(
            "requestsPerSecond",
            .number(0.1...10_000),
            .defaults("5"),
            "The application's quota, token requests included."
        ),
    ])

    private static let cutover = YAMLShape.mapping([
        YAMLKey(
            "file",
            .filePath,
            .defaults("cutover.yaml"),
            "The states of the sites; its lock file is in the same folder."
        ),
        YAMLKey(
            "routingKeyFile",
            .secretFile,
            .optional,
            "The key by which it is drawn whose calls are compared, 32 random bytes or more, never exchanged."
        ),
    ])

    private static let store = YAMLShape.mapping([
        YAMLKey("sqlite", .filePath, .defaults("bridge.sqlite"), "An SQLite file of the bridge's own.")
    ])

    private static let breaker = YAMLShape.mapping([
        YAMLKey("failures", .integer(1...1000), .defaults("5"), "How many failures in a row open it."),
        YAMLKey("open", .duration, .defaults("10s"), "How long it stays open before one call is tried again."),
    ])

    private static let limits = YAMLShape.mapping([
        YAMLKey("deadline", .duration, .defaults("4s"), "How long one call may take, from its first byte."),
        YAMLKey("requestBytes", .byteSize, .defaults("64KiB"), "How large a request may be."),
        YAMLKey("responseBytes", .byteSize, .defaults("1MiB"), "How large an answer of a backend may be."),
        YAMLKey(
            "concurrentRequests",
            .integer(1...65_536),
            .defaults("1024"),
            "How many calls may be under way at once, of all sites together."
        ),
        YAMLKey(
            "perSite",
            .mapping([
                YAMLKey(
                    "concurrent",
                    .integer(1...65_536),
                    .defaults("64"),
                    "How many calls of one site may be under way at once; as many again wait their turn."
                )
            ]),
            .defaults("{}"),
            "Bounds on each site."
        ),
        YAMLKey("headerTimeout", .duration, .defaults("5s"), "How long a request's head may take to come."),
        YAMLKey("bodyTimeout", .duration, .defaults("10s"), "How long a request's body may take to come."),
        YAMLKey("idleTimeout", .duration, .defaults("60s"), "How long a connection may wait for its next request."),
        YAMLKey("drain", .duration, .defaults("20s"), "How long calls in flight may take once the bridge stops."),
    ])

    private static let log = YAMLShape.mapping([
        YAMLKey("level", .choice(LogLevel.allCases.map(\.rawValue)), .defaults("info"), "The least level shown.")
    ])
}
