import Bridge
import BridgeServer
import Curl
import Foundation
import Logging
import RawHTTP
import SMSPContract
import TestCertificates
import Testing

@Suite(.timeLimit(.minutes(10))) final class TLSTests {
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

    private func files(clientCA: String? = nil) -> ListenerTLS {
        ListenerTLS(certificate: server.certificate, privateKey: server.privateKey, clientCA: clientCA)
    }

    private func post(_ body: String, to port: Int, as client: TestAuthority.Issued? = nil) async throws -> CurlResponse
    {
        let pool = try CurlPool(
            CurlConfiguration(
                ca: authority.certificate,
                certificate: client?.certificate,
                privateKey: client?.privateKey
            )
        )
        let request = CurlRequest(
            method: .post,
            url: "https://localhost:\(port)/smsp",
            headers: [("Content-Type", "text/xml")],
            body: Array(body.utf8),
            deadline: .now + .seconds(120),
            responseLimit: 1024
        )
        let response: Result<CurlResponse, CurlError>
        do { response = .success(try await pool.perform(request)) } catch { response = .failure(error) }
        await pool.shutDown()
        return try response.get()
    }

    @Test("without a CA of clients, TLS asks for no certificate")
    func plainTLS() async throws {
        try await TestListener.run(tls: files()) { listener in
            let response = try await post("abc", to: listener.port)
            #expect(response.body == Array("abc".utf8))
            #expect(response.httpVersion == "1.1")
            let peer = try #require(listener.handler.requests.first?.connection.peer)
            #expect(["127.0.0.1", "::1"].contains(peer))
            let facts = ConnectionFacts(isEncrypted: true, certificate: nil, peer: peer)
            #expect(listener.handler.requests.map(\.connection) == [facts])
        }
    }

    @Test("the handler is told whose certificate the client holds")
    func clientCertificate() async throws {
        let client = try authority.client("site-a")
        try await TestListener.run(tls: files(clientCA: authority.certificate)) { listener in
            #expect(try await post("abc", to: listener.port, as: client).status == 200)
            let shown = try #require(listener.handler.requests.first?.connection.certificate)
            #expect(shown.sha256 == client.sha256)
            #expect(shown.commonName == "site-a")
            #expect(shown.subject == "CN=site-a")
            #expect(shown.issuer == "CN=Clients")
        }
    }

    @Test("a client without a certificate of the clients' CA gets no connection", arguments: [true, false])
    func refused(_ hasCertificate: Bool) async throws {
        let client = hasCertificate ? try stranger.client("site-a") : nil
        try await TestListener.run(tls: files(clientCA: authority.certificate)) { listener in
            await #expect(throws: CurlError.self) { try await self.post("abc", to: listener.port, as: client) }
            #expect(listener.handler.requests.isEmpty)
        }
    }

    @Test(
        "a failed handshake is logged with its reason in words, the address, and the certificate ready for sites.yaml"
    )
    func logged() async throws {
        let lines = LogLines()
        let client = try stranger.client("site-a")
        let tls = files(clientCA: authority.certificate)
        try await TestListener.run(tls: tls, logger: Logger(label: "test") { _ in lines }) { listener in
            await #expect(throws: CurlError.self) { try await self.post("abc", to: listener.port, as: client) }
            try await eventually { !lines.all.isEmpty }
        }
        let line = try #require(lines.all.first)
        #expect(line.hasPrefix("info TLS handshake failed"))
        #expect(line.contains("certificate is not signed by an authority of clientCA"), "\(line)")
        #expect(line.contains("certificate: { sha256: \(client.sha256) }"), "\(line)")
        #expect(line.contains("CN=site-a"))
        #expect(line.contains("127.0.0.1") || line.contains("::1"))
        for own in [".cc", "OPENSSL", "/Sources/", ".swift"] { #expect(!line.contains(own), "\(own)") }
    }

    @Test("a client that does not speak TLS gets no answer")
    func notTLS() async throws {
        try await TestListener.run(tls: files()) { listener in
            let answer = try await listener.exchange(.post("abc"))
            #expect(!answer.hasPrefix("HTTP"))
            #expect(listener.handler.requests.isEmpty)
        }
    }

    @Test("an idle connection whose client is silent does not hold the listener up")
    func idle() async throws {
        let pool = try CurlPool(CurlConfiguration(ca: authority.certificate))
        let ended = try await ContinuousClock().measure {
            try await TestListener.run(limits: .test(drain: .seconds(600)), tls: files()) { listener in
                let response = try await pool.perform(
                    CurlRequest(
                        method: .post,
                        url: "https://localhost:\(listener.port)/smsp",
                        headers: [],
                        body: Array("abc".utf8),
                        deadline: .now + .seconds(120),
                        responseLimit: 1024
                    )
                )
                #expect(response.status == 200)
            }
        }
        await pool.shutDown()
        #expect(ended < .seconds(600))
    }

    @Test("a handshake that does not end in time ends the connection")
    func slowHandshake() async throws {
        try await TestListener.run(limits: .test(header: .milliseconds(400)), tls: files()) { listener in
            let connection = try await listener.connect()
            #expect(try await connection.restText() == "")
        }
    }

    @Test("a listener whose certificate cannot be read is not made")
    func unreadable() {
        let tls = ListenerTLS(certificate: "/nowhere.pem", privateKey: server.privateKey, clientCA: nil)
        #expect(throws: (any Error).self) {
            try SMSPListener(
                address: ListenAddress(host: "127.0.0.1", port: 0),
                tls: tls,
                limits: .test(),
                handler: ScriptedHandler(),
                logger: .silent
            )
        }
    }

    private static let curl = "/usr/bin/curl"

    @Test(
        "TLS 1.2 and 1.3 are spoken, older versions are not",
        .enabled(if: FileManager.default.isExecutableFile(atPath: curl), "needs the curl command"),
        arguments: [("1.1", false), ("1.2", true), ("1.3", true)]
    )
    func version(_ version: String, _ isSpoken: Bool) async throws {
        try await TestListener.run(tls: files()) { listener in
            let process = Process()
            process.executableURL = URL(filePath: Self.curl)
            process.arguments = [
                "--silent", "--max-time", "10", "--noproxy", "*", "--cacert", authority.certificate,
                "--ciphers", "DEFAULT:@SECLEVEL=0", "--tlsv1.0", "--tls-max", version, "--data", "abc",
                "https://localhost:\(listener.port)/",
            ]
            process.standardOutput = FileHandle.nullDevice
            let status: Int32 = try await withCheckedThrowingContinuation { continuation in
                process.terminationHandler = { continuation.resume(returning: $0.terminationStatus) }
                do { try process.run() } catch { continuation.resume(throwing: error) }
            }
            #expect((status == 0) == isSpoken)
            #expect(listener.handler.requests.count == (isSpoken ? 1 : 0))
        }
    }
}
