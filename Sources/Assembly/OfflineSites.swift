import Backends
package import Bridge
import BridgeStorage
import Foundation
import Logging
import MappingEngine

/// The files that `bridge.yaml` names, while no bridge runs on them.
///
/// A running bridge would not see a change: it is refused then, and made through the bridge.
package struct OfflineSites: SiteAdministration {
    private let configuration: BridgeConfiguration

    package init(_ configuration: BridgeConfiguration) {
        self.configuration = configuration
    }

    package func sites() async throws -> [SiteStatus] { configuration.states.statuses }

    package func change(_ change: CutoverChange) async throws -> SiteStatus {
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
        // Before anything is opened: a refused change creates no file.
        try scope.check(change)
        return try await changing { try await $0.change(change, by: NSUserName(), in: scope) }
    }

    package func forget(_ id: String, reason: String) async throws {
        let (files, sites) = (configuration.cutover, configuration.sites)
        try await changing {
            try await $0.forget(id, reason: reason, by: NSUserName(), files: files, sites: sites)
        }
    }

    /// Runs `change` while no other program uses the files, and returns once the journal has its entries.
    private func changing<Value: Sendable>(_ change: (CutoverService) async throws -> Value) async throws -> Value {
        let hold = try configuration.cutover.map(Self.hold)
        defer { withExtendedLifetime(hold) {} }
        let audit = try AuditJournalFile.forCommand("site", configuration.audit)
        return try await audit.whileOpen { try await change(CutoverService(audit: audit, now: { .now })) }
    }

    private static func hold(_ files: CutoverFiles) throws(CutoverRefusal) -> FileHold {
        do throws(FileHold.Refusal) {
            return try FileHold([files.cutover], by: "smsp-bridge site")
        } catch {
            guard case .held = error else { throw CutoverRefusal(.failed, ["\(error). Try: \(error.suggestion)"]) }
            let remedy = "make the change through it, with --admin URL --token-file FILE, or stop it first"
            throw CutoverRefusal(.held, ["\(error): \(remedy)"])
        }
    }
}

extension CutoverRefusal {
    /// The refusal of a change for which a file of the configuration cannot be used.
    fileprivate init(_ error: any Error) {
        self.init(.failed, (error as? InvalidConfiguration)?.problems ?? ["the configuration cannot be used: \(error)"])
    }
}
