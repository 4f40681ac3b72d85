import Foundation
import SMSPContract
import Simulators
import Subprocess
import Testing

/// The way back: at once, for every new call, and for good.
@Suite(.serialized, .timeLimit(.minutes(10))) struct RollbackTests {
    private static let sites = """
        - { id: F, ods: RXF, identify: { path: /f }, legacy: central }
        - { id: G, ods: RXG, identify: { path: /g }, legacy: central }

        """
    private static let cutover = "F: { default: fhir }\nG: { default: fhir }\n"

    @Test("50 calls a second run: none is lost, and from the rollback's answer on legacy answers every new one")
    func underLoad() async throws {
        let (calls, answered, backends) = try await CutoverHarness.running(
            sites: Self.sites,
            cutover: Self.cutover
        ) { harness in
            let ((calls, answered), _) = try await harness.serving { bridge in
                let (ops, caller) = (try Operator(bridge), try SiteCaller(bridge, path: "/f"))
                return try await withThrowingTaskGroup(of: SiteCaller.Call.self) { group in
                    let began = ContinuousClock.now
                    func ask(_ calls: Range<Int>) async throws {
                        for number in calls {
                            try await Task.sleep(until: began + .milliseconds(20 * number))
                            group.addTask { try await caller.ask() }
                        }
                    }
                    try await ask(0..<75)
                    async let change = ops.change("F", "rollback", #"{ "reason": "a complaint" }"#)
                    try await ask(75..<90)
                    #expect(try await change == 200)
                    let answered = ContinuousClock.now
                    try await ask(90..<200)
                    return (try await group.reduce(into: []) { $0.append($1) }, answered)
                }
            }
            let entries = try await harness.journal().compactMap { line in line.messageID.map { ($0, line.backend) } }
            return (calls, answered, Dictionary(entries) { first, _ in first })
        }
        #expect(calls.count == 200)
        #expect(calls.filter { $0.answer?.code != "SMSP-0000" }.count == 0)
        let later = calls.filter { $0.begun > answered }
        #expect(later.count >= 100)
        #expect(Set(later.map { backends[$0.messageID] ?? nil }) == ["legacy"])
        #expect(calls.contains { backends[$0.messageID] == "fhir" })
    }

    @Test("two sites in different states are answered by different backends of one process")
    func twoStates() async throws {
        let (backends, traffic) = try await CutoverHarness.running(
            sites: Self.sites,
            cutover: "F: { default: fhir }\nG: { getPatientDetailsByNHSNumber: legacy, verifyNHSNumber: fhir }\n"
        ) { harness in
            let (calls, _) = try await harness.serving { bridge in
                let (f, g) = (try SiteCaller(bridge, path: "/f"), try SiteCaller(bridge, path: "/g"))
                return [try await f.ask(), try await g.ask(), try await g.ask(.verifyNHSNumber)]
            }
            let journal = try await harness.journal()
            let backends = calls.map { call in journal.first { $0.messageID == call.messageID }?.backend }
            return (backends, harness.legacy.traffic.requestCount)
        }
        #expect(backends == ["fhir", "legacy", "fhir"])
        #expect(traffic == 1)
    }

    @Test("killed after a rollback, with nothing left but the configuration: no site is further forward than before")
    func nothingLeft() async throws {
        let (answers, states) = try await CutoverHarness.running(sites: Self.sites, cutover: Self.cutover) { harness in
            let (_, remains) = try await harness.serving { bridge in
                _ = try await SiteCaller(bridge, path: "/f").ask()
                #expect(try await Operator(bridge).change("F", "rollback", #"{ "reason": "a complaint" }"#) == 200)
                try bridge.kill()
            }
            #expect(remains.status == .signaled(SIGKILL))
            let configuration = [
                "bridge.yaml", "sites.yaml", "cutover.yaml", "cutover.lock.yaml", "api-key", "key-1.pem", "key-2.pem",
                "audit-key", "routing-key", "ops-token",
            ]
            let folder = harness.folder.url
            let left = try FileManager.default.contentsOfDirectory(atPath: folder.path)
            #expect(left.contains("audit.sqlite"))
            for name in left where !configuration.contains(name) {
                try FileManager.default.removeItem(at: folder.appending(path: name))
            }
            let (answers, _) = try await harness.serving { bridge in
                let before = harness.legacy.traffic.requestCount
                _ = try await SiteCaller(bridge, path: "/f").ask()
                let between = harness.legacy.traffic.requestCount
                _ = try await SiteCaller(bridge, path: "/g").ask()
                return [between - before, harness.legacy.traffic.requestCount - between]
            }
            let list = try await BridgeProcess.run(["site", "list", "--config", harness.folder.configuration])
            return (answers, list.output.split(separator: "\n").map(String.init))
        }
        #expect(answers == [1, 0])
        #expect(states.dropFirst().first?.contains("fhir") == false, "\(states)")
        #expect(states.last?.contains("fhir") == true, "\(states)")
    }
}
