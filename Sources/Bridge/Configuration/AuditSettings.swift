import Foundation
public import StrictYAML

/// `audit`: where the audit journal is, and what happens while it cannot be written.
public struct AuditSettings: Sendable {
    /// `whenUnavailable`: what becomes of calls while the journal cannot be written (decision D62).
    public struct WhenUnavailable: Sendable, Hashable {
        /// The treatment of a call.
        public enum Policy: String, Sendable, Hashable, CaseIterable {
            /// It is refused, before the backend is queried if possible.
            case refuse
            /// It is answered; the gap is counted, shown, and entered when the journal can be written again.
            case `continue`
        }

        /// `fhir`: calls that PDS FHIR is to answer.
        public let fhir: Policy
        /// `legacy`: calls that the legacy endpoint is to answer.
        public let legacy: Policy

        /// Policies for both backends.
        public init(fhir: Policy = .refuse, legacy: Policy = .continue) {
            self.fhir = fhir
            self.legacy = legacy
        }
    }

    /// The shape of `audit`.
    public static let shape = YAMLShape.mapping([
        YAMLKey(
            "journal",
            .filePath,
            .defaults("audit.sqlite"),
            "The file of the audit journal, SQLite, which no other program may share."
        ),
        YAMLKey(
            "keyFile",
            .secretFile,
            .required,
            "The key of the journal, 32 random bytes or more, kept as long as the journal is.",
            example: .active("secrets/audit-key")
        ),
        YAMLKey(
            "headFile",
            .filePath,
            .optional,
            "The file of the journal's last entry, sealed with its key, by which a loss of entries shows; the journal's "
                + "path with the ending .head by default.",
            example: .commented("audit.head")
        ),
        YAMLKey(
            "whenUnavailable",
            .mapping([
                YAMLKey("fhir", policy, .defaults("refuse"), "The policy for calls that PDS FHIR is to answer."),
                YAMLKey(
                    "legacy",
                    policy,
                    .defaults("continue"),
                    "The policy for calls that go to the legacy endpoint."
                ),
            ]),
            .defaults("{}"),
            "The policy for calls while the journal cannot be written."
        ),
        YAMLKey(
            "retention",
            .string(),
            .optional,
            "The time that the journal is kept, for the record: the bridge deletes nothing.",
            example: .commented("the patient's life and 30 years")
        ),
    ])

    private static let policy = YAMLShape.choice(WhenUnavailable.Policy.allCases.map(\.rawValue))

    /// The mapping `audit` itself, for problems with the journal.
    public let source: YAMLValue
    /// `journal`: the file of the journal.
    public let journal: String
    /// `keyFile`: where the journal's key is read from.
    public let key: YAMLValue
    /// `headFile`: the file that keeps the journal's last entry.
    public let headFile: String
    /// `whenUnavailable`.
    public let whenUnavailable: WhenUnavailable
    /// `retention`, for the record; nil when the file does not say.
    public let retention: String?

    /// The settings in a mapping of ``shape``.
    public init(_ value: YAMLValue) {
        source = value
        journal = value.at("journal").filePath
        key = value.at("keyFile")
        headFile = value["headFile"]?.filePath ?? Self.headFile(beside: journal)
        let policies = value.at("whenUnavailable")
        func policy(_ backend: String) -> WhenUnavailable.Policy? { .init(rawValue: policies.at(backend).string) }
        whenUnavailable = WhenUnavailable(fhir: policy("fhir") ?? .refuse, legacy: policy("legacy") ?? .continue)
        retention = value["retention"]?.string
    }

    /// The head file of a journal for which none is named.
    public static func headFile(beside journal: String) -> String {
        URL(fileURLWithPath: journal).deletingPathExtension().path + ".head"
    }
}
