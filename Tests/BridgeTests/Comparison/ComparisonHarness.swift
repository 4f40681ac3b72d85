import CoreMetrics
import Foundation
import SMSPContract
import StrictYAML
import Synchronization
import Testing

@testable import Bridge
@testable import Evidence

/// What calls are offered to the queue of comparisons with, and what it counts.
struct ComparisonHarness: Sendable {
    let dropped = DropCounts()
    let queue: ComparisonQueue
    private let snapshot: BridgeSnapshot

    /// How many calls the queue holds, and how many bytes.
    var load: [Int] { [queue.load.count, queue.load.bytes] }

    /// - Parameter comparison: the keys of `comparison` that matter.
    init(places: Int = 10, comparison: String = "") throws {
        queue = ComparisonQueue(
            places: places,
            ledger: ComparisonLedger(
                store: nil,
                tally: ComparisonTally(),
                metrics: BridgeMetrics(factory: dropped)
            )
        )
        let yaml = "{ tokenKeyFile: token.key\(comparison.isEmpty ? "" : ", ")\(comparison) }"
        let settings = ComparisonSettings(
            try YAMLDocument.load(yaml, file: "conf/bridge.yaml", shape: ComparisonSettings.shape)
        )
        snapshot = BridgeSnapshot(
            states: CutoverStates(sites: try CutoverSites.directory()),
            reader: SMSPCallReader(profileIDs: []),
            fhir: nil,
            legacies: [:],
            comparison: ComparisonParts(
                fhir: NobodyAsked(),
                legacies: [:],
                table: try Self.table(),
                routingKey: try #require(RoutingKey(Array(repeating: 1, count: RoutingKey.minimumBytes))),
                settings: settings,
                candidates: { _ in [] }
            ),
            mapping: MappingStatus(id: "tests", version: "1", hash: "hash"),
            deadline: .seconds(4),
            concurrentPerSite: 1,
            patiencePerSite: .seconds(1),
            whenUnavailable: AuditSettings.WhenUnavailable(),
            files: nil
        )
    }

    /// The table that the product ships.
    static func table() throws -> ComparisonTable {
        let root = URL(fileURLWithPath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        return try ComparisonTable(file: root.appending(path: "Mappings/comparison.yaml").path)
    }

    /// Offers a call to site A whose question is a byte, repeated.
    func offer(_ byte: UInt8 = 0, bytes: Int = 1, site: String = "A") {
        var record = CallRecord()
        record.siteID = site
        queue.offer(
            WireRequest(
                path: "/a",
                fields: [],
                body: Array(repeating: byte, count: bytes),
                connection: .plain,
                receivedAt: Date(timeIntervalSince1970: 1_795_000_000),
                started: .now
            ),
            answer: WireAnswer(status: 200),
            record: record,
            snapshot: snapshot
        )
    }
}

/// Stands for PDS FHIR where nothing is asked.
private struct NobodyAsked: Backend {
    func answer(_ call: SMSPCall, in context: RequestContext) async -> BackendAnswer {
        BackendAnswer(outcome: .failure(.unavailable), diagnostics: [], upstreamRequestIDs: [])
    }
}

/// Counts what is dropped, by reason.
final class DropCounts: MetricsFactory {
    private let counts = Mutex<[String: Int64]>([:])

    /// How many were dropped for each reason that there was.
    var byReason: [String: Int64] { counts.withLock { $0 } }

    private final class Counter: CounterHandler {
        private let add: @Sendable (Int64) -> Void
        init(_ add: @escaping @Sendable (Int64) -> Void) { self.add = add }
        func increment(by amount: Int64) { add(amount) }
        func reset() {}
    }

    func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        guard label == BridgeMetric.notCompared.name, let reason = dimensions.first?.1 else {
            return NOOPMetricsHandler.instance
        }
        return Counter { [self] amount in counts.withLock { $0[reason, default: 0] += amount } }
    }

    func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler { NOOPMetricsHandler.instance }
    func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler {
        NOOPMetricsHandler.instance
    }
    func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler { NOOPMetricsHandler.instance }
    func destroyCounter(_ handler: any CounterHandler) {}
    func destroyMeter(_ handler: any MeterHandler) {}
    func destroyRecorder(_ handler: any RecorderHandler) {}
    func destroyTimer(_ handler: any TimerHandler) {}
}
