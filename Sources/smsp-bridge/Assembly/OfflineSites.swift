import Backends
import Bridge
import BridgeStorage
import Foundation
import Logging
import MappingEngine

/// The files that `bridge.yaml` names, without a running bridge.
///
/// A bridge that runs on them applies a change at its next reload.
struct OfflineSites: SiteAdministration {
    let configuration: BridgeConfiguration

    func sites() async throws -> [SiteStatus] { configuration.states.statuses }

    func change(_ change: CutoverChange) async throws -> SiteStatus {
        let quiet = Logger(label: "site") { _ in SwiftLogNoOpLogHandler() }
        let states = HeldStates(configuration.states)
        let scope = CutoverScope(
            files: configuration.cutover,
            hasFHIR: configuration.fhir != nil,
            isCompared: configuration.comparison != nil,
            current: { states.value },
            apply: { states.value = $0 },
            mappingHash: { () throws(CutoverRefusal) in
                do {
                    return try ConfigurationFile.loadMappings(configuration.mappings).contentHash
                } catch {
                    throw CutoverRefusal(error)
                }
            },
            isTokenGranted: { () async throws(CutoverRefusal) in
                let upstreams: Upstreams
                do {
                    upstreams = try await Upstreams(configuration, keeping: nil, logger: quiet)
                } catch {
                    throw CutoverRefusal(error)
                }
                let isGranted = await upstreams.pds?.grantsToken()
                await upstreams.shutDown()
                return isGranted
            }
        )
        // Before the journal is opened: a refused change creates no file.
        try scope.check(change)
        let audit = try AuditJournalFile.open(configuration.audit, logger: quiet)
        return try await audit.whileOpen {
            try await CutoverService(audit: audit, now: { .now }).change(change, by: NSUserName(), in: scope)
        }
    }
}

extension CutoverRefusal {
    /// The refusal of a change for which a file of the configuration cannot be used.
    fileprivate init(_ error: any Error) {
        self.init(.failed, (error as? InvalidConfiguration)?.problems ?? ["the configuration cannot be used"])
    }
}
