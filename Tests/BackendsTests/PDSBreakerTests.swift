import Curl
import FoundationEssentials
import RawHTTP
import SMSPContract
import Testing

@testable import Backends

/// What opens the breaker of PDS FHIR.
@Suite struct PDSBreakerTests {
    /// What `calls` calls to a server that always does this come to.
    private static func calls(
        _ calls: Int,
        reaction: RawServer.Reaction,
        path: String = "/Patient/1",
        operations: [SMSPOperation] = [.verifyNHSNumber],
        timeout: Duration = .seconds(60),
        requestsPerSecond: Double = 1000
    ) async throws -> (state: Breaker.State, diagnostics: [CallDiagnostic], requests: Int) {
        let server = RawServer { _ in reaction }
        let pool = try CurlPool(CurlConfiguration())
        let breaker = Breaker(BreakerConfiguration(failures: 2))
        var log = PDSCallLog()
        try await server.run { port in
            let connection = await PDSConnection(
                configuration: PDSFHIRConfiguration(
                    baseURL: "http://127.0.0.1:\(port)",
                    authentication: nil,
                    timeout: timeout,
                    requestsPerSecond: requestsPerSecond,
                    responseBytes: 1000
                ),
                pool: pool,
                breaker: breaker,
                ids: .random,
                now: { .now },
                notice: { _ in }
            )
            for call in 0..<calls {
                log = PDSCallLog()
                let context = RequestContext(
                    siteID: "RXX",
                    odsCode: "RXX",
                    operation: operations[call % operations.count],
                    profile: SiteProfile(),
                    receivedAt: .now,
                    started: .now,
                    deadline: .now + .seconds(600),
                    correlationID: "correlation"
                )
                _ = try? await connection.client.get(path, in: context, log: &log)
            }
        }
        await pool.shutDown()
        return (breaker.state, log.diagnostics, server.requests.count)
    }

    @Test("a call that fails in all its attempts is one failure, and open PDS is not asked")
    func failures() async throws {
        let result = try await Self.calls(3, reaction: .send(RawServer.answer(status: "503 X")))
        #expect(result.state == .open)
        #expect(result.diagnostics == [CallDiagnostic("pdsBreakerOpen")])
        #expect(result.requests == 6)
    }

    @Test("PDS that does not answer in time opens it")
    func timeouts() async throws {
        let result = try await Self.calls(2, reaction: .silence, timeout: .milliseconds(300))
        #expect(result.state == .open)
    }

    @Test(
        "answers open nothing, refusals and the quota of PDS among them",
        arguments: ["200 OK", "400 X", "401 X", "404 X", "429 X", "500 X"]
    )
    func answers(_ status: String) async throws {
        let result = try await Self.calls(3, reaction: .send(RawServer.answer(status: status)))
        #expect(result.state == .closed)
    }

    private static func outcome(_ code: String, _ diagnostics: String = "") -> String {
        """
        {"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"value","details":{"coding":[\
        {"code":"\(code)"}]},"diagnostics":"\(diagnostics)"}]}
        """
    }

    @Test(
        "a gateway that answers 400 to everything opens it, by more than one site and operation",
        arguments: ["<html/>", "", "{}", outcome("MISSING_VALUE"), outcome("UNSUPPORTED_SERVICE"), outcome("NEW_CODE")]
    )
    func refusingGateway(_ body: String) async throws {
        let reaction = RawServer.Reaction.send(RawServer.answer(body, status: "400 X"))
        let single = try await Self.calls(4, reaction: reaction)
        #expect(single.state == .closed)
        let several = try await Self.calls(4, reaction: reaction, operations: [.verifyNHSNumber, .getNHSNumber])
        #expect(several.state == .open)
        #expect(several.requests == 2)
    }

    @Test(
        "a 400 about a number or the choice of parameters never counts",
        arguments: ["INVALID_SEARCH_DATA", "INVALID_RESOURCE_ID"]
    )
    func refusedRequest(_ code: String) async throws {
        let result = try await Self.calls(
            4,
            reaction: .send(RawServer.answer(Self.outcome(code), status: "400 X")),
            operations: [.verifyNHSNumber, .getNHSNumber]
        )
        #expect(result.state == .closed)
        #expect(result.requests == 4)
    }

    @Test(
        "a 400 for the value of a parameter that was sent is an answer",
        arguments: [("family", Breaker.State.closed), ("general-practitioner", .open)]
    )
    func refusedValue(_ parameter: String, _ state: Breaker.State) async throws {
        let body = Self.outcome("INVALID_VALUE", "Invalid value - 'x' in field '\(parameter)'")
        let result = try await Self.calls(
            4,
            reaction: .send(RawServer.answer(body, status: "400 X")),
            path: "/Patient?family=x&birthdate=eq1982-04-17",
            operations: [.getNHSNumber, .getPatientDetails]
        )
        #expect(result.state == state)
    }

    @Test("a call that our own quota has no room for counts neither way")
    func busy() async throws {
        let result = try await Self.calls(
            6,
            reaction: .send(RawServer.answer(status: "404 X")),
            requestsPerSecond: 0.0001
        )
        #expect(result.state == .closed)
        #expect(result.requests == 1)
    }
}
