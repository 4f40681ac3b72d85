import Foundation
import NHSIdentifiers
import SMSPContract
import Simulators
import Testing

/// PDS FHIR finds no restricted person by postcode: what tells that from a person who is not there is to ask once more,
/// without it (decision D23; rule `restricted-with-postcode`).
@Suite(.timeLimit(.minutes(10))) struct RestrictedSearchTests {
    /// What a search led to.
    private struct Traces: Sendable {
        let code: String?
        /// The verdicts of the records, first askings and second ones.
        let records: [[String]]
        let searches: Int
        /// The purposes and backends in the audit, in order.
        let askings: [String]
    }

    /// Searches for a person of the fixtures by name and a postcode of theirs, of a legacy endpoint that finds anybody.
    private static func traces(
        _ operation: SMSPOperation,
        for number: String = "9990000182",
        inPDS isThere: Bool = true,
        settings: String = ""
    ) async throws -> Traces {
        let people = try SyntheticPeople(contentsOf: BridgeProcess.root.appending(path: "Fixtures/patients.yaml").path)
        let person = try #require(people.all.first { $0.nhsNumber.digits == number })
        let known = try SyntheticPeople(people.all.filter { isThere || $0.nhsNumber != person.nhsNumber })
        let request = SMSPRequest(
            operation: operation,
            dateOfBirth: try #require(person.birthDate.flatMap { TimestampText($0.filter { $0 != "-" }) }),
            gender: person.gender == "female" ? .female : .male,
            name: PersonNameQuery(given: person.names.first?.given.first, family: person.names.first?.family),
            postcode: person.addresses.first?.postcode
        )
        return try await CutoverHarness.running(
            sites: """
                - id: RXX
                  ods: RXX
                  legacy: central
                  identify: { path: /RXX }
                  informationGovernanceBasis:
                    { reference: DPIA-12, approvedBy: a guardian, date: 2026-11-01, covers: [shadow] }

                """,
            cutover: "RXX: { default: shadow }\n",
            comparison: settings,
            people: (known, people),
            findsRestricted: true
        ) { harness in
            let answer = try await harness.serving { bridge in
                let answer = try await SMSPCaller(port: bridge.port, path: "/RXX").ask(request)
                try await bridge.waitUntilCompared()
                return answer
            }.value
            _ = try await harness.verdicts(waitingFor: 1)
            return Traces(
                code: answer.code,
                records: try await harness.rows("SELECT query, verdict FROM call ORDER BY sequence"),
                searches: harness.pds.traffic.searches,
                askings: try await harness.journal().filter { $0.messageID != nil }.map {
                    "\($0.purpose ?? "") \($0.backend ?? "")"
                }
            )
        }
    }

    @Test(
        "whom PDS finds without the postcode, restricted, was to be expected; each asking of the comparison is audited",
        arguments: [SMSPOperation.getPatientDetailsBySearch, .getPatientDetails, .getNHSNumber]
    )
    func expected(_ operation: SMSPOperation) async throws {
        let traces = try await Self.traces(operation)
        #expect(traces.code == "SMSP-0000")
        #expect(traces.records == [["first", "EXPECTED"]])
        #expect(traces.searches == 2)
        // The call's own, then PDS asked with the postcode and without it.
        #expect(traces.askings.map { $0.split(separator: " ").first } == ["answer", "shadow", "shadow"])
    }

    @Test("whom PDS finds neither way is a mismatch")
    func notThere() async throws {
        let traces = try await Self.traces(.getPatientDetailsBySearch, inPDS: false)
        #expect(traces.records == [["first", "MISMATCH"]])
        #expect(traces.searches == 2)
    }

    @Test("for a person whose address the legacy endpoint shows PDS is not asked a second time")
    func notRestricted() async throws {
        let traces = try await Self.traces(.getPatientDetailsBySearch, for: "9990000018", inPDS: false)
        #expect(traces.records == [["first", "MISMATCH"]])
        #expect(traces.searches == 1)
    }

    @Test("where nothing may be spent on second askings the difference stands as it was found")
    func withoutCredit() async throws {
        let traces = try await Self.traces(.getPatientDetailsBySearch, settings: "reaskShare: 0")
        #expect(traces.records == [["first", "MISMATCH"]])
        #expect(traces.searches == 1)
    }
}
