import Backends
import Curl
import Foundation
import MappingEngine
import Testing

@testable import SMSPContract

/// What outlives a reload of the tables.
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

    @Test("a backend with new tables over the same connection has its breaker, open as it was")
    func reload() async throws {
        let server = LegacyServer { _ in .send(LegacyServer.answer(status: "503 Service Unavailable")) }
        let pool = try CurlPool(CurlConfiguration())
        let answers = try await server.run { port in
            let connection = await PDSConnection(
                configuration: PDSFHIRConfiguration(
                    baseURL: "http://127.0.0.1:\(port)",
                    authentication: nil,
                    timeout: .seconds(60),
                    requestsPerSecond: 1000,
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
                profile: SiteProfile(),
                receivedAt: .now,
                started: .now,
                deadline: .now + .seconds(600),
                correlationID: "correlation"
            )
            return [
                try await Self.backend(connection).answer(try Self.call(), in: context),
                try await Self.backend(connection).answer(try Self.call(), in: context),
            ]
        }
        await pool.shutDown()
        #expect(answers[0].notes.map(\.name) == ["pdsStatus503", "pdsStatus503", "pdsStatus503"])
        #expect(answers[1].notes.map(\.name) == ["pdsBreakerOpen"])
    }
}
