import NHSIdentifiers
import SMSPContract
public import StrictYAML

/// `sites.yaml`: the organisations whose clients the bridge answers.
///
/// - SeeAlso: docs/sites.example.yaml; docs/decisions.md, each ⚙.
public enum SitesFile {
    /// The shape of `sites.yaml`.
    public static let shape = YAMLShape.list(of: site, count: 1...100_000)

    private static let site = YAMLShape.mapping([
        YAMLKey("id", .string(pattern: identifier), .required, "The name of the site in logs and commands."),
        YAMLKey("name", .string(), .optional, "The organisation's name."),
        YAMLKey(
            "ods",
            .string(pattern: odsCode),
            .required,
            "The ODS code that PDS FHIR receives as the end user's organisation."
        ),
        YAMLKey("identify", identify, .optional, "The marks by which the site's callers are recognised."),
        YAMLKey(
            "legacy",
            .string(pattern: identifier),
            .defaults("none"),
            "A name among legacies of bridge.yaml, or none."
        ),
        YAMLKey("tls", tls, .optional, "The organisation's own certificate for its legacy endpoint."),
        YAMLKey(
            "legacyTo",
            .url,
            .optional,
            "The text that replaces that of wsa:To; absent: the message goes untouched."
        ),
        YAMLKey(
            "fallback",
            .choice(["none", "legacy"]),
            .defaults("none"),
            "The backend that answers while PDS FHIR is down."
        ),
        YAMLKey(
            "informationGovernanceBasis",
            basis,
            .optional,
            "The ground on which patient data is read to compare; absent: a promotion to shadow is held."
        ),
        YAMLKey(
            "profile",
            SiteProfile.shape,
            .optional,
            "The site's choices where the contract leaves a question open."
        ),
    ])

    private static let tls = YAMLShape.mapping([
        YAMLKey("certificate", .filePath, .required, "The client certificate chain, PEM."),
        YAMLKey("privateKey", .secretFile, .required, "The private key, PEM; readable by its owner only."),
    ])

    private static let basis = YAMLShape.mapping([
        YAMLKey("reference", .string(), .required, "The document, such as a DPIA."),
        YAMLKey("approvedBy", .string(), .required, "The person who approved it."),
        YAMLKey("date", .date, .required, "The day of the approval, which is good for twelve months."),
        YAMLKey(
            "covers",
            .list(of: .choice(InformationGovernanceBasis.Purpose.allCases.map(\.rawValue)), count: 1...3),
            .required,
            "The purposes for which data is read."
        ),
    ])

    private static let identify = YAMLShape.mapping([
        YAMLKey(
            "certificate",
            .mapping([
                YAMLKey("sha256", .string(pattern: sha256), .optional, "SHA-256 of the certificate's DER encoding."),
                YAMLKey("subject", .string(), .optional, "The subject, as RFC 4514 writes it; with issuer."),
                YAMLKey("issuer", .string(), .optional, "The issuer, as RFC 4514 writes it; with subject."),
            ]),
            .optional,
            "The client certificate, which listen.smsp.tls.clientCA must have issued."
        ),
        YAMLKey("path", .string(), .optional, "A prefix of request paths, such as /RXX."),
        YAMLKey("auditODS", .string(pattern: odsCode), .optional, "The organisation that the audit identity names."),
        YAMLKey("asid", .string(pattern: asid), .optional, "The ASID that the audit identity names."),
    ])

    private static let identifier = YAMLPattern("[A-Za-z0-9][A-Za-z0-9_-]{0,63}", meaning: "a name", example: "RXX")
    private static let odsCode = YAMLPattern(ODSCode.pattern, meaning: "an ODS code", example: "RXX")
    private static let asid = YAMLPattern("[0-9]{1,20}", meaning: "an ASID", example: "200000000115")
    private static let sha256 = YAMLPattern(
        "(?:[0-9A-Fa-f]{2}:?){31}[0-9A-Fa-f]{2}",
        meaning: "a SHA-256 fingerprint",
        example: String(repeating: "5e", count: 32)
    )

    /// Reads `sites.yaml`.
    ///
    /// - Parameters:
    ///   - isMutual: whether the listener demands client certificates.
    ///   - legacies: the names among `legacies` of `bridge.yaml`.
    public static func load(
        contentsOf path: String,
        isMutual: Bool,
        legacies: Set<String>
    ) throws(YAMLProblems) -> SiteDirectory {
        let document = try YAMLDocument.load(contentsOf: path, shape: shape)
        return try directory(of: document, isMutual: isMutual, legacies: legacies)
    }

    /// Reads the text of a `sites.yaml`, which problems show as `file`.
    public static func load(
        _ text: String,
        file: String,
        isMutual: Bool,
        legacies: Set<String>
    ) throws(YAMLProblems) -> SiteDirectory {
        let document = try YAMLDocument.load(text, file: file, shape: shape)
        return try directory(of: document, isMutual: isMutual, legacies: legacies)
    }

    private static func directory(
        of document: YAMLValue,
        isMutual: Bool,
        legacies: Set<String>
    ) throws(YAMLProblems) -> SiteDirectory {
        var entries = SiteEntries(isMutual: isMutual, legacies: legacies)
        let sites = document.elements.map { entries.site($0) }
        guard entries.problems.isEmpty else { throw YAMLProblems(entries.problems) }
        do {
            return try SiteDirectory(sites)
        } catch {
            let entry = document.elements.first { $0.at("id").string == error.second } ?? document
            throw YAMLProblems([
                entry.problem(
                    "a message could be of this site and of \(error.first), and neither is narrower",
                    try: "give the two different identify.path, auditODS or asid, or certificates"
                )
            ])
        }
    }
}
