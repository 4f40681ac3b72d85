import Foundation
import SMSPContract
import StrictYAML
import Testing

@testable import Bridge
@testable import Evidence

/// What calls are offered to the queue of comparisons with, and what it counts.
struct ComparisonHarness: Sendable {
    private let counters = CounterValues()
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
                metrics: BridgeMetrics(factory: counters)
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

    /// The number of calls that were dropped for each reason that there was.
    var droppedByReason: [String: Int64] { counters.byLabel(of: "not_compared_total") }

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
