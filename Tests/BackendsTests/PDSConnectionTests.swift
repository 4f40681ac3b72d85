import Backends
import Curl
import Foundation
import MappingEngine
import NHSIdentifiers
import RawHTTP
import SMSPContract
import Testing

@testable import SMSPContract

/// What outlives a reload of the tables, and what is told of the time that PDS takes.
@Suite struct PDSConnectionTests {
    private static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    private static func call() throws -> SMSPCall {
        SMSPCall(
            request: SMSPRequest(
                operation: .verifyNHSNumber,
                dateOfBirth: try #require(TimestampText("19820417")),
                nhsNumber: NHSNumber("9990000018")
            ),
            messageID: "message",
            trackingID: "tracking",
            auditIdentities: [],
            corrections: []
        )
    }

    private static func backend(_ connection: PDSConnection) throws -> FHIRBackend {
        FHIRBackend(
            connection: connection,
            tables: try MappingTables.load(directory: root.appending(path: "Mappings").path),
            practices: try PracticeDirectory.load(file: root.appending(path: "Fixtures/epraccur.csv").path)
        )
    }

    /// The answers of `calls` to a server with this reaction.
    ///
    /// - Parameter calls: makes calls by its argument, which answers each by a backend of its own over one connection.
    private static func answers(
        _ reaction: RawServer.Reaction,
        requestsPerSecond: Double = 1000,
        _ calls: (_ answer: @Sendable () async throws -> BackendAnswer) async throws -> [BackendAnswer] = {
            [try await $0(), try await $0()]
        }
    ) async throws -> [BackendAnswer] {
        let server = RawServer { _ in reaction }
        let pool = try CurlPool(CurlConfiguration())
        let answers = try await server.run { port in
            let connection = await PDSConnection(
                configuration: PDSFHIRConfiguration(
                    baseURL: "http://127.0.0.1:\(port)",
                    authentication: nil,
                    timeout: .seconds(60),
                    requestsPerSecond: requestsPerSecond,
                    responseBytes: 1000
                ),
                pool: pool,
                breaker: Breaker(BreakerConfiguration(failures: 1, open: .seconds(600))),
                ids: .random,
                now: { .now },
                notice: { _ in }
            )
            let context = RequestContext(
                siteID: "RXX",
                odsCode: "RXX",
                operation: .verifyNHSNumber,
                profile: SiteProfile(),
                receivedAt: .now,
                started: .now,
                deadline: .now + .seconds(600),
                correlationID: "correlation"
            )
            return try await calls { try await Self.backend(connection).answer(try Self.call(), in: context) }
        }
        await pool.shutDown()
        return answers
    }

    @Test("a backend with new tables over the same connection has its breaker, open as it was")
    func reload() async throws {
        let answers = try await Self.answers(.send(RawServer.answer(status: "503 Service Unavailable")))
        #expect(answers[0].diagnostics.map(\.name) == ["pdsStatus503", "pdsStatus503", "pdsStatus503"])
        #expect(answers[1].diagnostics.map(\.name) == ["pdsBreakerOpen"])
    }

    @Test("how long PDS took is told without the time that a call waited for its turn")
    func latency() async throws {
        var times: [Duration] = []
        let answers = try await Self.answers(.send(RawServer.answer(status: "404 X")), requestsPerSecond: 0.5) {
            let began = ContinuousClock.now
            async let first = (try await $0(), ContinuousClock.now)
            async let second = (try await $0(), ContinuousClock.now)
            let ended = try await [first, second]
            times = ended.map { $0.1 - began }
            return ended.map(\.0)
        }
        let latencies = try answers.map { try #require($0.latency) }
        #expect(latencies.allSatisfy { $0 > .zero })
        // A turn comes every two seconds: of two calls at once, one waits for the second turn.
        #expect(zip(times, latencies).contains { $0 - $1 > .seconds(1) })
    }

    @Test("a gateway's page is told from an answer of PDS, without a word of it")
    func gateway() async throws {
        let page = RawServer.answer("<html>", status: "404 X", fields: ["Content-Type: Text/HTML; charset=x"])
        let facts = try await Self.answers(.send(page)).map(\.facts)
        #expect(facts.map(\.status) == [404, 404])
        #expect(facts.map(\.contentType) == [.html, .html])
        #expect(facts.map(\.attempts) == [1, 1])
        #expect(facts.map(\.issueCode) == [nil, nil])
    }

    @Test("of a call that PDS was not asked for it is not told how long PDS took")
    func notAsked() async throws {
        let answers = try await Self.answers(.send(RawServer.answer(status: "503 Service Unavailable")))
        #expect(answers[0].latency != nil)
        #expect(answers[1].latency == nil)
    }
}
