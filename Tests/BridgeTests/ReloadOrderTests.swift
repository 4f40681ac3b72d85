import Bridge
import CoreMetrics
import Foundation
import InMemoryJournal
import Logging
import SMSPContract
import Synchronization
import Testing

/// Reloads that are asked for at the same time.
@Suite("Reloads at once") struct ReloadOrderTests {
    /// A snapshot whose mapping tables have `hash`.
    private static func snapshot(_ hash: String) throws -> BridgeSnapshot {
        BridgeSnapshot(
            states: CutoverStates(sites: try CutoverSites.directory()),
            reader: SMSPCallReader(profileIDs: []),
            fhir: nil,
            legacies: [:],
            mapping: MappingStatus(id: "tests", version: "1", hash: hash),
            deadline: .seconds(4),
            concurrentPerSite: 1,
            patiencePerSite: .seconds(1),
            whenUnavailable: AuditSettings.WhenUnavailable(),
            files: nil
        )
    }

    @Test("files that were read earlier, and slowly, do not take the place of files read later")
    func inOrder() async throws {
        let snapshots = try ["first", "second"].map(Self.snapshot)
        let reads = Mutex(0)
        let (began, begin) = AsyncStream.makeStream(of: Void.self)
        let (released, release) = AsyncStream.makeStream(of: Void.self)
        let bridge = RunningBridge(
            snapshots: CurrentSnapshot(try Self.snapshot("none")),
            audit: InMemoryJournal(),
            store: nil,
            metrics: BridgeMetrics(factory: NOOPMetricsHandler.instance),
            now: { .now },
            logger: Logger(label: "reloads") { _ in SwiftLogNoOpLogHandler() },
            isTokenGranted: { nil },
            load: { _ in
                let read = reads.withLock { reads in
                    defer { reads += 1 }
                    return reads
                }
                if read == 0 {
                    begin.finish()
                    for await _ in released {}
                }
                return .success(RunningBridge.Loaded(snapshot: snapshots[read], changes: []) {})
            }
        )
        async let slow = bridge.reload(by: "ops-1")
        for await _ in began {}
        async let quick = bridge.reload(by: "ops-2")
        // Long enough for the second to overtake the first, if it could.
        try await Task.sleep(for: .milliseconds(200))
        release.finish()
        _ = await (slow, quick)
        #expect(bridge.mappings().hash == "second")
    }
}
