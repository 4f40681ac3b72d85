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
        /// From site A, whose endpoint was unwell.
        var unwell: [String] = []
        /// From the sites B and C, while it was.
        var others: Set<String> = []
        /// The breakers while the endpoint was unwell and B and C were asked.
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

    private static func breakers(_ bridge: BridgeProcess) async throws -> String {
        try await SMSPCaller.get("http://127.0.0.1:\(bridge.adminPort)/metrics").body.split(separator: "\n")
            .filter { $0.contains("breaker_state") && $0.contains("first") }.map { String($0.suffix(1)) }.last ?? ""
    }

    /// Makes the endpoint of site A unwell by `fault`, asks every site, and lets it recover.
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
                    for _ in 0..<3 { outcome.unwell.append(try await Self.outcome("/a", port: bridge.port)) }
                    outcome.openMetric = try await breakers(bridge)
                    for _ in 0..<20 {
                        outcome.others.insert(try await Self.outcome("/b", port: bridge.port))
                        outcome.others.insert(try await Self.outcome("/c", port: bridge.port))
                    }
                    first.faults.set([])
                    for _ in 0..<100 where outcome.recovered != "SMSP-0000" {
                        outcome.recovered = try await Self.outcome("/a", port: bridge.port)
                        if outcome.recovered != "SMSP-0000" { try await Task.sleep(for: .milliseconds(100)) }
                    }
                    outcome.closedMetric = try await breakers(bridge)
                    return outcome
                }.value
            }
        }
    }

    @Test(
        "an unwell endpoint's own callers get DEMOG-9999 (D8), others no error; the breaker opens, then closes by itself",
        arguments: [LegacyFault.hang, .reset, .cutMidBody, .garbageHead]
    )
    func isolation(_ fault: LegacyFault) async throws {
        let outcome = try await Self.run(fault)
        #expect(outcome.unwell == ["DEMOG-9999", "DEMOG-9999", "DEMOG-9999"])
        #expect(outcome.others == ["SMSP-0000"])
        #expect(outcome.openMetric == "2")
        #expect(outcome.recovered == "SMSP-0000")
        #expect(outcome.closedMetric == "0")
    }
}
