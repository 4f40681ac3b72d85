import Bridge
import RawHTTP
import SMSPContract
import Testing

@Suite(.timeLimit(.minutes(10))) struct TimeoutTests {
    private static let short = Duration.milliseconds(400)
    /// Well after the short limit and well before the others.
    private static let patience = Duration.seconds(120)

    /// A connection whose first request was answered.
    ///
    /// A short limit may end a connection whose client is held up by other tests before that; it then opens another.
    private static func used(_ listener: TestListener) async throws -> RawConnection {
        while true {
            let connection = try await listener.connect()
            do {
                try await connection.send(.post("abc"))
                _ = try await connection.answer()
                return connection
            } catch {
                guard connection.isEnded else { throw error }
                try Task.checkCancellation()
            }
        }
    }

    @Test(
        "a first head that does not end in time ends the connection",
        arguments: ["", "GET /\r\n", "GET / HTTP/1.1\r\nHost: a\r\n", "POST / HTTP/1.0\nHost: a\n", "POST", "\r\n\r\n"]
    )
    func head(_ bytes: String) async throws {
        try await TestListener.run(limits: .test(header: Self.short)) { listener in
            let connection = try await listener.connect()
            try? await connection.send(bytes)
            let answer = try await connection.restText(within: Self.patience)
            #expect(answer.isEmpty || answer.status == 400)
            #expect(listener.handler.requests.isEmpty)
        }
    }

    @Test("a head gains no time by coming slowly, be it the first or a later one", arguments: [false, true])
    func slowHead(_ isLater: Bool) async throws {
        try await TestListener.run(limits: .test(header: .milliseconds(600))) { listener in
            let connection = try await isLater ? Self.used(listener) : listener.connect()
            let started = ContinuousClock.now
            try? await connection.send("POST / HTTP/1.1\r\nHost: ")
            while !connection.isEnded, ContinuousClock.now - started < Self.patience {
                try? await connection.send("a")
                try await Task.sleep(for: .milliseconds(100))
            }
            #expect(connection.isEnded)
        }
    }

    @Test("a body that does not end in time ends the connection")
    func body() async throws {
        try await TestListener.run(limits: .test(body: Self.short)) { listener in
            let connection = try await listener.connect()
            try await connection.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n")
            let started = ContinuousClock.now
            while !connection.isEnded, ContinuousClock.now - started < Self.patience {
                try? await connection.send("a")
                try await Task.sleep(for: .milliseconds(100))
            }
            #expect(try await connection.restText() == "")
            #expect(listener.handler.requests.isEmpty)
        }
    }

    @Test("a connection that is not used again in time is ended", arguments: ["", "\r\n"])
    func idle(_ after: String) async throws {
        try await TestListener.run(limits: .test(idle: Self.short)) { listener in
            let connection = try await Self.used(listener)
            try? await connection.send(after)
            #expect(try await connection.restText(within: Self.patience) == "")
        }
    }

    @Test("a request is timed from the first byte of its head")
    func started() async throws {
        try await TestListener.run { listener in
            let connection = try await listener.connect()
            for _ in 0..<2 {
                try await Task.sleep(for: .milliseconds(50))
                let before = ContinuousClock.now
                try await connection.send("POST / HTTP/1.1\r\nHo")
                try await Task.sleep(for: .seconds(1))
                let late = ContinuousClock.now
                try await connection.send("st: a\r\nContent-Length: 3\r\n\r\nabc")
                _ = try await connection.answer()
                let request = try #require(listener.handler.requests.last)
                #expect(request.started >= before)
                #expect(request.started < late)
            }
        }
    }
}
