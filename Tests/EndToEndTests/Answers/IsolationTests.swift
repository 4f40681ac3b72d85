import Foundation
import SMSPContract
import Simulators
import Testing

/// Two sites, each with a legacy endpoint of its own, and a third that PDS FHIR answers: what befalls one endpoint is
/// felt by its own callers alone.
@Suite struct IsolationTests {
    private static let number = "9990000018"
    private static let born = "19610409"

    /// What the sites' callers got.
    private struct Outcome: Sendable {
        /// From site A, whose endpoint was failing.
        var failing: [String] = []
        /// From the sites B and C, while it was.
        var others: Set<String> = []
        /// The breakers while the endpoint was failing and B and C were asked.
        var openMetric = ""
        /// From site A, once its endpoint was well again.
        var recovered = ""
        /// The breakers in the end.
        var closedMetric = ""
    }

    /// The code, or the fault, or the HTTP status of a call to a site.
    private static func outcome(_ path: String, port: Int) async throws -> String {
        let caller = try SMSPCaller(port: port, path: path)
        let answer = try await caller.ask(.verifyNHSNumber, number, born: born)
        return answer.code ?? answer.fault ?? "HTTP \(answer.status)"
    }

    /// What the calls to some sites got, one call after another to each, until the failing site's breaker is long open.
    private static func outcomes(_ paths: [String], calls: Int, port: Int) async throws -> Set<String> {
        try await withThrowingTaskGroup(of: Set<String>.self) { group in
            for path in paths {
                group.addTask {
                    var outcomes: Set<String> = []
                    for _ in 0..<calls {
                        outcomes.insert(try await outcome(path, port: port))
                        try await Task.sleep(for: .milliseconds(50))
                    }
                    return outcomes
                }
            }
            return try await group.reduce(into: []) { $0.formUnion($1) }
        }
    }

    /// What a site's callers get in the end, once its endpoint is well again.
    private static func recovery(of path: String, port: Int) async throws -> String {
        var last = ""
        for _ in 0..<100 where last != "SMSP-0000" {
            last = try await outcome(path, port: port)
            if last != "SMSP-0000" { try await Task.sleep(for: .milliseconds(100)) }
        }
        return last
    }

    private static func breakers(_ bridge: BridgeProcess) async throws -> String {
        try await SMSPCaller.get("http://127.0.0.1:\(bridge.adminPort)/metrics").body.split(separator: "\n")
            .filter { $0.contains("breaker_state") && $0.contains("first") }.map { String($0.suffix(1)) }.last ?? ""
    }

    /// Makes the endpoint of site A fail by `fault`, asks every site, and lets it recover.
    private static func run(_ fault: LegacyFault) async throws -> Outcome {
        let people = try SyntheticPeople(contentsOf: BridgeProcess.root.appending(path: "Fixtures/patients.yaml").path)
        return try await LegacySimulator(people: people).whileRunning { first in
            try await LegacySimulator(people: people).whileRunning { second in
                let (firstPort, secondPort) = (try await first.port, try await second.port)
                let more = [
                    "legacies:",
                    "  first: { url: \"http://127.0.0.1:\(firstPort)/smsp/pds\", timeout: 500ms }",
                    "  second: { url: \"http://127.0.0.1:\(secondPort)/smsp/pds\" }",
                    "breaker: { failures: 3, open: 1s }",
                ]
                let sites = """
                    - { id: A, ods: RXA, identify: { path: /a }, legacy: first }
                    - { id: B, ods: RXB, identify: { path: /b }, legacy: second }
                    - { id: C, ods: RXC, identify: { path: /c } }

                    """
                return try await RunningBridge.running(sites: sites, more: more) { bridge, _ in
                    var outcome = Outcome()
                    first.faults.set([LegacyFaultRule(fault)])
                    async let others = Self.outcomes(["/b", "/c"], calls: 40, port: bridge.port)
                    for _ in 0..<3 { outcome.failing.append(try await Self.outcome("/a", port: bridge.port)) }
                    outcome.openMetric = try await breakers(bridge)
                    outcome.others = try await others
                    first.faults.set([])
                    outcome.recovered = try await Self.recovery(of: "/a", port: bridge.port)
                    outcome.closedMetric = try await breakers(bridge)
                    return outcome
                }.value
            }
        }
    }

    @Test(
        "a failing endpoint's own callers get DEMOG-9999 (D8), others no error; the breaker opens, then closes by itself",
        arguments: [LegacyFault.hang, .delay(.seconds(3)), .reset, .cutMidBody, .garbageHead]
    )
    func isolation(_ fault: LegacyFault) async throws {
        let outcome = try await Self.run(fault)
        #expect(outcome.failing == ["DEMOG-9999", "DEMOG-9999", "DEMOG-9999"])
        #expect(outcome.others == ["SMSP-0000"])
        #expect(outcome.openMetric == "2")
        #expect(outcome.recovered == "SMSP-0000")
        #expect(outcome.closedMetric == "0")
    }

    @Test("an endpoint that is killed costs its own callers answers, nobody else's; it is used again once it is back")
    func killed() async throws {
        let people = try SyntheticPeople(contentsOf: BridgeProcess.root.appending(path: "Fixtures/patients.yaml").path)
        // Its port is its own for the length of the test, so that it can come back there.
        var configuration = LegacyConfiguration()
        let first = try await LegacySimulator(people: people).whileRunning { try await $0.port }
        configuration.port = first
        let restarted = configuration
        let sites = """
            - { id: A, ods: RXA, identify: { path: /a }, legacy: first }
            - { id: C, ods: RXC, identify: { path: /c } }

            """
        let more = [
            "legacies: { first: { url: \"http://127.0.0.1:\(first)/smsp/pds\" } }",
            "breaker: { failures: 3, open: 1s }",
        ]
        let (outcome, _) = try await RunningBridge.running(sites: sites, more: more) { bridge, _ in
            var outcome = Outcome()
            let before = try await LegacySimulator(people: people, configuration: restarted).whileRunning { _ in
                try await Self.outcome("/a", port: bridge.port)
            }
            #expect(before == "SMSP-0000")
            async let others = Self.outcomes(["/c"], calls: 20, port: bridge.port)
            for _ in 0..<3 { outcome.failing.append(try await Self.outcome("/a", port: bridge.port)) }
            outcome.openMetric = try await Self.breakers(bridge)
            outcome.others = try await others
            outcome.recovered = try await LegacySimulator(people: people, configuration: restarted).whileRunning { _ in
                try await Self.recovery(of: "/a", port: bridge.port)
            }
            return outcome
        }
        #expect(outcome.failing == ["DEMOG-9999", "DEMOG-9999", "DEMOG-9999"])
        #expect(outcome.openMetric == "2")
        #expect(outcome.others == ["SMSP-0000"])
        #expect(outcome.recovered == "SMSP-0000")
    }

    @Test("a site that floods waits in its own queue and is told that the bridge is busy; another site is not (D10)")
    func flood() async throws {
        let sites = "- { id: A, ods: RXA, identify: { path: /a } }\n- { id: C, ods: RXC, identify: { path: /c } }\n"
        let limits = "{ deadline: 30s, perSite: { concurrent: 4 } }"
        let (outcomes, _) = try await RunningBridge.running(
            fhir: ["requestsPerSecond: 10000", "timeout: 20s"],
            limits: limits,
            sites: sites
        ) { bridge, pds in
            pds.faults.set([FaultRule(.delay(.milliseconds(300)))])
            return try await withThrowingTaskGroup(of: (path: String, outcome: String).self) { group in
                for _ in 0..<60 { group.addTask { ("/a", try await Self.outcome("/a", port: bridge.port)) } }
                group.addTask {
                    let all = try await Self.outcomes(["/c"], calls: 10, port: bridge.port)
                    return ("/c", all.sorted().joined(separator: ","))
                }
                var outcomes: [String: Set<String>] = [:]
                for try await next in group { outcomes[next.path, default: []].insert(next.outcome) }
                return outcomes
            }
        }
        #expect(outcomes["/a"] == ["SMSP-0000", "2100"])
        #expect(outcomes["/c"] == ["SMSP-0000"])
    }
}
