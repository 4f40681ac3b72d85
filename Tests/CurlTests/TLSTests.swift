import Curl
import Foundation
import Hummingbird
import HummingbirdHTTP2
import Logging
import NIOSSL
import RawHTTP
import TestCertificates
import Testing

/// TLS: who is trusted, who proves what, and HTTP/2.
@Suite struct TLSTests {
    private static func context(
        _ authority: TestAuthority,
        demandsClient: Bool = false,
        maximum: TLSVersion? = nil
    ) throws -> NIOSSLContext {
        let issued = try authority.server()
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: try NIOSSLCertificate.fromPEMFile(issued.certificate).map { .certificate($0) },
            privateKey: .privateKey(try NIOSSLPrivateKey(file: issued.privateKey, format: .pem))
        )
        if demandsClient {
            configuration.trustRoots = .file(authority.certificate)
            configuration.certificateVerification = .noHostnameVerification
        }
        if let maximum {
            configuration.minimumTLSVersion = .tlsv1
            configuration.maximumTLSVersion = maximum
        }
        return try NIOSSLContext(configuration: configuration)
    }

    private static func get(
        _ configuration: CurlConfiguration,
        from tls: NIOSSLContext
    ) async throws -> Result<CurlResponse, CurlError> {
        let server = RawServer { _ in .send(RawServer.answer("secret")) }
        let pool = try CurlPool(configuration)
        let result = try await server.run(tls: tls) { port in await pool.get("https://localhost:\(port)/") }
        await pool.shutDown()
        return result
    }

    @Test("a server of the configured authority is trusted, and of no other")
    func authority() async throws {
        let (authority, other) = (try TestAuthority(), try TestAuthority("Another Authority"))
        defer {
            authority.remove()
            other.remove()
        }
        let tls = try Self.context(authority)
        #expect(try await Self.get(CurlConfiguration(ca: authority.certificate), from: tls).text == "secret")
        #expect(try await Self.get(CurlConfiguration(ca: other.certificate), from: tls).error == "tls")
        #expect(try await Self.get(CurlConfiguration(), from: tls).error == "tls")
    }

    @Test("the client certificate is shown to a server that demands one")
    func clientCertificate() async throws {
        let authority = try TestAuthority()
        defer { authority.remove() }
        let tls = try Self.context(authority, demandsClient: true)
        let client = try authority.client("bridge.example.nhs.uk")
        let shown = CurlConfiguration(
            ca: authority.certificate,
            certificate: client.certificate,
            privateKey: client.privateKey
        )
        #expect(try await Self.get(shown, from: tls).text == "secret")
        let withheld = try await Self.get(CurlConfiguration(ca: authority.certificate), from: tls).error
        #expect(["tls", "cutOff"].contains(withheld))
    }

    @Test("a byte order mark before certificates and key is skipped (D72)")
    func byteOrderMark() async throws {
        let authority = try TestAuthority()
        defer { authority.remove() }
        let tls = try Self.context(authority, demandsClient: true)
        let client = try authority.client("bridge.example.nhs.uk")
        for path in [authority.certificate, client.certificate, client.privateKey] {
            let file = URL(filePath: path)
            try (Data([0xEF, 0xBB, 0xBF]) + Data(contentsOf: file)).write(to: file)
        }
        let marked = CurlConfiguration(
            ca: authority.certificate,
            certificate: client.certificate,
            privateKey: client.privateKey
        )
        #expect(try await Self.get(marked, from: tls).text == "secret")
    }

    @Test("TLS older than 1.2 is refused")
    func oldTLS() async throws {
        let authority = try TestAuthority()
        defer { authority.remove() }
        let tls = try Self.context(authority, maximum: .tlsv11)
        #expect(try await Self.get(CurlConfiguration(ca: authority.certificate), from: tls).error == "tls")
    }

    @Test("HTTP/2 is spoken where it is offered")
    func http2() async throws {
        let authority = try TestAuthority()
        defer { authority.remove() }
        let issued = try authority.server()
        let tls = TLSConfiguration.makeServerConfiguration(
            certificateChain: try NIOSSLCertificate.fromPEMFile(issued.certificate).map { .certificate($0) },
            privateKey: .privateKey(try NIOSSLPrivateKey(file: issued.privateKey, format: .pem))
        )
        let router = Router()
        router.get("/") { _, _ in "two" }
        let (ports, continuation) = AsyncStream.makeStream(of: Int.self)
        let application = Application(
            router: router,
            server: try .http2Upgrade(tlsConfiguration: tls),
            configuration: .init(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { continuation.yield($0.localAddress?.port ?? 0) },
            logger: Logger(label: "http2") { _ in SwiftLogNoOpLogHandler() }
        )
        let pool = try CurlPool(CurlConfiguration(ca: authority.certificate))
        let response = try await withThrowingTaskGroup(of: CurlResponse?.self) { group in
            group.addTask {
                try await application.run()
                return nil
            }
            group.addTask {
                for await port in ports {
                    let result = await pool.get("https://localhost:\(port)/")
                    // The server does not end while a connection is open.
                    await pool.shutDown()
                    return try result.get()
                }
                return nil
            }
            let response = try await group.next() ?? nil
            group.cancelAll()
            return response
        }
        #expect(response?.httpVersion == "2")
        #expect(response.map { String(decoding: $0.body, as: UTF8.self) } == "two")
    }
}
