import Foundation
import SMSPContract
import Simulators
import Testing

/// The store of comparisons cannot be written while calls come: that is nobody's affair but the operator's.
@Suite(.timeLimit(.minutes(10))) struct StoreOutageTests {
    private static let people = SyntheticPeople.generated(count: 40, seed: 51)

    private static let writable = "smsp_bridge_comparison_store_writable"
    private static let lost = "smsp_bridge_comparison_records_lost_total"

    /// Runs the bridge over a legacy endpoint with a seed, while `body` does.
    private static func running<Value: Sendable>(
        comparison: String = "",
        breaker: String = "{}",
        _ body: @escaping @Sendable (CutoverHarness, BridgeProcess) async throws -> Value
    ) async throws -> (value: Value, remains: BridgeProcess.Remains) {
        try await CutoverHarness.running(
            sites: ShadowTests.sites,
            cutover: "RXX: { default: shadow }\n",
            comparison: comparison,
            people: (people, people),
            seed: 51,
            more: ["breaker: \(breaker)"]
        ) { harness in
            try await harness.serving { try await body(harness, $0) }
        }
    }

    /// How often the log raises the alarm.
    private static func alarms(in remains: BridgeProcess.Remains) -> Int {
        remains.output.split(separator: "\n").count { $0.contains("comparisonStoreUnwritable") }
    }

    /// What was seen while the store was out of reach, and after it.
    private struct Outage: Sendable {
        var asked = LegacyAnswers.Outcome()
        let readiness: Int
        let lostDuring: Double?
        let recorded: Int
        let lostAfter: Double?
    }

    @Test("while another program holds the store, callers are answered, it is told once, and nothing is lost")
    func locked() async throws {
        let (outage, remains) = try await Self.running { harness, bridge in
            let answers = try await LegacyAnswers(
                about: Self.people,
                by: [.getPatientDetailsByNHSNumber],
                port: try await harness.legacy.port
            )
            let before = try await answers.ask(bridge)
            _ = try await harness.verdicts(waitingFor: before.calls)
            let lock = try StoreLock(harness.store.path)
            var asked = try await answers.ask(bridge, times: 3)
            try await bridge.wait(until: Self.writable, is: 0)
            asked += try await answers.ask(bridge)
            try await bridge.waitUntilCompared()
            let readiness = try await SMSPCaller.get("http://127.0.0.1:\(bridge.adminPort)/readyz").status
            let lost = try await bridge.metric(Self.lost)
            try lock.release()
            try await bridge.wait(until: Self.writable, is: 1)
            let verdicts = try await harness.verdicts(waitingFor: before.calls + asked.calls)
            return Outage(
                asked: asked,
                readiness: readiness,
                lostDuring: lost,
                recorded: verdicts.values.reduce(0, +) - before.calls,
                lostAfter: try await bridge.metric(Self.lost)
            )
        }
        print(
            "store locked: \(outage.asked.calls) calls, median \(outage.asked.median), longest \(outage.asked.longest)"
        )
        #expect(outage.asked.different == 0)
        // A call that waited for the store would wait as long as SQLite does before it gives up.
        #expect(outage.asked.longest < .seconds(5))
        #expect(outage.readiness == 200)
        #expect(Self.alarms(in: remains) == 1)
        #expect(outage.recorded == outage.asked.calls)
        #expect([outage.lostDuring, outage.lostAfter] == [0, 0])
    }

    /// Ten thousand records wait for a store that another program holds; more are lost and counted.
    ///
    /// NightlyTests runs it; UnwritableStoreTests checks the same of the store alone.
    static func loseRecords() async throws {
        let calls = 10_300
        let (outage, _) = try await running(
            comparison: "queue: 20000, memory: 1GiB",
            breaker: "{ failures: 1, open: 10m }"
        ) { harness, bridge in
            let lock = try StoreLock(harness.store.path)
            // The endpoint's breaker opens at once: ten thousand calls are to cost the machine little.
            harness.legacy.faults.set(.reset)
            let action = SMSPOperation.verifyNHSNumber.names.action
            let caller = try SMSPCaller(port: bridge.port)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<8 {
                    group.addTask {
                        for _ in 0..<calls / 8 { _ = try await caller.send(Array("<x/>".utf8), soapAction: action) }
                    }
                }
                try await group.waitForAll()
            }
            try await bridge.waitUntilCompared()
            let lostDuring = try await bridge.metric(lost)
            try lock.release()
            try await bridge.wait(until: writable, is: 1)
            let verdicts = try await harness.verdicts(waitingFor: 10_000)
            return Outage(
                readiness: 200,
                lostDuring: lostDuring,
                recorded: verdicts.values.reduce(0, +),
                lostAfter: try await bridge.metric(lost)
            )
        }
        let expected = Double(calls / 8 * 8 - 10_000)
        #expect(outage.recorded == 10_000)
        #expect([outage.lostDuring, outage.lostAfter] == [expected, expected])
    }

    @Test("a store that is moved away is told of once; once it is back, what came meanwhile is in it")
    func moved() async throws {
        let (outage, remains) = try await Self.running { harness, bridge in
            let answers = try await LegacyAnswers(
                about: Self.people,
                by: [.getPatientDetailsByNHSNumber],
                port: try await harness.legacy.port
            )
            let before = try await answers.ask(bridge)
            _ = try await harness.verdicts(waitingFor: before.calls)
            let names = ["bridge.sqlite", "bridge.sqlite-wal", "bridge.sqlite-shm"]
            func move(_ from: String, _ to: String) throws {
                for name in names {
                    let (old, new) = (
                        harness.folder.url.appending(path: from + name), harness.folder.url.appending(path: to + name)
                    )
                    guard FileManager.default.fileExists(atPath: old.path) else { continue }
                    try FileManager.default.moveItem(at: old, to: new)
                }
            }
            try move("", "aside-")
            let asked = try await answers.ask(bridge, times: 2)
            try await bridge.wait(until: Self.writable, is: 0)
            let readiness = try await SMSPCaller.get("http://127.0.0.1:\(bridge.adminPort)/readyz").status
            try move("aside-", "")
            try await bridge.wait(until: Self.writable, is: 1)
            let verdicts = try await harness.verdicts(waitingFor: before.calls + asked.calls)
            return Outage(
                asked: asked,
                readiness: readiness,
                lostDuring: 0,
                recorded: verdicts.values.reduce(0, +) - before.calls,
                lostAfter: try await bridge.metric(Self.lost)
            )
        }
        #expect(outage.asked.different == 0)
        #expect(outage.readiness == 200)
        #expect(Self.alarms(in: remains) == 1)
        #expect(outage.recorded == outage.asked.calls)
        #expect(outage.lostAfter == 0)
    }
}
