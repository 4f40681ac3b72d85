import Foundation
import NHSIdentifiers
import SMSPContract
import Simulators
import Testing

/// What PDS FHIR is asked for the sake of a comparison, and what it is not asked.
@Suite struct ShadowQuestionTests {
    private static let sites = """
        - id: RXX
          ods: RXX
          legacy: central
          identify: { path: /RXX }
          informationGovernanceBasis: { reference: DPIA-12, approvedBy: a guardian, date: 2026-11-01, covers: [shadow] }
        - { id: RFF, ods: RFF, legacy: none, identify: { path: /RFF } }

        """

    @Test("a search is sent exactly as a live call sends it (D51)")
    func search() async throws {
        let people = SyntheticPeople.generated(count: 30, seed: 8)
        let questions = people.all.prefix(9).compactMap { AgreementHarness.question(.getNHSNumber, about: $0) }
        let asked = try await CutoverHarness.running(
            sites: Self.sites,
            cutover: "RXX: { default: shadow }\n",
            comparison: "",
            people: (people, people)
        ) { harness in
            try await harness.serving { bridge in
                var asked: [[String]] = []
                for path in ["/RXX", "/RFF"] {
                    let before = harness.pds.traffic.requests.count
                    let caller = try SMSPCaller(port: bridge.port, path: path)
                    for question in questions {
                        _ = try await caller.ask(question)
                        try await bridge.waitUntilCompared()
                    }
                    asked.append(
                        harness.pds.traffic.requests.dropFirst(before).compactMap { request in
                            request.query.map { "\(request.method) \(request.path)?\($0)" }
                        }
                    )
                }
                return asked
            }.value
        }
        #expect(asked[0].count == questions.count)
        #expect(asked[0] == asked[1])
    }

    @Test(
        "where the legacy endpoint failed PDS is not asked, and the record has no outcome of it and no likeness to it"
    )
    func legacyFailed() async throws {
        let (rows, retrieves) = try await CutoverHarness.running(
            sites: Self.sites,
            cutover: "RXX: { default: shadow }\n",
            comparison: ""
        ) { harness in
            harness.legacy.faults.set(.reset)
            _ = try await harness.serving { bridge in
                _ = try await SiteCaller(bridge, path: "/RXX").ask()
                try await bridge.waitUntilCompared()
            }
            _ = try await harness.verdicts(waitingFor: 1)
            let rows = try await harness.rows(
                "SELECT verdict, legacy_outcome, ifnull(fhir_outcome, 'none'), equal_bytes, ifnull(fhir_ms, 'none') FROM call"
            )
            return (rows, harness.pds.traffic.retrieves)
        }
        #expect(rows == [["INCOMPARABLE", "DEMOG-9999", "none", "0", "none"]])
        #expect(retrieves == 0)
    }

    @Test("a message that PDS could not be asked is compared by the bridge's own answer, and PDS is not asked (D33)")
    func refused() async throws {
        let (verdicts, retrieves, answer) = try await CutoverHarness.running(
            sites: Self.sites,
            cutover: "RXX: { default: shadow }\n",
            comparison: ""
        ) { harness in
            let answer = try await harness.serving { bridge in
                let caller = try SMSPCaller(port: bridge.port, path: "/RXX")
                let message = RequestRenderer(ids: .random).render(
                    SMSPRequest(
                        operation: .getPatientDetailsByNHSNumber,
                        dateOfBirth: try #require(TimestampText("19610409")),
                        nhsNumber: NHSNumber("9990000018")
                    ),
                    to: "http://127.0.0.1/",
                    auditIdentity: AuditIdentity(type: OID.auditIdentity, uri: "urn:nhs-uk:identity:ods:RXX:tester"),
                    username: nil,
                    now: .now
                )
                // Ten digits that fail modulus 11.
                let text = String(decoding: message, as: UTF8.self).replacing("9990000018", with: "9990000019")
                let action = SMSPOperation.getPatientDetailsByNHSNumber.names.action
                let answer = try await caller.send(Array(text.utf8), soapAction: action)
                try await bridge.waitUntilCompared()
                return answer
            }.value
            return (try await harness.verdicts(waitingFor: 1), harness.pds.traffic.retrieves, answer)
        }
        #expect(answer.code == "SMSP-0001")
        #expect(verdicts == ["MATCH": 1])
        #expect(retrieves == 0)
    }
}
