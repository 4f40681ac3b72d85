import Backends
import Foundation
import RawHTTP
import SMSPContract
import Testing

/// What goes to a legacy endpoint and what comes back.
@Suite struct LegacyPassThroughTests {
    private static let sizes = [0, 1, 999, 4000, 65_535, 65_536, 65_537, 307_200]

    private static func bytes(_ count: Int) -> [UInt8] {
        (0..<count).map { _ in UInt8.random(in: 0...255) }
    }

    @Test("a body of any bytes and length arrives as it was sent, both ways", arguments: sizes, [false, true])
    func bodies(_ size: Int, _ isChunked: Bool) async throws {
        let (sent, answered) = (Self.bytes(size), Self.bytes(size))
        let server = RawServer { _ in .send(RawServer.answer(answered, isChunked: isChunked)) }
        let legacy = try TestLegacy()
        let outcome = try await server.run { port in
            await legacy.endpoint(port).forward(WireRequest(fields: [], body: sent))
        }
        await legacy.shutDown()
        #expect(server.requests.map(\.body) == [sent])
        #expect(outcome.answer?.body == answered)
    }

    @Test("a body that says it is compressed is not touched")
    func compressed() async throws {
        let body = Self.bytes(500)
        let server = RawServer { _ in .send(RawServer.answer(body, fields: ["Content-Encoding: gzip"])) }
        let legacy = try TestLegacy()
        let fields = [HTTPField("Accept-Encoding", "gzip"), HTTPField("Content-Encoding", "gzip")]
        let outcome = try await server.run { port in
            await legacy.endpoint(port).forward(WireRequest(fields: fields, body: body))
        }
        await legacy.shutDown()
        #expect(server.requests.first?.body == body)
        let coding = [HTTPField("Content-Encoding", "gzip")]
        #expect(outcome.answer == WireAnswer(status: 200, fields: coding, body: body, isForwarded: true))
    }

    @Test("end-to-end fields go on as they came, in their order, and nothing is added but host and length")
    func requestFields() async throws {
        let fields = [
            ("SOAPAction", "\"urn:one\""), ("content-TYPE", "text/xml; charset=utf-8"), ("X-Empty", ""),
            ("Host", "bridge"), ("X-Two", "1"), ("Connection", "close, X-Named"), ("X-Named", "1"),
            ("Keep-Alive", "timeout=5"), ("TE", "trailers"), ("Trailer", "X-T"), ("Transfer-Encoding", "chunked"),
            ("Upgrade", "h2c"), ("Proxy-Connection", "close"), ("Proxy-Authorization", "Basic eDp5"),
            ("Proxy-Authenticate", "Basic"), ("Content-Length", "99"), ("Expect", "100-continue"), ("x-two", "2; 3"),
            ("Authorization", "Basic eDp5"), ("User-Agent", "Client/1.0"),
        ]
        let server = RawServer { _ in .send(RawServer.answer()) }
        let legacy = try TestLegacy()
        let port = try await server.run { port in
            let request = WireRequest(fields: fields.map { HTTPField($0.0, $0.1) }, body: Array("abc".utf8))
            _ = await legacy.endpoint(port).forward(request)
            return port
        }
        await legacy.shutDown()
        let lines = [
            "POST /smsp/pds HTTP/1.1", "Host: 127.0.0.1:\(port)", "SOAPAction: \"urn:one\"",
            "content-TYPE: text/xml; charset=utf-8", "X-Empty:", "X-Two: 1", "x-two: 2; 3",
            "Authorization: Basic eDp5", "User-Agent: Client/1.0", "Content-Length: 3",
        ]
        #expect(server.requests.map(\.lines) == [lines])
    }

    @Test("a request without fields is sent without fields")
    func noFields() async throws {
        let server = RawServer { _ in .send(RawServer.answer()) }
        let legacy = try TestLegacy()
        let port = try await server.run { port in
            _ = await legacy.endpoint(port).forward(WireRequest(fields: [], body: []))
            return port
        }
        await legacy.shutDown()
        let lines = ["POST /smsp/pds HTTP/1.1", "Host: 127.0.0.1:\(port)", "Content-Length: 0"]
        #expect(server.requests.map(\.lines) == [lines])
    }

    @Test(
        "status and end-to-end fields come back as they are",
        arguments: ["200 OK", "404 Not Found", "500 Oh", "302 X"]
    )
    func answerFields(_ status: String) async throws {
        let fields = [
            "X-A: 1", "Connection: keep-alive, x-named", "X-Named: 1", "Keep-Alive: timeout=5", "Set-Cookie: a=b",
            "x-a: 2", "Upgrade: h2c", "Content-Type: text/xml;charset=\"utf-8\"", "X-Empty:", "Location: /elsewhere",
        ]
        let server = RawServer { _ in .send(RawServer.answer([1], status: status, fields: fields)) }
        let legacy = try TestLegacy()
        let outcome = try await server.run { port in await legacy.endpoint(port).forward(.short) }
        await legacy.shutDown()
        let expected = [
            HTTPField("X-A", "1"), HTTPField("Set-Cookie", "a=b"), HTTPField("x-a", "2"),
            HTTPField("Content-Type", "text/xml;charset=\"utf-8\""), HTTPField("X-Empty", ""),
            HTTPField("Location", "/elsewhere"),
        ]
        let code = Int(status.prefix(3)) ?? 0
        #expect(outcome.answer == WireAnswer(status: code, fields: expected, body: [1], isForwarded: true))
        #expect(server.requests.count == 1)
    }

    @Test("an answer that breaks HTTP is none, and the log says which rule it broke")
    func refused() async throws {
        let server = RawServer { _ in .send(RawServer.answer([1], fields: ["Content-Length: 0x9d"])) }
        let legacy = try TestLegacy()
        let outcome = try await server.run { port in await legacy.endpoint(port).forward(.short) }
        await legacy.shutDown()
        #expect(outcome.failure == .unavailable)
        #expect(outcome.diagnostics == [CallDiagnostic("legacyTransferFailed", at: "answerLength")])
    }

    @Test("a value that is not UTF-8 comes back as it was sent")
    func latinValue() async throws {
        let head = Array("HTTP/1.1 200 OK\r\nX-A: caf".utf8) + [0xE9] + Array("\r\nContent-Length: 0\r\n\r\n".utf8)
        let server = RawServer { _ in .send(head) }
        let legacy = try TestLegacy()
        let outcome = try await server.run { port in await legacy.endpoint(port).forward(.short) }
        await legacy.shutDown()
        #expect(outcome.answer?.fields == [HTTPField("X-A", bytes: Array("caf".utf8) + [0xE9])])
    }

    @Test("the text of wsa:To is replaced where the site wants it, and nothing else")
    func to() async throws {
        let message = { (to: String) in
            Array(
                """
                <s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'>
                <s:Header><To xmlns="http://www.w3.org/2005/08/addressing">\(to)</To></s:Header><s:Body/></s:Envelope>
                """.utf8
            )
        }
        let server = RawServer { _ in .send(RawServer.answer()) }
        let legacy = try TestLegacy()
        let diagnostics = try await server.run { port in
            let endpoint = legacy.endpoint(port, to: "https://new.example/?a=1&b")
            let first = await endpoint.forward(WireRequest(fields: [], body: message("urn:old")))
            let second = await endpoint.forward(WireRequest(fields: [], body: Array("no XML".utf8)))
            return [first.diagnostics.map(\.name), second.diagnostics.map(\.name)]
        }
        await legacy.shutDown()
        #expect(server.requests.map(\.body) == [message("https://new.example/?a=1&amp;b"), Array("no XML".utf8)])
        #expect(diagnostics == [[], ["toNotReplaced"]])
    }

    @Test("an answer that is longer than the limit is none")
    func tooLarge() async throws {
        let server = RawServer { _ in .send(RawServer.answer(Self.bytes(1001))) }
        let legacy = try TestLegacy()
        let outcome = try await server.run { port in await legacy.endpoint(port, responseBytes: 1000).forward(.short) }
        await legacy.shutDown()
        #expect(outcome.failure == .unavailable)
    }
}
