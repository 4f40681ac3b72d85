import RawHTTP
import SMSPContract
import Testing

@Suite(.timeLimit(.minutes(10))) struct BodyTests {
    private static let large = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
    private static let chunk = "400\r\n" + String(repeating: "a", count: 1024) + "\r\n"

    @Test("a client that asks first is told to go on, and then answered")
    func goOn() async throws {
        try await TestListener.run { listener in
            let connection = try await listener.connect()
            try await connection.send(
                "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n"
            )
            #expect(try await connection.answer().text == "HTTP/1.1 100 Continue\r\n\r\n")
            try await connection.send("abc")
            #expect(try await connection.answer().text.hasSuffix("\r\n\r\nabc"))
        }
    }

    @Test("a chunked body that grows too long is refused while the client still sends, and the client can read it")
    func growing() async throws {
        try await TestListener.run(limits: .test(requestBytes: 8 * 1024)) { listener in
            let connection = try await listener.connect()
            try await connection.send(Self.large)
            for _ in 0..<40 { try? await connection.send(Self.chunk) }
            let answer = try await connection.restText()
            #expect(answer.status == 413)
            #expect(answer.contains("\r\nConnection: close\r\n"))
            #expect(listener.handler.requests.isEmpty)
        }
    }

    @Test("a client that is refused by its length can send it all and still read why")
    func declared() async throws {
        try await TestListener.run(limits: .test(requestBytes: 1000)) { listener in
            let connection = try await listener.connect()
            try await connection.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 200000\r\n\r\n")
            for _ in 0..<20 { try? await connection.send(String(repeating: "a", count: 10_000)) }
            #expect(try await connection.restText().status == 413)
        }
    }

    @Test("a refused client that goes on sending is cut off in the end")
    func cutOff() async throws {
        try await TestListener.run(limits: .test(requestBytes: 1000)) { listener in
            let connection = try await listener.connect()
            try await connection.send(Self.large)
            let deadline = ContinuousClock.now + .seconds(120)
            await #expect(throws: (any Error).self) {
                while ContinuousClock.now < deadline {
                    try await connection.send(Self.chunk)
                    try await Task.sleep(for: .milliseconds(5))
                }
            }
        }
    }

    @Test("a body that ends before its length ends the connection without an answer")
    func short() async throws {
        try await TestListener.run { listener in
            let connection = try await listener.connect()
            try await connection.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nabc")
            try await connection.endOutput()
            #expect(try await connection.restText() == "")
            #expect(listener.handler.requests.isEmpty)
        }
    }

    @Test("a body of exactly the limit is taken, with a length and in chunks", arguments: [true, false])
    func exact(_ isChunked: Bool) async throws {
        try await TestListener.run(limits: .test(requestBytes: 1024)) { listener in
            let head = "POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"
            let body = String(repeating: "a", count: 1024)
            let answer = try await listener.exchange(
                isChunked
                    ? head + "Transfer-Encoding: chunked\r\n\r\n" + Self.chunk + "0\r\n\r\n"
                    : head + "Content-Length: 1024\r\n\r\n" + body
            )
            #expect(answer.hasSuffix("\r\n\r\n" + body))
        }
    }
}
