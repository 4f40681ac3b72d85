import RawHTTP
import SMSPContract
import Testing

/// A gateway that answers 400 to everything is an outage: decision D63.
@Suite struct RefusingGatewayTests {
    private struct Run: Sendable {
        let codes: [String?]
        let legacyCalls: Int
        let pdsCalls: Int
        let log: String

        var alarms: Int { log.matches(of: /"alarm":"requestRefused"/).count }
    }

    private static func outcome(_ code: String, _ diagnostics: String) -> String {
        """
        {"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"value","details":{"coding":[\
        {"code":"\(code)"}]},"diagnostics":"\(diagnostics)"}]}
        """
    }

    private static let missingHeader = outcome(
        "MISSING_VALUE",
        "Invalid request with error - X-Request-ID header must be supplied to access this resource"
    )

    /// - Parameter calls: how many calls are made of each of two operations.
    private static func run(fallback: String, body: String = missingHeader, calls: Int = 1) async throws -> Run {
        let answer = #"<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body/></s:Envelope>"#
        let legacy = RawServer { _ in .send(RawServer.answer(answer, fields: ["Content-Type: text/xml"])) }
        let pds = RawServer.pds { request in
            .send(
                RawServer.answer(
                    body,
                    status: "400 Bad Request",
                    fields: ["X-Request-ID: \(request.field("X-Request-ID"))", "Content-Type: application/fhir+json"]
                )
            )
        }
        return try await legacy.run { legacyPort in
            try await pds.run { pdsPort in
                let folder = try ConfigurationFolder(
                    pdsPort: pdsPort,
                    legacyPort: legacyPort,
                    site: ", fallback: \(fallback)",
                    cutover: "{ default: fhir }",
                    more: ["breaker: { failures: 2, open: 60s }"]
                )
                defer { folder.remove() }
                let (codes, remains) = try await BridgeProcess.serving(folder) { bridge in
                    let caller = try SMSPCaller(port: bridge.port)
                    var codes: [String?] = []
                    for _ in 0..<calls {
                        for operation in [SMSPOperation.verifyNHSNumber, .getPatientDetailsByNHSNumber] {
                            codes.append(try await caller.ask(operation, "9990000018", born: "19610409").code)
                        }
                    }
                    return codes
                }
                return Run(
                    codes: codes,
                    legacyCalls: legacy.requests.count,
                    pdsCalls: pds.questions.count,
                    log: remains.output
                )
            }
        }
    }

    @Test("with fallback the legacy endpoint answers, and no alarm is raised")
    func fallback() async throws {
        let run = try await Self.run(fallback: "legacy")
        #expect(run.legacyCalls == 2)
        #expect(run.alarms == 0)
        #expect(run.log.contains("requestRefused"))
        #expect(run.log.contains("fallback"))
    }

    @Test("the log line of a call names status, issue, content type, outcome row, attempts and the wait for the quota")
    func logged() async throws {
        let log = try await Self.run(fallback: "none").log
        let upstream =
            /"upstreams":\[\{"attempts":1,"backend":"fhir","contentType":"application\/fhir\+json","issueCode":"MISSING_VALUE","outcomeRow":[0-9]+,"quotaWaitMs":[0-9]+,"status":400\}\]/
        #expect(log.matches(of: upstream).count >= 2)
    }

    @Test("without fallback the caller gets SMSP-9999, with an alarm")
    func without() async throws {
        let run = try await Self.run(fallback: "none")
        #expect(run.codes == ["SMSP-9999", "SMSP-9999"])
        #expect(run.legacyCalls == 0)
        #expect(run.alarms == 2)
    }

    @Test("a page of a proxy with status 400 is an outage like any other, and lets the legacy endpoint answer")
    func page() async throws {
        #expect(try await Self.run(fallback: "none", body: "<html></html>").codes == ["DEMOG-9999", "DEMOG-9999"])
        #expect(try await Self.run(fallback: "legacy", body: "<html></html>").legacyCalls == 2)
    }

    @Test("once two operations were refused, PDS FHIR is not asked again, and every call has its fallback")
    func breaker() async throws {
        let run = try await Self.run(fallback: "legacy", calls: 5)
        #expect(run.pdsCalls == 2)
        #expect(run.legacyCalls == 10)
    }
}
