public import SMSPContract

/// The result of a conformance run for one operation of a site, as the audit keeps it.
///
/// A run that keeps every rule proves nothing about PDS FHIR: the legacy endpoint keeps them too. It has passed only if
/// the journal shows that PDS FHIR answered it.
///
/// - SeeAlso: ``ConformanceProof``; docs/evidence.md §1.
public struct ConformanceRecord: Sendable, Equatable {
    /// The outcome of a run.
    public enum Outcome: String, Sendable, Hashable, CaseIterable {
        /// Every rule was kept, and PDS FHIR answered.
        case passed
        /// A rule was broken.
        case failed
        /// Every rule was kept, and the journal does not show that PDS FHIR answered.
        case unproven
    }

    /// The tables and switches by which the answers were made.
    public struct Basis: Sendable, Equatable {
        /// The content hash of the mapping tables.
        public let mappingHash: String
        /// The content hash of the profile of the site that was called.
        public let profileHash: String

        /// A basis of these hashes.
        public init(mappingHash: String, profileHash: String) {
            self.mappingHash = mappingHash
            self.profileHash = profileHash
        }
    }

    /// The operation.
    public let operation: SMSPOperation
    /// The outcome.
    public let outcome: Outcome
    /// The tables and switches behind the answers; nil unless the run passed.
    public let basis: Basis?
    /// The counts of the run and, unless it passed, the reason: a sentence without patient data.
    public let summary: String

    /// A record of these parts.
    public init(_ operation: SMSPOperation, _ outcome: Outcome, basis: Basis? = nil, summary: String) {
        self.operation = operation
        self.outcome = outcome
        self.basis = basis
        self.summary = summary
    }
}

extension ConformanceRecord {
    /// The action of the entries.
    static let action = "conform"

    /// The audit's entry of the run for the site `site`.
    public func entry(for site: String, by user: String) -> AuditedAction {
        AuditedAction(
            user: user,
            action: Self.action,
            site: site,
            operation: operation,
            from: outcome.rawValue,
            to: basis.map { "\($0.mappingHash)/\($0.profileHash)" },
            reason: summary
        )
    }

    /// The record in an entry; nil for an entry of anything else.
    ///
    /// Entries of earlier versions name no operation. They did not show which backend had answered, and are no records.
    init?(_ entry: AuditEntry) {
        guard case .action(let action) = entry.event, action.action == Self.action, let operation = action.operation,
            let outcome = action.from.flatMap(Outcome.init)
        else { return nil }
        let hashes = action.to?.split(separator: "/").map(String.init) ?? []
        self.init(
            operation,
            outcome,
            basis: hashes.count == 2 ? Basis(mappingHash: hashes[0], profileHash: hashes[1]) : nil,
            summary: action.reason ?? ""
        )
    }
}
