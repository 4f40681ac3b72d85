import Foundation
import NHSIdentifiers
import RawHTTP
import SMSPContract
import Testing

/// A caller who hangs up before there is an answer has an outcome of its own, which says who was asked until then.
@Suite struct CallerLeftTests {
    private struct Run: Sendable {
        let metrics: String
        let journal: [JournalLine]
        let log: String
    }

    private static func message() throws -> [UInt8] {
        let number = try #require(NHSNumber("9990000018"))
        let born = try #require(TimestampText("19610409"))
        return RequestRenderer(ids: .random).render(
            SMSPRequest(operation: .verifyNHSNumber, dateOfBirth: born, nhsNumber: number, name: nil),
            to: "http://localhost/",
            auditIdentity: AuditIdentity(type: OID.auditIdentity, uri: "urn:nhs-uk:identity:ods:RXA:tester"),
            username: nil,
            now: .now
        )
    }

    /// Has callers come one after the other, and hang up in the reverse order, as soon as `isReached` says that each is
    /// as far as it gets.
    private static func run(
        cutover: String,
        callers: Int = 1,
        isReached: @escaping @Sendable (_ pds: Int, _ legacy: Int, _ metrics: String) -> Bool
    ) async throws -> Run {
        let (legacy, pds) = (RawServer { _ in .silence }, RawServer.pds { _ in .silence })
        return try await legacy.run { legacyPort in
            try await pds.run { pdsPort in
                let folder = try ConfigurationFolder(
                    pdsPort: pdsPort,
                    legacyPort: legacyPort,
                    site: ", fallback: legacy",
                    cutover: cutover,
                    limits: "{ deadline: 60s, perSite: { concurrent: 1, patience: 60s } }"
                )
                defer { folder.remove() }
                let (metrics, remains) = try await BridgeProcess.serving(folder) { bridge in
                    func metrics(until isTrue: (String) -> Bool) async throws -> String {
                        let limit = ContinuousClock.now + .seconds(60)
                        while true {
                            let text = try await SMSPCaller.get("http://127.0.0.1:\(bridge.adminPort)/metrics").body
                            if isTrue(text) { return text }
                            try #require(ContinuousClock.now < limit, "\(text)")
                            try await Task.sleep(for: .milliseconds(20))
                        }
                    }
                    let body = try message()
                    var connections: [RawConnection] = []
                    for number in 1...callers {
                        let connection = try await RawConnection(port: bridge.port)
                        try await connection.send(
                            [
                                "POST / HTTP/1.1", "Host: localhost", "Content-Type: text/xml",
                                "SOAPAction: \(SMSPOperation.verifyNHSNumber.names.action)",
                                "Content-Length: \(body.count)",
                            ],
                            body
                        )
                        connections.append(connection)
                        _ = try await metrics { $0.contains("smsp_bridge_calls_in_flight \(number)\n") }
                    }
                    _ = try await metrics { isReached(pds.questions.count, legacy.requests.count, $0) }
                    for (index, connection) in connections.reversed().enumerated() {
                        try await connection.close()
                        _ = try await metrics { $0.contains("smsp_bridge_calls_in_flight \(callers - 1 - index)\n") }
                    }
                    return try await metrics { _ in true }
                }
                return Run(
                    metrics: metrics,
                    journal: try await folder.journal().filter { $0.action == nil },
                    log: remains.output
                )
            }
        }
    }

    /// That a run has told of no answer.
    private static func expectNoAnswer(_ run: Run, calls: Int) {
        #expect(!run.metrics.contains("smsp_bridge_calls_total{"))
        #expect(!run.metrics.contains("smsp_bridge_refusals_total{"))
        #expect(run.journal.count == calls)
        #expect(run.journal.allSatisfy { $0.backend == nil })
        let lines = run.log.split(separator: "\n").filter { $0.contains(#""message":"call""#) }
        #expect(lines.count == calls)
        #expect(lines.allSatisfy { !$0.contains(#""status""#) && !$0.contains("9999") })
        #expect(!run.log.contains(#""message":"alarm""#))
    }

    @Test("who leaves while PDS FHIR is asked is told as such, with the request that PDS got")
    func fhir() async throws {
        let run = try await Self.run(cutover: "{ default: fhir }") { pds, _, _ in pds == 1 }
        Self.expectNoAnswer(run, calls: 1)
        #expect(run.journal.map(\.code) == ["callerLeft fhir"])
        #expect(run.journal.first?.fhirRequestIDs?.count == 1)
        #expect(run.metrics.contains(#"smsp_bridge_callers_left_total{operation="verifyNHSNumber",asked="fhir"} 1"#))
    }

    @Test("who leaves while the legacy endpoint is asked: PDS FHIR was not")
    func legacy() async throws {
        let run = try await Self.run(cutover: "{ default: legacy }") { _, legacy, _ in legacy == 1 }
        Self.expectNoAnswer(run, calls: 1)
        #expect(run.journal.map(\.code) == ["callerLeft legacy"])
        #expect(run.journal.first?.fhirRequestIDs == nil)
        #expect(run.metrics.contains(#"smsp_bridge_callers_left_total{operation="verifyNHSNumber",asked="legacy"} 1"#))
    }

    @Test(
        "who leaves while waiting for a turn has asked nobody, and frees its place in the queue",
        arguments: ["legacy", "fhir"]
    )
    func waiting(_ state: String) async throws {
        let run = try await Self.run(cutover: "{ default: \(state) }", callers: 2) { _, _, metrics in
            metrics.contains(#"smsp_bridge_calls_waiting{site="A"} 1"#)
        }
        Self.expectNoAnswer(run, calls: 2)
        #expect(run.journal.map(\.code) == ["callerLeft none", "callerLeft \(state)"])
        #expect(!run.metrics.contains(#"smsp_bridge_calls_waiting{site="A"} 1"#))
    }
}
