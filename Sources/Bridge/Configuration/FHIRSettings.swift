public import StrictYAML

/// `fhir`: the address of PDS FHIR, the access to it and the limits of its use.
public struct FHIRSettings: Sendable {
    /// The shape of `fhir`.
    static let shape = YAMLShape.mapping([
        YAMLKey(
            "baseURL",
            .url,
            .required,
            "The base URL of PDS FHIR: https, or http to loopback.",
            example: .active("https://int.api.service.nhs.uk/personal-demographics/FHIR/R4")
        ),
        YAMLKey(
            "auth",
            Authentication.shape,
            .optional,
            "Application-restricted access by signed JWT; absent: no token, as in the sandbox."
        ),
        YAMLKey(
            "proxy",
            .url,
            .optional,
            "The HTTP proxy. Proxies named in the environment are not used.",
            example: .commented("http://proxy.trust.example:3128")
        ),
        YAMLKey(
            "ca",
            .filePath,
            .optional,
            "The CA of PDS FHIR, PEM; absent: those of the system.",
            example: .commented("tls/pds-ca.pem")
        ),
        YAMLKey("timeout", .duration, .defaults("3s"), "The time that one attempt may take."),
        YAMLKey("inFlight", .integer(1...1024), .defaults("16"), "Requests in flight at once."),
        YAMLKey(
            "requestsPerSecond",
            .number(0.1...10_000),
            .defaults("5"),
            "The application's quota, token requests included."
        ),
    ])

    /// `fhir.auth`: application-restricted access by signed JWT.
    public struct Authentication: Sendable {
        /// The shape of `auth`.
        static let shape = YAMLShape.mapping([
            YAMLKey(
                "tokenURL",
                .url,
                .required,
                "The OAuth token endpoint.",
                example: .active("https://int.api.service.nhs.uk/oauth2/token")
            ),
            YAMLKey(
                "apiKeyFile",
                .secretFile,
                .required,
                "A file that holds the API key; readable by its owner only.",
                example: .active("secrets/api-key")
            ),
            YAMLKey(
                "keyID",
                .string(),
                .required,
                "The kid of the signing key in the registered JWKS.",
                example: .active("key-2026-01")
            ),
            YAMLKey(
                "privateKeyFile",
                .secretFile,
                .required,
                "The RSA private key, PEM; readable by its owner only.",
                example: .active("secrets/key-2026-01.pem")
            ),
            YAMLKey(
                "nextKeyID",
                .string(),
                .optional,
                "The kid of the next key, used once the token endpoint refuses the first.",
                example: .active("key-2027-01")
            ),
            YAMLKey(
                "nextPrivateKeyFile",
                .secretFile,
                .optional,
                "The RSA private key of nextKeyID.",
                example: .active("secrets/key-2027-01.pem")
            ),
        ])

        /// `tokenURL`.
        public let tokenURL: String
        /// `apiKeyFile`: the file from which the API key is read.
        public let apiKey: YAMLValue
        /// `keyID` and `privateKeyFile`.
        public let key: KeyFile
        /// `nextKeyID` and `nextPrivateKeyFile`; nil if neither is there.
        public let nextKey: KeyFile?

        /// The settings in a mapping of ``shape``.
        init(_ value: YAMLValue) {
            tokenURL = value.at("tokenURL").string
            apiKey = value.at("apiKeyFile")
            key = KeyFile(id: value.at("keyID").string, secret: value.at("privateKeyFile"))
            nextKey = value["nextKeyID"].flatMap { id in
                value["nextPrivateKeyFile"].map { KeyFile(id: id.string, secret: $0) }
            }
        }
    }

    /// A signing key and its id in the published JWKS.
    public struct KeyFile: Sendable {
        /// `kid`.
        public let id: String
        /// The file from which the private key, PEM, is read.
        public let secret: YAMLValue
    }

    /// `baseURL`, without a trailing slash.
    public let baseURL: String
    /// `auth`; nil sends no token.
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

    /// The settings in a mapping of ``shape``.
    init(_ value: YAMLValue) {
        var baseURL = value.at("baseURL").string
        while baseURL.hasSuffix("/") { baseURL.removeLast() }
        self.baseURL = baseURL
        authentication = value["auth"].map { Authentication($0) }
        proxy = value["proxy"]?.string
        ca = value["ca"]
        timeout = value.at("timeout").duration
        inFlight = value.at("inFlight").int
        requestsPerSecond = value.at("requestsPerSecond").double
    }

    /// The files that the settings name.
    var files: [String?] {
        let keys = [authentication?.apiKey, authentication?.key.secret, authentication?.nextKey?.secret]
        return keys.map { $0?.filePath } + [ca?.filePath]
    }
}
