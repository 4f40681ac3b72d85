import Bridge
import Evidence
import InMemoryJournal
import SMSPContract
import Synchronization

/// A bridge under control that notes what it is asked, and does what a test says.
final class ScriptedControl: BridgeControl {
    /// What it was asked, in order.
    struct Asked: Equatable {
        var changes: [CutoverChange] = []
        var users: [String] = []
        /// Ids, each with the reason.
        var forgotten: [String] = []
    }

    private let asked = Mutex(Asked())
    private let refusal: CutoverRefusal?
    private let outcome: ReloadOutcome
    private let evidence: EvidenceReport?
    let journal = InMemoryJournal()

    static let site = SiteStatus(
        id: "RXX",
        name: "Example Trust",
        ods: "RXX",
        legacy: "central",
        operations: SMSPOperation.allCases.map {
            OperationStatus(operation: $0, state: $0 == .verifyNHSNumber ? .fhir : .legacy, configured: .legacy)
        }
    )

    /// - Parameter report: what comparing found; nil for a store that cannot be read.
    init(
        refusal: CutoverRefusal? = nil,
        reload: ReloadOutcome = .applied(sites: 1, mappingHash: "hash"),
        report: EvidenceReport? = nil
    ) {
        self.refusal = refusal
        outcome = reload
        evidence = report
    }

    var changes: [CutoverChange] { asked.withLock { $0.changes } }
    var forgotten: [String] { asked.withLock { $0.forgotten } }
    var users: [String] { asked.withLock { $0.users } }
    var audit: any AuditJournal { journal }

    func sites() -> [SiteStatus] { [Self.site] }

    func mappings() -> MappingStatus { MappingStatus(id: "shipped", version: "1", hash: "hash") }

    func report(_ query: EvidenceQuery) async throws(StoreUnavailable) -> EvidenceReport {
        guard let evidence else { throw StoreUnavailable("the test has none") }
        return evidence
    }

    func change(_ change: CutoverChange, by user: String) async throws(CutoverRefusal) -> SiteStatus {
        asked.withLock {
            $0.changes.append(change)
            $0.users.append(user)
        }
        if let refusal { throw refusal }
        return Self.site
    }

    func forget(_ id: String, reason: String, by user: String) async throws(CutoverRefusal) -> ReloadOutcome {
        asked.withLock {
            $0.forgotten.append("\(id): \(reason)")
            $0.users.append(user)
        }
        if let refusal { throw refusal }
        return outcome
    }

    func reload(by user: String) async -> ReloadOutcome {
        asked.withLock { $0.users.append(user) }
        return outcome
    }
}
