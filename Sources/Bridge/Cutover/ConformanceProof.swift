import Evidence
public import SMSPContract

/// The proof that PDS FHIR answered a conformance run: the calls of the run, looked up in the audit journal.
///
/// It holds for an operation if the run found a test patient with it; if the journal has each such answer as made from
/// PDS FHIR, and none of the run's from legacy; if one set of mapping tables made them; and if the site that was called
/// has the profile of the site to be promoted. MessageIDs are random, so that no other call can stand for one of the run.
public struct ConformanceProof: Sendable {
    /// A call of a run.
    public struct Call: Sendable {
        /// The operation.
        public let operation: SMSPOperation
        /// `wsa:MessageID`.
        public let messageID: String
        /// True if the answer found the test patient whom the call is about.
        public let foundPatient: Bool

        /// A call of these parts.
        public init(_ operation: SMSPOperation, messageID: String, foundPatient: Bool) {
            self.operation = operation
            self.messageID = messageID
            self.foundPatient = foundPatient
        }
    }

    private let site: Site
    /// The calls of each operation, each with its entries.
    private let calls: [SMSPOperation: [(call: Call, entries: [AuditedCall])]]

    /// Looks up `calls` in `journal`.
    ///
    /// - Parameter site: The site to be promoted.
    public init(
        of calls: [Call],
        for site: Site,
        journal: any AuditJournal
    ) async throws(AuditUnavailable) {
        var looked: [SMSPOperation: [(Call, [AuditedCall])]] = [:]
        for call in calls {
            var query = AuditQuery()
            query.messageID = call.messageID
            let entries = try await journal.entries(query).compactMap { entry -> AuditedCall? in
                guard case .call(let entered) = entry.event, entered.purpose == .answer,
                    entered.operation == call.operation
                else { return nil }
                return entered
            }
            looked[call.operation, default: []].append((call, entries))
        }
        (self.site, self.calls) = (site, looked)
    }

    /// The records of a run that kept `kept` rules and broke `broken`: one for each operation that was called.
    public func records(kept: Int, broken: Int) -> [ConformanceRecord] {
        let counts = "\(kept) rules kept, \(broken) broken"
        return SMSPOperation.allCases.filter { calls[$0] != nil }.map { operation in
            guard broken == 0 else { return ConformanceRecord(operation, .failed, summary: counts) }
            switch judge(operation) {
            case .success(let basis): return ConformanceRecord(operation, .passed, basis: basis, summary: counts)
            case .failure(let gap):
                return ConformanceRecord(operation, .unproven, summary: "\(counts); \(gap.sentence)")
            }
        }
    }

    /// A part that the proof lacks.
    private struct Gap: Error {
        let sentence: String
    }

    private func judge(_ operation: SMSPOperation) -> Result<ConformanceRecord.Basis, Gap> {
        func gap(_ sentence: String) -> Result<ConformanceRecord.Basis, Gap> { .failure(Gap(sentence: sentence)) }
        let calls = calls[operation] ?? []
        let found = calls.filter(\.call.foundPatient)
        guard !found.isEmpty else { return gap("no test patient was found: give some with --people") }
        let byLegacy = calls.count { $0.entries.contains { $0.backend == .legacy } }
        guard byLegacy == 0 else {
            return gap("the legacy endpoint answered \(byLegacy) calls: call a site that is in fhir")
        }
        let proven = found.filter { $0.entries.contains { $0.backend == .fhir } }
        guard proven.count == found.count else {
            return gap(
                "\(found.count - proven.count) of the \(found.count) answers about test patients are not in the audit "
                    + "journal as made from PDS FHIR: call this bridge, at a site that is in fhir"
            )
        }
        let answers = proven.flatMap(\.entries).filter { $0.backend == .fhir }
        let hashes = Set(answers.map(\.mappingHash))
        guard hashes.count == 1, let mappingHash = hashes.first else {
            return gap("the mapping tables changed during the run: repeat it")
        }
        if let other = answers.first(where: { $0.profileHash != site.profileHash }) {
            return gap(
                "the site \(other.site ?? "") was called, and it had another profile than \(site.id): make both equal, reload"
            )
        }
        return .success(ConformanceRecord.Basis(mappingHash: mappingHash, profileHash: site.profileHash))
    }
}
