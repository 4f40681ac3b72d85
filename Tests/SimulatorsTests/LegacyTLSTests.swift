import Curl
import Foundation
import SMSPContract
import Simulators
import TestCertificates
import Testing

@Suite("Legacy simulator: TLS", .timeLimit(.minutes(10)))
final class LegacyTLSTests {
    private let authority: TestAuthority
    private let stranger: TestAuthority
    private let server: TestAuthority.Issued

    init() throws {
        authority = try TestAuthority("Clients")
        stranger = try TestAuthority("Strangers")
        server = try authority.server()
    }

    deinit {
        authority.remove()
        stranger.remove()
    }

    /// The response to a call over TLS that a client with this certificate makes.
    private func response(
        as client: TestAuthority.Issued?,
        fault: LegacyFault? = nil,
        now: Date = LegacyTesting.noon
    ) async throws -> CurlResponse {
        var configuration = try LegacyTesting.configuration()
        configuration.now = { now }
        configuration.tls = LegacyConfiguration.TLS(
            certificate: server.certificate,
            privateKey: server.privateKey,
            clientCA: authority.certificate
        )
        let pool = try CurlPool(
            CurlConfiguration(
                ca: authority.certificate,
                certificate: client?.certificate,
                privateKey: client?.privateKey
            )
        )
        let call = try LegacyCall(number: "9990000018", born: "19610409")
        let result = try await LegacyTesting.withSimulator(configuration) { simulator, port in
            if let fault { simulator.faults.set(fault) }
            let request = CurlRequest(
                method: .post,
                url: "https://localhost:\(port)/smsp/pds",
                headers: [("Content-Type", "text/xml"), ("SOAPAction", call.request.operation.names.action)],
                body: call.body,
                deadline: .now + .seconds(20),
                responseLimit: 1 << 20
            )
            return await Self.result { () async throws(CurlError) in try await pool.perform(request) }
        }
        await pool.shutDown()
        return try result.get()
    }

    private static func result(
        _ body: () async throws(CurlError) -> CurlResponse
    ) async -> Result<CurlResponse, CurlError> {
        do { return .success(try await body()) } catch { return .failure(error) }
    }

    @Test("a client with a certificate of the CA is answered")
    func mutual() async throws {
        let response = try await response(as: authority.client("client.test"))
        #expect(response.status == 200)
        #expect(String(decoding: response.body, as: UTF8.self).contains("SMSP-0000"))
    }

    @Test("a client without one, or with a stranger's, gets no connection", arguments: [true, false])
    func refused(_ hasCertificate: Bool) async throws {
        let client = hasCertificate ? try stranger.client("client.test") : nil
        await #expect(throws: CurlError.self) { try await self.response(as: client) }
    }

    @Test("a request whose timestamp is over is refused where TLS is on")
    func expired() async throws {
        let later = LegacyTesting.noon.addingTimeInterval(3_600)
        let response = try await response(as: authority.client("client.test"), now: later)
        #expect(response.status == 500)
        #expect(String(decoding: response.body, as: UTF8.self).contains(">1000<"))
    }

    @Test("connections are reset and cut over TLS too", arguments: [LegacyFault.reset, .cutMidBody])
    func cut(_ fault: LegacyFault) async throws {
        let client = try authority.client("client.test")
        await #expect(throws: CurlError.self) { try await self.response(as: client, fault: fault) }
    }
}
