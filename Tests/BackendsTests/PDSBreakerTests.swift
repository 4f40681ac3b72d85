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
            for _ in 0..<calls {
                log = PDSCallLog()
                let context = RequestContext(
                    siteID: "RXX",
                    odsCode: "RXX",
                    profile: SiteProfile(),
                    receivedAt: .now,
                    started: .now,
                    deadline: .now + .seconds(600),
                    correlationID: "correlation"
                )
                _ = try? await connection.client.get("/Patient/1", in: context, log: &log)
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
