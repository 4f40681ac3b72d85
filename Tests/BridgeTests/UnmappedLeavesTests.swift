import Evidence
import Logging
import SMSPContract
import Synchronization
import Testing

@testable import Bridge

/// What any number of records has in common alarms once for each mapping, and is counted: decisions D67 and D71.
@Suite struct UnmappedLeavesTests {
    private let log = AlarmLines()
    private let counts = CounterValues()
    private let metrics: BridgeMetrics

    init() { metrics = BridgeMetrics(factory: counts) }

    /// A call whose answer came with `diagnostics`.
    private func call(_ diagnostics: [CallDiagnostic], mapping: String = "hash") {
        var record = CallRecord()
        record.diagnostics = diagnostics
        record.settleAlarms(in: metrics, mappingHash: mapping)
        record.log(to: Logger(label: "calls") { _ in log }, status: 200, latency: .zero, mappingHash: mapping)
        record.count(in: metrics, latency: .zero)
    }

    private static func leaf(_ path: String, name: String = "unmappedLeaf") -> CallDiagnostic {
        CallDiagnostic(name, at: path, alarm: .once(nil))
    }

    @Test("a leaf alarms in the first call of a mapping alone, and each call is counted")
    func onceForEachMapping() {
        for _ in 0..<100 { call([Self.leaf("a"), Self.leaf("b")]) }
        #expect(log.alarms == ["unmappedLeaf a", "unmappedLeaf b"])
        call([Self.leaf("a")], mapping: "other")
        #expect(log.alarms == ["unmappedLeaf a", "unmappedLeaf b", "unmappedLeaf a"])
        #expect(counts["alarms_total", "unmappedLeaf"] == 3)
        #expect(counts["notes_total", "unmappedLeaf"] == 198)
        #expect(counts["unmapped_total", "unmappedLeaf"] == 201)
        #expect(
            metrics.unmappedLeaves.leaves(of: "hash") == [
                UnmappedLeaf(alarm: "unmappedLeaf", path: "a", calls: SmallCount(inSteps: 100)),
                UnmappedLeaf(alarm: "unmappedLeaf", path: "b", calls: SmallCount(inSteps: 100)),
            ]
        )
        #expect(metrics.unmappedLeaves.leaves(of: "other").map(\.calls.shown) == [nil], "one to four are not told")
    }

    @Test("two alarms at one leaf are two")
    func namesAreApart() {
        call([Self.leaf("name[*].use"), Self.leaf("name[*].use", name: "unlistedValue")])
        #expect(log.alarms == ["unmappedLeaf name[*].use", "unlistedValue name[*].use"])
    }

    @Test("each label alarms once, be it in whatever record")
    func labels() {
        for label in ["ETHUD", "PSY", "ETHUD", "PSY", nil, nil] {
            call([CallDiagnostic("unknownSecurityLabel", at: "", alarm: .once(label.map { ValueToken($0) }))])
        }
        #expect(log.alarms.count == 3)
        #expect(metrics.unmappedLeaves.leaves(of: "hash").map(\.calls.shown) == [5])
    }

    @Test("an alarm about one record is raised in each call")
    func others() {
        for _ in 0..<3 { call([CallDiagnostic("contradiction", isAlarm: true)]) }
        #expect(log.alarms == ["contradiction", "contradiction", "contradiction"])
        #expect(counts["unmapped_total", "contradiction"] == nil)
    }

    @Test("a body with leaves without end alarms of the first thousand and of the others together")
    func withoutEnd() {
        call((0..<3000).map { Self.leaf("leaf\($0)") })
        #expect(log.alarms.count == 1001)
        #expect(log.alarms.last == "unmappedLeaf others")
        #expect(metrics.unmappedLeaves.leaves(of: "hash").first { $0.path == "others" }?.calls.shown == 2000)
    }
}

/// The alarms of a log.
private final class AlarmLines: LogHandler, Sendable {
    private let lines = Mutex<[String]>([])

    var alarms: [String] { lines.withLock { $0 } }
    var metadata: Logger.Metadata {
        get { [:] }
        set {}
    }
    var logLevel: Logger.Level {
        get { .trace }
        set {}
    }
    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { nil }
        set {}
    }

    func log(event: LogEvent) {
        guard event.level == .error, let alarm = event.metadata?["alarm"] else { return }
        lines.withLock { $0.append("\(alarm)") }
    }
}
