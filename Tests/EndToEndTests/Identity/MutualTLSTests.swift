import Curl
import Foundation
import NHSIdentifiers
import SMSPContract
import Simulators
import TestCertificates
import Testing

/// The real program behind mutual TLS: who is calling is told by the certificate.
@Suite struct MutualTLSTests {
    /// The bridge with one site for each of two certificates, and a caller for any certificate and path.
    private static func running<Value: Sendable>(
        _ body:
            @escaping @Sendable (
                _ ask:
                    @Sendable (_ client: TestAuthority.Issued?, _ path: String, _ username: String) async throws ->
                    String,
                _ first: TestAuthority.Issued,
                _ second: TestAuthority.Issued
            ) async throws -> Value
    ) async throws -> (value: Value, odsCodes: [String]) {
        let authority = try TestAuthority()
        defer { authority.remove() }
        let (server, first, second) = (
            try authority.server(), try authority.client("first.example.nhs.uk"),
            try authority.client("second.example.nhs.uk")
        )
        let keys = try ApplicationKeys()
        return try await keys.simulator().whileRunning { pds in
            let folder = try ConfigurationFolder(
                pdsPort: try await pds.port,
                keys: keys,
                smsp: """
                    { host: 127.0.0.1, port: 0, tls: { certificate: \(server.certificate), \
                    privateKey: \(server.privateKey), clientCA: \(authority.certificate) } }
                    """,
                sites: """
                    - { id: A, ods: RXA, identify: { path: /a, certificate: { sha256: \(first.sha256) } } }
                    - { id: B, ods: RXB, identify: { path: /b, certificate: { sha256: \(second.sha256) } } }

                    """
            )
            defer { folder.remove() }
            let (value, _) = try await BridgeProcess.serving(folder) { bridge in
                try await body(
                    { client, path, username in
                        try await Self.outcome(
                            authority: authority,
                            client: client,
                            url: "https://localhost:\(bridge.port)\(path)",
                            username: username
                        )
                    },
                    first,
                    second
                )
            }
            return (value, pds.traffic.requests.compactMap { $0[field: "NHSD-End-User-Organisation-ODS"] })
        }
    }

    /// The code, the fault or the transfer error that a call gets.
    private static func outcome(
        authority: TestAuthority,
        client: TestAuthority.Issued?,
        url: String,
        username: String
    ) async throws -> String {
        let pool = try CurlPool(
            CurlConfiguration(
                ca: authority.certificate,
                certificate: client?.certificate,
                privateKey: client?.privateKey
            )
        )
        defer { Task { await pool.shutDown() } }
        let number = try #require(NHSNumber("9990000018"))
        let message = RequestRenderer(ids: .random).render(
            SMSPRequest(
                operation: .verifyNHSNumber,
                dateOfBirth: try #require(TimestampText("19610409")),
                nhsNumber: number
            ),
            to: url,
            auditIdentity: AuditIdentity(type: OID.auditIdentity, uri: "urn:nhs-uk:identity:ods:RXB:tester"),
            username: username,
            now: .now
        )
        let request = CurlRequest(
            method: .post,
            url: url,
            headers: [("Content-Type", "text/xml")],
            body: message,
            deadline: .now + .seconds(30),
            responseLimit: 1 << 20
        )
        do throws(CurlError) {
            let response = try await pool.perform(request)
            let answer = SMSPCaller.Answer(status: response.status, body: response.body)
            return answer.code ?? answer.fault ?? "HTTP \(response.status)"
        } catch {
            return error.label
        }
    }

    @Test("each certificate is answered as its own site, and PDS is told that site's ODS code")
    func ownSite() async throws {
        let (outcomes, odsCodes) = try await Self.running { ask, first, second in
            [
                try await ask(first, "/a/smsp", "first.example.nhs.uk"),
                try await ask(second, "/b", "second.example.nhs.uk"),
            ]
        }
        #expect(outcomes == ["SMSP-0000", "SMSP-0000"])
        #expect(odsCodes == ["RXA", "RXB"])
    }

    @Test("no path, user name or identity in the message makes a certificate another site")
    func noOtherSite() async throws {
        let (outcomes, odsCodes) = try await Self.running { ask, first, second in
            [
                try await ask(first, "/b", "first.example.nhs.uk"), try await ask(first, "/b", "second.example.nhs.uk"),
                try await ask(first, "/a", "second.example.nhs.uk"),
                try await ask(second, "/a", "second.example.nhs.uk"),
                try await ask(first, "/", "first.example.nhs.uk"),
            ]
        }
        #expect(outcomes == ["3000", "3000", "3000", "3000", "3000"])
        #expect(odsCodes == [])
    }

    @Test("without a certificate, or with another authority's, there is no connection")
    func noCertificate() async throws {
        let stranger = try TestAuthority("Another Authority")
        defer { stranger.remove() }
        let foreign = try stranger.client("first.example.nhs.uk")
        let (outcomes, odsCodes) = try await Self.running { ask, _, _ in
            [try await ask(nil, "/a", "first.example.nhs.uk"), try await ask(foreign, "/a", "first.example.nhs.uk")]
        }
        #expect(outcomes.allSatisfy { ["tls", "cutOff"].contains($0) })
        #expect(odsCodes == [])
    }
}
