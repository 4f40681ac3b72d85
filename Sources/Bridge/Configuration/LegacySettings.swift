import NHSIdentifiers
import StrictYAML

/// A legacy SMSP endpoint: an entry of `legacies`.
public struct LegacySettings: Sendable, Hashable {
    /// The name by which sites refer to it.
    public let name: String
    /// `url`, used as it is: a caller's own path is not passed on.
    public let url: String
    /// `tls.certificate` and `tls.privateKey`; nil presents no certificate.
    public let identity: ClientKeyPair?
    /// `tls.ca`; nil trusts the system's certificates.
    public let ca: String?
    /// `timeout`, the only bound on a legacy leg (decision D35).
    public let timeout: Duration
    /// `inFlight`.
    public let inFlight: Int
    /// `requestsPerSecond`; nil for `none`.
    public let requestsPerSecond: Double?

    /// The shape of `legacies`.
    static let shape = YAMLShape.dictionary(
        of: .mapping([
            YAMLKey(
                "url",
                .url,
                .required,
                "The URL of the endpoint: https, or http to loopback. The path of a caller is not passed on.",
                example: .active("https://smsp.example.nhs.uk/smsp/pds")
            ),
            YAMLKey("tls", tls, .optional, "The certificates of the connection."),
            YAMLKey("timeout", .duration, .defaults("30s"), "The time that a call may take there."),
            YAMLKey("inFlight", .integer(1...4096), .defaults("128"), "Calls in flight there at once."),
            YAMLKey(
                "requestsPerSecond",
                .oneOf([.choice(["none"]), .number(0.1...100_000)]),
                .defaults("none"),
                "The most calls a second that the endpoint is sent."
            ),
        ])
    )

    private static let tls = YAMLShape.mapping([
        YAMLKey(
            "certificate",
            .filePath,
            .optional,
            "The client certificate chain, PEM; with privateKey.",
            example: .active("tls/central-client.pem")
        ),
        YAMLKey(
            "privateKey",
            .secretFile,
            .optional,
            "The private key, PEM; readable by its owner only.",
            example: .active("tls/central-client.key.pem")
        ),
        YAMLKey(
            "ca",
            .filePath,
            .optional,
            "The CA of the endpoint, PEM; absent: those of the system.",
            example: .commented("tls/central-ca.pem")
        ),
    ])

    /// Reads an entry; what is wrong between its values goes to `problems`.
    init(name: String, _ value: YAMLValue, problems: inout [YAMLProblem]) {
        self.name = name
        url = value.at("url").string
        let tls = value["tls"]
        var identity: ClientKeyPair?
        do throws(YAMLProblem) {
            if let tls, tls["certificate"] != nil || tls["privateKey"] != nil {
                identity = try ClientKeyPair(checking: tls)
            }
            try tls?["ca"]?.checkReadable()
        } catch {
            problems.append(error)
        }
        self.identity = identity
        ca = tls?["ca"]?.filePath
        timeout = value.at("timeout").duration
        inFlight = value.at("inFlight").int
        let rate = value.at("requestsPerSecond")
        requestsPerSecond = rate.word == nil ? rate.double : nil
        switch name {
        case "none": problems.append(value.problem("is what a site without legacy endpoint says", try: "another name"))
        case "fhir": problems.append(value.problem("is the name of the other backend", try: "another name"))
        default: break
        }
        if !url.hasPrefix("https://"), HTTPOrigin(url)?.isProtected != true {
            problems.append(
                value.at("url").problem("is http to another host than this one", try: "an https URL, or loopback")
            )
        }
    }
}
