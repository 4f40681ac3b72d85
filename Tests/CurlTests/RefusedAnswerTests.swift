import Curl
import RawHTTP
import Testing

/// The rule for answers of every upstream, over a connection of libcurl.
@Suite struct RefusedAnswerTests {
    /// The result of a request to a server that sends `answer` and ends the connection.
    private static func result(of answer: [UInt8]) async throws -> Result<CurlResponse, CurlError> {
        let server = RawServer { _ in .sendAndClose(answer) }
        let pool = try CurlPool(CurlConfiguration())
        let result = try await server.run { port in await pool.get("http://127.0.0.1:\(port)/") }
        await pool.shutDown()
        return result
    }

    private static let okay = ["X-First: 1", "Content-Length: 2"]

    @Test(
        "an answer whose field has a name that is no token, or a control character in its value, is refused",
        arguments: [
            ("X-\u{C9}tat: 1", AnswerRefusal.fieldName), ("X Y: 1", .fieldName), (": 1", .fieldName),
            ("X(: 1", .fieldName), ("HTTP/1.1: 1", .fieldName), ("no colon", .malformed),
            ("Transfer-Encoding : chunked", .fieldName), ("X-A: a\u{1}b", .fieldValue), ("X-A: a\rX-B: b", .fieldValue),
            ("X-A: b\r", .fieldValue), ("X-A: \u{7F}", .fieldValue), ("X-A: \u{0}", .malformed),
            ("X-A: a\r\n b\u{2}", .fieldValue),
        ]
    )
    func fields(_ line: String, _ refusal: AnswerRefusal) async throws {
        let answer = RawServer.answer("ok", fields: ["X-First: 1", line, "X-Last: 1"])
        #expect(try await Self.result(of: answer).error == refusal.rawValue)
    }

    @Test(
        "an answer is refused unless its length is stated once, and as a number",
        arguments: [
            (["Content-Length: 0x9d"], AnswerRefusal.length), (["Content-Length: +2"], .length),
            (["Content-Length: -1"], .malformed), (["Content-Length:"], .malformed),
            (["Content-Length: 2, 2"], .length),
            (["Content-Length: 99999999999999999999"], .length), (["Content-Length: 2 "] + okay, .length),
            (["content-length: 3"] + okay, .length), (["Transfer-Encoding: chunked"] + okay, .length),
            (["Transfer-Encoding: chunked", "Transfer-Encoding: chunked"], .length),
            (["Transfer-Encoding: identity"], .framing), (["Transfer-Encoding: gzip, chunked"], .framing),
            (["Transfer-Encoding:", " chunked"], .framing), (["Content-Length: 2", " 1"], .framing),
        ]
    )
    func lengths(_ fields: [String], _ refusal: AnswerRefusal) async throws {
        let head = (["HTTP/1.1 200 OK"] + fields + ["", ""]).joined(separator: "\r\n")
        #expect(try await Self.result(of: Array((head + "2\r\nok\r\n0\r\n\r\n").utf8)).error == refusal.rawValue)
    }

    @Test(
        "an answer is refused unless its first line is a status line, with a final status of 200 to 599",
        arguments: [
            ("HTTP/1.1 101 Switching Protocols", AnswerRefusal.status), ("HTTP/1.1 099 X", .malformed),
            ("HTTP/1.1 600 X", .status), ("HTTP/1.1 000 X", .malformed), ("HTTP/1.1 2000 X", .malformed),
            ("HTTP/1.1 20 X", .malformed), ("HTTP/1.2 200 OK", .malformed), ("HTTP/1.1  200 OK", .status),
            ("HTTP/1.1 200 O\u{1}K", .statusLine), ("ICY 200 OK", .malformed),
        ]
    )
    func statusLines(_ line: String, _ refusal: AnswerRefusal) async throws {
        let answer = (([line] + Self.okay) + ["", "ok"]).joined(separator: "\r\n")
        #expect(try await Self.result(of: Array(answer.utf8)).error == refusal.rawValue)
    }

    @Test(
        "an answer is refused if it frames what has no body, or does so before HTTP/1.1",
        arguments: [
            "HTTP/1.1 204 X\r\nContent-Length: 2\r\n\r\nok",
            "HTTP/1.0 200 X\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            "HTTP/1.1 103 X\r\nContent-Length: 2\r\n\r\nHTTP/1.1 200 OK\r\n\r\nok",
            "HTTP/1.1 304 X\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        ]
    )
    func framing(_ answer: String) async throws {
        #expect(try await Self.result(of: Array(answer.utf8)).error == AnswerRefusal.framing.rawValue)
    }

    @Test(
        "a head without end is refused, be it of fields, of interim answers or of trailers",
        arguments: [
            ("HTTP/1.1 200 OK\r\n", "X-A: 1\r\n", ""), ("", "HTTP/1.1 103 X\r\n\r\n", ""),
            ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n", "X-A: 1\r\n", "\r\n"),
        ]
    )
    func endless(_ start: String, _ line: String, _ end: String) async throws {
        let answer = start + String(repeating: line, count: 300) + end
        #expect(try await Self.result(of: Array(answer.utf8)).error == AnswerRefusal.headTooLong.rawValue)
    }

    @Test("the body behind a 101 is not the answer to the next request")
    func protocolChange() async throws {
        let stray = RawServer.answer("stray")
        let server = RawServer { request in
            request.text.contains("/first")
                ? .send(Array("HTTP/1.1 101 X\r\n\r\n".utf8) + stray) : .send(RawServer.answer("own"))
        }
        let pool = try CurlPool(CurlConfiguration())
        let results = try await server.run { port in
            [await pool.get("http://127.0.0.1:\(port)/first"), await pool.get("http://127.0.0.1:\(port)/second")]
        }
        await pool.shutDown()
        #expect(results.map(\.error) == [AnswerRefusal.status.rawValue, nil])
        #expect(results[1].text == "own")
    }

    @Test("values pass as the bytes that came, in UTF-8 or not")
    func bytes() async throws {
        let value: [UInt8] = [0xE9, 0x20, 0x80, 0x09, 0xFF]
        let line = Array("HTTP/1.1 200 OK\r\nX-A: \t".utf8) + value + Array(" \r\nContent-Length: 0\r\n\r\n".utf8)
        let response = try await Self.result(of: line).get()
        #expect(response.headers.first?.value == value)
    }

    @Test("a body that only the end of the connection ends is taken")
    func untilClose() async throws {
        #expect(try await Self.result(of: Array("HTTP/1.0 200 OK\n\nall".utf8)).text == "all")
    }

    @Test("a proxy that opens no tunnel is named with its status")
    func proxy() async throws {
        let server = RawServer { _ in
            .sendAndClose(RawServer.answer(status: "407 X", fields: ["Proxy-Authenticate: Basic"]))
        }
        let error = try await server.run { port in
            let pool = try CurlPool(CurlConfiguration(proxy: "http://127.0.0.1:\(port)"))
            defer { Task { await pool.shutDown() } }
            return await pool.get("https://pds.example/")
        }
        guard case .failure(let error) = error else {
            Issue.record("answered")
            return
        }
        #expect(error == .proxyRefused(status: 407))
    }
}
