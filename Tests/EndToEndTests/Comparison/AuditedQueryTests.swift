import Foundation
import NHSIdentifiers
import SMSPContract
import Simulators
import Testing

/// Second accesses to a patient's data: each has its entry in the audit, and none is made that the site's basis does not
/// cover.
@Suite(.timeLimit(.minutes(10))) struct AuditedQueryTests {
    private static func sites(covering purposes: String) -> String {
        """
        - id: RXX
          ods: RXX
          legacy: central
          informationGovernanceBasis: { reference: DPIA-12, approvedBy: a guardian, date: 2026-11-01, covers: [\(purposes)] }

        """
    }

    /// What a call led to.
    private struct Traces: Sendable {
        /// The purposes and backends of the entries that have the call's message id, in order.
        let askings: [String]
        /// How long after the first comparison the sides were asked again; nil when they were not.
        let pause: TimeInterval?
        /// The askings, verdicts and whether they were asked again, of the records.
        let records: [[String]]
        /// How often the legacy endpoint and PDS were asked.
        let calls: (legacy: Int, pds: Int)
    }

    /// Asks about a person of whom both sides say something else.
    ///
    /// - Parameters:
    ///   - purposes: what the basis covers.
    ///   - fault: what the legacy endpoint does wrong to the first call; nil: it knows something else of the person.
    private static func traces(
        covering purposes: String,
        fault: LegacyFault? = nil,
        ask: @escaping @Sendable (BridgeProcess) async throws -> String = { bridge in
            try await SiteCaller(bridge, path: "/").ask().messageID
        }
    ) async throws -> Traces {
        let fixtures = BridgeProcess.root.appending(path: "Fixtures/patients.yaml").path
        let people = try SyntheticPeople(contentsOf: fixtures)
        let other = fault == nil ? people.drifted(share: 1, seed: 3).people : people
        return try await CutoverHarness.running(
            sites: sites(covering: purposes),
            cutover: "RXX: { default: shadow }\n",
            comparison: "reaskShare: 1",
            people: (people, other)
        ) { harness in
            if let fault { harness.legacy.faults.set(fault, .first(1)) }
            let (messageID, _) = try await harness.serving { bridge in
                let messageID = try await ask(bridge)
                try await bridge.waitUntilCompared()
                return messageID
            }
            let entries = try await harness.journal().filter { $0.messageID == messageID }
            let times = try entries.filter { $0.purpose != "answer" }.map { entry in
                (entry.purpose, try Date.ISO8601FormatStyle(includingFractionalSeconds: true).parse(entry.time))
            }
            let first = times.first { $0.0 == "shadow" }?.1
            let again = times.first { $0.0 == "reask" }?.1
            return Traces(
                askings: entries.map { "\($0.purpose ?? "") \($0.backend ?? "")" },
                pause: first.flatMap { first in again.map { $0.timeIntervalSince(first) } },
                records: try await harness.rows("SELECT query, verdict, requeried FROM call ORDER BY sequence"),
                calls: (harness.legacy.traffic.requestCount, harness.pds.traffic.retrieves)
            )
        }
    }

    @Test("a basis that covers shadow alone: PDS is asked once beside the call, and nobody a second time")
    func once() async throws {
        let traces = try await Self.traces(covering: "shadow")
        #expect(traces.askings == ["answer legacy", "shadow fhir"])
        #expect(traces.records == [["first", "MISMATCH", "0"]])
        #expect(traces.calls == (1, 1))
    }

    @Test("a basis that covers reask: both are asked again, each with its entry, and the record says so")
    func again() async throws {
        let traces = try await Self.traces(covering: "shadow, reask")
        #expect(traces.askings == ["answer legacy", "shadow fhir", "reask legacy", "reask fhir"])
        #expect(traces.records == [["first", "MISMATCH", "1"], ["re-query", "MISMATCH", "0"]])
        #expect(traces.calls == (2, 2))
    }

    @Test("they are asked again after 2 to 10 seconds")
    func pause() async throws {
        let pause = try #require(try await Self.traces(covering: "shadow, reask").pause)
        print("asked again after \(pause) s")
        // Entries are of the end of an asking, on a machine that is busy with other tests.
        #expect((1.9...14).contains(pause))
    }

    @Test("once the message has expired, PDS alone is asked again")
    func expired() async throws {
        let traces = try await Self.traces(covering: "shadow, reask") { bridge in
            // Messages of the renderer expire ten minutes after they were made.
            try await Self.ask(bridge, madeAt: .now - (10 * 60 - 2))
        }
        #expect(traces.askings == ["answer legacy", "shadow fhir", "reask fhir"])
        #expect(traces.calls == (1, 2))
    }

    @Test("a wrong person in one answer stands, though both sides agree the second time")
    func wrongPerson() async throws {
        let traces = try await Self.traces(covering: "shadow, reask", fault: .crossed)
        #expect(traces.records.first == ["first", "MISMATCH", "1"])
        #expect(["MATCH", "EXPECTED"].contains(traces.records.last?[1]))
    }

    /// Asks about the person who has every part of an answer; the id of the message.
    private static func ask(_ bridge: BridgeProcess, madeAt time: Date) async throws -> String {
        let number = try #require(NHSNumber("9990000018"))
        let born = try #require(TimestampText("19610409"))
        let operation = SMSPOperation.getPatientDetailsByNHSNumber
        let message = RequestRenderer(ids: .random).render(
            SMSPRequest(operation: operation, dateOfBirth: born, nhsNumber: number),
            to: "http://bridge.example/",
            auditIdentity: AuditIdentity(type: OID.auditIdentity, uri: "urn:nhs-uk:identity:ods:RXX:tester"),
            username: nil,
            now: time
        )
        let answer = try await SMSPCaller(port: bridge.port).send(message, soapAction: operation.names.action)
        try #require(answer.code == "SMSP-0000")
        let id = String(decoding: message, as: UTF8.self).firstMatch(of: /MessageID>([^<]+)</)?.1
        return String(try #require(id))
    }
}
