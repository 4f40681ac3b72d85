import Bridge
import RawHTTP
import SMSPContract
import Testing

/// A `POST` of these header lines and this body, after the request line.
private func post(_ headers: String..., version: String = "1.1", body: String = "") -> String {
    "POST /smsp HTTP/\(version)\r\nHost: bridge\r\n" + headers.map { $0 + "\r\n" }.joined() + "\r\n" + body
}

@Suite(.timeLimit(.minutes(10))) struct FramingTests {
    @Test(
        "what two parties could take for two different messages is refused, and the connection ends",
        arguments: [
            post("Content-Length: 3", "Transfer-Encoding: chunked", body: "0\r\n\r\n"),
            post("Transfer-Encoding: chunked", "Content-Length: 3", body: "0\r\n\r\n"),
            post("Content-Length: 3", "Content-Length: 3", body: "abc"),
            post("Content-Length: 3", "Content-Length: 2", body: "abc"), post("Content-Length: 3, 3", body: "abc"),
            post("Content-Length: +3", body: "abc"), post("Content-Length: 0x03", body: "abc"),
            post("Content-Length: -1", body: "abc"), post("Content-Length: 3 3", body: "abc"),
            post("Content-Length:", body: "abc"), post("Content-Length: 99999999999999999999999", body: "abc"),
            post("Transfer-Encoding: identity", body: "abc"), post("Transfer-Encoding: xchunked", body: "0\r\n\r\n"),
            post("Transfer-Encoding: chunked, identity", body: "0\r\n\r\n"),
            post("Transfer-Encoding: gzip, chunked", body: "0\r\n\r\n"),
            post("Transfer-Encoding: chunked", "Transfer-Encoding: chunked", body: "0\r\n\r\n"),
            post("Transfer-Encoding: chunked", body: "3\nabc\r\n0\r\n\r\n"),
            post("Transfer-Encoding: chunked", body: "fffffffffffffffff\r\nabc"),
            post("Transfer-Encoding: chunked", body: "3\r\nabcd\r\n0\r\n\r\n"),
            post("A: b", " c", "Content-Length: 0"), post("Content-Length : 3", body: "abc"),
            post("A: b\0c", "Content-Length: 0"), post("A: b\rc", "Content-Length: 0"), post("", "Content-Length: 3"),
            post("Content-Length: 3", version: "1.2", body: "abc"), post("Content-Length: 3", version: "2.0"),
            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "\u{16}\u{3}\u{1}\u{2}\0\u{1}\0\u{1}\u{3}\u{3}\n",
            post("Transfer-Encoding: chunked", version: "1.0", body: "3\r\nabc\r\n0\r\n\r\n"),
            "POST / HTTP/1.1\nHost: a\nContent-Length: 3\n\nabc",
            "POST / HTTP/1.1\r\nHost: a\nContent-Length: 3\r\n\r\nabc",
            "POST / HTTP/1.0\nHost: a\r\nContent-Length: 3\n\nabc",
            "POST / HTTP/1.0\nContent-Length: 3\nTransfer-Encoding: chunked\n\n0\r\n\r\n",
            "POST / HTTP/1.0\nA: b\n c\nContent-Length: 0\n\n", "\r\n \r\n",
        ]
    )
    func refused(_ bytes: String) async throws {
        try await TestListener.run { listener in
            let answer = try await listener.exchange(bytes)
            // An empty line ends the head early; what follows is no body then, and the length is missing.
            let isHeadOnly = bytes.contains("bridge\r\n\r\n")
            #expect(answer.status == (isHeadOnly ? 411 : 400))
            #expect(answer.occurrences(of: "HTTP/1.") == 1)
            #expect(answer.contains("\r\nConnection: close\r\n"))
            #expect(listener.handler.requests.isEmpty)
        }
    }

    @Test(
        "a head over a limit is answered 431 for that limit, and the connection ends",
        arguments: [
            (post((0..<100).map { "X-\($0): a" }.joined(separator: "\r\n")), ListenerRefusal.tooManyFields),
            (post("X-Long: " + String(repeating: "a", count: 8 * 1024)), .headTooLarge),
            (
                post((0..<9).map { "X-\($0): " + String(repeating: "a", count: 1000) }.joined(separator: "\r\n")),
                .headTooLarge
            ), ("POST /\(String(repeating: "a", count: 8 * 1024)) HTTP/1.1\r\nHost: a\r\n\r\n", .headTooLarge),
            ("POST / HTTP/1.0\nX-Long: \(String(repeating: "a", count: 12 * 1024))\n\n", .headTooLarge),
            (
                post(
                    "Transfer-Encoding: chunked",
                    body: "0\r\nX-Long: \(String(repeating: "a", count: 8 * 1024))\r\n\r\n"
                ),
                .headTooLarge
            ),
        ]
    )
    func largeHead(_ bytes: String, _ refusal: ListenerRefusal) async throws {
        try await TestListener.run { listener in
            let answer = try await listener.exchange(bytes)
            #expect(answer.status == 431)
            #expect(listener.handler.refusals == [refusal])
            #expect(listener.handler.requests.isEmpty)
        }
    }

    @Test("a head within limits that are wider than the shipped ones is read")
    func widerHead() async throws {
        let headers = (0..<150).map { "X-\($0): " + String(repeating: "a", count: 200) }.joined(separator: "\r\n")
        try await TestListener.run(limits: .test(headBytes: 64 * 1024, headFields: 200)) { listener in
            let answer = try await listener.exchange(
                post(headers, "Content-Length: 3", "Connection: close", body: "abc")
            )
            #expect(answer.status == 200)
        }
    }

    @Test(
        "an HTTP/1.0 request is answered whole, with its length, and the connection ends",
        arguments: [
            post("Content-Length: 3", version: "1.0", body: "abc"),
            post("Content-Length: 3", version: "1.0", body: "abc\n"),
            post("Content-Length: 3", "Connection: keep-alive", version: "1.0", body: "abc"),
            "POST /smsp HTTP/1.0\nContent-Length: 3\n\nabc", "POST /smsp HTTP/1.0\nContent-Length: 3\n\nabc\n",
        ]
    )
    func old(_ bytes: String) async throws {
        try await TestListener.run { listener in
            let answer = try await listener.exchange(bytes)
            #expect(answer.hasPrefix("HTTP/1.0 200 "))
            #expect(answer.hasSuffix("\r\n\r\nabc"))
            #expect(answer.contains("\r\nContent-Length: 3\r\n"))
            #expect(!answer.lowercased().contains("transfer-encoding"))
            #expect(listener.handler.requests.map(\.path) == ["/smsp"])
        }
    }

    @Test(
        "a request that comes byte by byte is the request that comes at once",
        arguments: [
            "POST /smsp HTTP/1.0\nContent-Length: 3\n\nabc",
            post("Content-Length: 3", "Connection: close", body: "abc"),
            post("Transfer-Encoding: chunked", "Connection: close", body: "1\r\na\r\n2;x=y\r\nbc\r\n0\r\n\r\n"),
        ]
    )
    func dribbled(_ bytes: String) async throws {
        try await TestListener.run { listener in
            let connection = try await listener.connect()
            for byte in bytes.utf8 {
                try await connection.send(String(decoding: [byte], as: UTF8.self))
                try await Task.sleep(for: .microseconds(200))
            }
            #expect(try await connection.restText().hasSuffix("\r\n\r\nabc"))
            #expect(listener.handler.requests.map(\.body) == [Array("abc".utf8)])
        }
    }

    @Test("what follows a body that was longer than declared is never taken for a request")
    func leftover() async throws {
        try await TestListener.run { listener in
            let answer = try await listener.exchange(post("Content-Length: 3", body: "abc</soap>\r\n\r\n"))
            #expect(answer.status == 200)
            #expect(answer.occurrences(of: "HTTP/1.") == 2)
            #expect(answer.contains("HTTP/1.1 400 "))
            #expect(listener.handler.requests.count == 1)
        }
    }

    @Test(
        "a client whose framing is refused can go on sending and still read why",
        arguments: [
            (post("Content-Length: +3"), 400), (post("X-Long: " + String(repeating: "a", count: 9 * 1024)), 431),
        ]
    )
    func goesOn(_ head: String, _ status: Int) async throws {
        try await TestListener.run(limits: .test(lingering: .seconds(600))) { listener in
            let connection = try await listener.connect()
            try await connection.send(head)
            for _ in 0..<8 {
                try await connection.send(String(repeating: "a", count: 1000))
                try await Task.sleep(for: .milliseconds(10))
            }
            #expect(try await connection.restText().status == status)
            try await connection.close()
        }
    }

    // A connection's first read takes 2048 bytes: some of these bodies end with it, the others go on after it.
    @Test(
        "a body longer than its length does not cost an HTTP/1.0 client its answer, wherever a read of it ends",
        arguments: [2047, 2049, 2050]
    )
    func excess(_ length: Int) async throws {
        let handler = ScriptedHandler { _ in
            try? await Task.sleep(for: .milliseconds(200))
            return .soap([], status: 200)
        }
        try await TestListener.run(handler: handler) { listener in
            let head = "POST /smsp HTTP/1.0\r\nContent-Length: 1000\r\nX-Filler: "
            let filler = String(repeating: "f", count: length - head.utf8.count - 4 - 1003)
            let body = String(repeating: "a", count: 1003)
            let answer = try await listener.exchange(head + filler + "\r\n\r\n" + body)
            #expect(answer.status == 200)
            #expect(handler.cancelled == 0)
        }
    }
}
