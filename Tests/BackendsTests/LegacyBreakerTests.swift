import Backends
import Curl
import NIOSSL
import RawHTTP
import SMSPContract
import TestCertificates
import Testing

/// What opens a legacy's breaker, and whom it keeps out.
@Suite(.timeLimit(.minutes(10))) struct LegacyBreakerTests {
    /// The breaker's state after three calls that the server does this with.
    private static func state(after reaction: RawServer.Reaction, timeout: Duration) async throws -> Breaker.State {
        let server = RawServer { _ in reaction }
        let legacy = try TestLegacy()
        let breaker = Breaker(BreakerConfiguration(failures: 3))
        try await server.run { port in
            let endpoint = legacy.endpoint(port, timeout: timeout, responseBytes: 1000, breaker: breaker)
            for _ in 0..<3 { _ = await endpoint.forward(.short) }
        }
        await legacy.shutDown()
        return breaker.state
    }

    @Test("an endpoint that hangs opens its breaker")
    func hang() async throws {
        #expect(try await Self.state(after: .silence, timeout: .milliseconds(200)) == .open)
    }

    @Test(
        "so do cut connections, answers that are too long, and a gateway's page",
        arguments: [
            RawServer.Reaction.sendAndClose([]), .send(RawServer.answer(Array(repeating: 1, count: 1001))),
            .send(RawServer.answer(Array("<html/>".utf8), status: "503 Service Unavailable")),
        ]
    )
    func failures(_ reaction: RawServer.Reaction) async throws {
        #expect(try await Self.state(after: reaction, timeout: .seconds(60)) == .open)
    }

    @Test(
        "an answer of the service itself is none, whatever its status",
        arguments: [
            RawServer.answer(Array("<html/>".utf8), status: "500 Internal Server Error"),
            RawServer.answer(Array("<s:Envelope/>".utf8), status: "503 Service Unavailable"),
            RawServer.answer(status: "404 Not Found"),
        ]
    )
    func answers(_ answer: [UInt8]) async throws {
        #expect(try await Self.state(after: .send(answer), timeout: .seconds(60)) == .closed)
    }

    @Test("an answer that counts as a failure is still the caller's")
    func failureIsForwarded() async throws {
        let page = Array("<html/>".utf8)
        let server = RawServer { _ in .send(RawServer.answer(page, status: "503 Service Unavailable")) }
        let legacy = try TestLegacy()
        let outcome = try await server.run { port in await legacy.endpoint(port).forward(.short) }
        await legacy.shutDown()
        #expect(outcome.answer == WireAnswer(status: 503, fields: [], body: page, isForwarded: true))
    }

    @Test("with the breaker open nothing is sent, and the note says why")
    func open() async throws {
        let server = RawServer { _ in .sendAndClose([]) }
        let legacy = try TestLegacy()
        let outcome = try await server.run { port in
            let endpoint = legacy.endpoint(port, breaker: Breaker(BreakerConfiguration(failures: 1)))
            _ = await endpoint.forward(.short)
            return await endpoint.forward(.short)
        }
        await legacy.shutDown()
        #expect(outcome.failure == .unavailable)
        #expect(outcome.diagnostics == [CallDiagnostic("legacyBreakerOpen")])
        #expect(server.requests.count == 2)
    }

    @Test("callers who leave open nothing")
    func cancelled() async throws {
        let server = RawServer { _ in .silence }
        let legacy = try TestLegacy()
        let breaker = Breaker(BreakerConfiguration(failures: 1))
        try await server.run { port in
            let endpoint = legacy.endpoint(port, breaker: breaker)
            let call = Task { await endpoint.forward(.short) }
            while server.requests.isEmpty { try await Task.sleep(for: .milliseconds(10)) }
            call.cancel()
            _ = await call.value
        }
        await legacy.shutDown()
        #expect(breaker.state == .closed)
    }

    @Test("a site whose certificate is refused shuts out no other site of the same legacy")
    func identities() async throws {
        let (authority, stranger) = (try TestAuthority(), try TestAuthority("Another Authority"))
        defer {
            authority.remove()
            stranger.remove()
        }
        let issued = try authority.server()
        var tls = TLSConfiguration.makeServerConfiguration(
            certificateChain: try NIOSSLCertificate.fromPEMFile(issued.certificate).map { .certificate($0) },
            privateKey: .privateKey(try NIOSSLPrivateKey(file: issued.privateKey, format: .pem))
        )
        tls.trustRoots = .file(authority.certificate)
        tls.certificateVerification = .noHostnameVerification
        let server = RawServer { _ in .send(RawServer.answer()) }
        let legacy = try TestLegacy(ca: authority.certificate)
        let breakers = (known: Breaker(BreakerConfiguration(failures: 2)), unknown: Breaker(.init(failures: 2)))
        let (known, unknown) = (try authority.client("known"), try stranger.client("unknown"))
        let statuses = try await server.run(tls: try NIOSSLContext(configuration: tls)) { port in
            let good = legacy.endpoint(port, identity: CurlIdentity(known), breaker: breakers.known)
            let bad = legacy.endpoint(port, identity: CurlIdentity(unknown), breaker: breakers.unknown)
            var statuses: [Int?] = []
            for _ in 0..<3 {
                _ = await bad.forward(.short)
                statuses.append(await good.forward(.short).answer?.status)
            }
            return statuses
        }
        await legacy.shutDown()
        #expect(statuses == [200, 200, 200])
        #expect(breakers.unknown.state == .open)
        #expect(breakers.known.state == .closed)
        let certificate = try NIOSSLCertificate.fromPEMFile(known.certificate)[0]
        #expect(server.requests.allSatisfy { $0.peer == certificate })
    }
}

extension CurlIdentity {
    fileprivate init(_ issued: TestAuthority.Issued) {
        self.init(certificate: issued.certificate, privateKey: issued.privateKey)
    }
}
