import Foundation
import SMSPContract
import Simulators
import Testing

/// `fallback: legacy`: what the legacy endpoint may answer while PDS FHIR does not, and what not.
@Suite struct FallbackTests {
    /// What a call got, and how often the legacy endpoint was asked for it.
    private struct Outcome: Sendable, Equatable {
        let code: String?
        let legacyCalls: Int
    }

    /// Asks a site in `fhir` for `number`.
    private static func outcome(
        of number: String,
        born: String = "19610409",
        fault: Fault? = nil,
        fallback: String = "legacy",
        lock: String? = nil
    ) async throws -> Outcome {
        let people = try SyntheticPeople(contentsOf: BridgeProcess.root.appending(path: "Fixtures/patients.yaml").path)
        return try await LegacySimulator(people: people).whileRunning { legacy in
            let legacyPort = try await legacy.port
            let keys = try ApplicationKeys()
            return try await keys.simulator().whileRunning { pds in
                let folder = try ConfigurationFolder(
                    pdsPort: try await pds.port,
                    keys: keys,
                    sites: "- { id: A, ods: RXA, legacy: central, fallback: \(fallback) }\n",
                    more: [
                        "legacies: { central: { url: \"http://127.0.0.1:\(legacyPort)/smsp/pds\" } }",
                        "cutover: { file: cutover.yaml }",
                    ]
                )
                defer { folder.remove() }
                try folder.write("cutover.yaml", "A: { default: fhir }\n", mode: 0o644)
                if let lock { try folder.write("cutover.lock.yaml", lock, mode: 0o644) }
                return try await BridgeProcess.serving(folder) { bridge in
                    if let fault { pds.faults.set([FaultRule(fault)]) }
                    let answer = try await SMSPCaller(port: bridge.port).ask(.verifyNHSNumber, number, born: born)
                    return Outcome(code: answer.code, legacyCalls: legacy.traffic.requestCount)
                }.value
            }
        }
    }

    @Test("while PDS FHIR is down the legacy endpoint answers")
    func answers() async throws {
        let outcome = try await Self.outcome(of: "9990000018", fault: .delay(.seconds(30)))
        #expect(outcome == Outcome(code: "SMSP-0000", legacyCalls: 1))
    }

    @Test("without fallback the caller gets DEMOG-9999, and the legacy endpoint is not asked")
    func without() async throws {
        let outcome = try await Self.outcome(of: "9990000018", fault: .delay(.seconds(30)), fallback: "none")
        #expect(outcome == Outcome(code: "DEMOG-9999", legacyCalls: 0))
    }

    @Test("an answer of PDS FHIR that is no data, such as an unknown number, is the answer: no fallback")
    func refusals() async throws {
        let unknown = try await Self.outcome(of: "9991001018")
        #expect(unknown.code == "DEMOG-0001")
        #expect(unknown.legacyCalls == 0)
    }

    @Test("a restricted person is answered from PDS FHIR: no fallback")
    func restricted() async throws {
        let outcome = try await Self.outcome(of: "9990000182", born: "19920924")
        #expect(outcome == Outcome(code: "SMSP-0000", legacyCalls: 0))
    }

    @Test("somebody whom the record does not fit is not verified: no fallback")
    func notVerified() async throws {
        let outcome = try await Self.outcome(of: "9990000018", born: "19610410")
        #expect(outcome == Outcome(code: "DEMOG-0040", legacyCalls: 0))
    }

    @Test("a frozen operation does not fall back (D8)")
    func frozen() async throws {
        let held = "state: fhir, frozen: true, since: \"2026-01-01T00:00:00Z\", by: ops-1, reason: a test"
        let outcome = try await Self.outcome(
            of: "9990000018",
            fault: .delay(.seconds(30)),
            lock: "A: { verifyNHSNumber: { \(held) } }\n"
        )
        #expect(outcome == Outcome(code: "DEMOG-9999", legacyCalls: 0))
    }
}
