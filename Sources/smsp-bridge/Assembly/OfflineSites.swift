import Backends
import Bridge
import BridgeStorage
import Foundation
import Logging
import MappingEngine
import Synchronization

/// The files that `bridge.yaml` names, no bridge being asked.
///
/// A bridge that runs on them takes a change up at its next reload.
struct OfflineSites: SiteAdministration {
    let configuration: BridgeConfiguration

    func sites() async throws -> [SiteStatus] { configuration.states.statuses }

    func change(_ change: CutoverChange) async throws -> SiteStatus {
        try change.checkReach(hasFHIR: configuration.fhir != nil, compares: configuration.comparison != nil)
        let quiet = Logger(label: "site") { _ in SwiftLogNoOpLogHandler() }
        let audit = try AuditJournalFile.open(configuration.audit, logger: quiet)
        let states = StatesInHand(configuration.states)
        let desk = CutoverService(audit: audit, now: { .now })
        try await audit.whileOpen {
            let grounds = try await grounds(of: change, from: audit, logger: quiet)
            try await desk.change(
                change,
                by: NSUserName(),
                files: configuration.cutover,
                grounds: grounds,
                current: { states.value },
                takeUp: { states.value = $0 }
            )
        }
        guard let status = states.value.status(of: change.site) else {
            throw CutoverRefusal(.unknownSite, ["no site has the id \(change.site)"])
        }
        return status
    }
}

extension OfflineSites {
    /// What the promotion waits for, the token endpoint being asked; nil where nothing is waited for.
    private func grounds(
        of change: CutoverChange,
        from audit: any AuditJournal,
        logger: Logger
    ) async throws -> PromotionGrounds? {
        guard change.action == .promote, !change.isForced else { return nil }
        let hash = try ConfigurationFile.loadMappings(configuration.mappings).contentHash
        let upstreams = try await Upstreams(configuration, keeping: nil, logger: logger)
        let grounds = try await PromotionGrounds.gathered(for: change, from: audit, mappingHash: hash, now: .now) {
            await upstreams.pds?.grantsToken()
        }
        await upstreams.shutDown()
        return grounds
    }
}

/// States that no bridge answers by.
private final class StatesInHand: Sendable {
    private let states: Mutex<CutoverStates>

    init(_ states: CutoverStates) {
        self.states = Mutex(states)
    }

    var value: CutoverStates {
        get { states.withLock { $0 } }
        set { states.withLock { $0 = newValue } }
    }
}
