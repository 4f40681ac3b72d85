import Backends
import CryptoExtras
import Curl
import Foundation
import MappingEngine
import NHSIdentifiers
import Synchronization
import Testing

@testable import SMSPContract

/// Calls PDS FHIR with access tokens, and keeps what an operator is told of them.
final class TokenCaller: Sendable {
    static let apiKey = "k3y"
    private static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    private static let pem = Result { try _RSA.Signing.PrivateKey(keySize: .bits2048).pemRepresentation }

    private let key: SigningKey
    private let heard = Mutex<[TokenNotice]>([])

    init() throws {
        key = try #require(SigningKey(id: "key-1", pem: try Self.pem.get()))
    }

    /// What was told, in order.
    var notices: [TokenNotice] { heard.withLock { $0 } }

    /// The reasons of the failures among it.
    var reasons: [TokenFailureReason] {
        notices.compactMap { notice in
            guard case .failed(let failure) = notice else { return nil }
            return failure.reason
        }
    }

    /// Runs `body` with a function that makes a call.
    ///
    /// - Parameter tokenURL: nil for calls without a token.
    func calling<Value>(
        _ baseURL: String,
        tokenURL: String?,
        proxy: String? = nil,
        timeout: Duration = .seconds(20),
        _ body: (_ call: @Sendable () async throws -> BackendAnswer) async throws -> Value
    ) async throws -> Value {
        let pool = try CurlPool(CurlConfiguration(proxy: proxy))
        let connection = await PDSConnection(
            configuration: PDSFHIRConfiguration(
                baseURL: baseURL,
                authentication: tokenURL.map {
                    FHIRAuthentication(tokenURL: $0, apiKey: Self.apiKey, key: key, nextKey: nil)
                },
                timeout: timeout,
                requestsPerSecond: 1000,
                responseBytes: 1000
            ),
            pool: pool,
            breaker: Breaker(BreakerConfiguration(failures: 100, open: .seconds(600))),
            ids: .random,
            now: { .now },
            notice: { [self] notice in heard.withLock { $0.append(notice) } }
        )
        let backend = FHIRBackend(
            connection: connection,
            tables: try MappingTables.load(directory: Self.root.appending(path: "Mappings").path),
            practices: try PracticeDirectory.load(file: Self.root.appending(path: "Fixtures/epraccur.csv").path)
        )
        let request = SMSPRequest(
            operation: .verifyNHSNumber,
            dateOfBirth: try #require(TimestampText("19820417")),
            nhsNumber: NHSNumber("9990000018")
        )
        let value = try await body {
            await backend.answer(
                SMSPCall(
                    request: request,
                    messageID: "message",
                    trackingID: "tracking",
                    auditIdentities: [],
                    corrections: []
                ),
                in: RequestContext(
                    siteID: "RXX",
                    odsCode: "RXX",
                    operation: .verifyNHSNumber,
                    profile: SiteProfile(),
                    receivedAt: .now,
                    started: .now,
                    deadline: .now + .seconds(60),
                    correlationID: "correlation"
                )
            )
        }
        await pool.shutDown()
        return value
    }
}
