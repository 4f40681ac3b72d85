import Bridge
import BridgeServer
import RawHTTP
import SMSPContract
import Testing

@Suite(.timeLimit(.minutes(10))) struct ShutdownTests {
    @Test("a request in flight is answered, and told that its connection ends")
    func inFlight() async throws {
        let (gate, opener) = AsyncStream.makeStream(of: Void.self)
        let handler = ScriptedHandler { request in
            if !request.body.isEmpty { for await _ in gate { break } }
            return .soap(request.body, status: 200)
        }
        try await TestListener.run(limits: .test(drain: .seconds(600)), handler: handler) { listener in
            let connection = try await listener.connect()
            try await connection.send(.post("abc"))
            try await eventually { handler.requests.count == 1 }
            try await listener.stopAndSettle()
            opener.yield()
            let answer = try await connection.restText()
            #expect(answer.hasSuffix("\r\n\r\nabc"))
            #expect(answer.contains("\r\nConnection: close\r\n"))
        }
    }

    @Test("a request whose body is still coming is taken and answered")
    func receiving() async throws {
        try await TestListener.run(limits: .test(drain: .seconds(600))) { listener in
            let connection = try await listener.connect()
            try await connection.send("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n")
            _ = try await connection.answer()
            try await listener.stopAndSettle()
            try await connection.send("abc")
            let answer = try await connection.restText()
            #expect(answer.hasSuffix("\r\n\r\nabc"))
            #expect(answer.contains("\r\nConnection: close\r\n"))
        }
    }

    @Test("a used connection that is idle is ended at once")
    func idle() async throws {
        try await TestListener.run(limits: .test(drain: .seconds(600))) { listener in
            let used = try await listener.connect()
            try await used.send(.post("abc"))
            _ = try await used.answer()
            await listener.stop()
            #expect(try await used.restText() == "")
        }
    }

    @Test("the first request of a connection that was accepted is answered, and its connection ends")
    func fresh() async throws {
        try await TestListener.run(limits: .test(drain: .seconds(600))) { listener in
            let fresh = try await listener.connect()
            try await eventually { listener.listener.load.connections == 1 }
            try await listener.stopAndSettle()
            try await fresh.send(.post("abc"))
            let answer = try await fresh.restText()
            #expect(answer.hasSuffix("\r\n\r\nabc"))
            #expect(answer.contains("\r\nConnection: close\r\n"))
        }
    }

    @Test("a request whose head is still coming is answered")
    func comingHead() async throws {
        try await TestListener.run(limits: .test(drain: .seconds(600))) { listener in
            let connection = try await listener.connect()
            try await connection.send(.post(""))
            _ = try await connection.answer()
            try await connection.send("POST / HTTP/1.1\r\nHo")
            try await listener.stopAndSettle()
            try await connection.send("st: a\r\nContent-Length: 3\r\n\r\nabc")
            let answer = try await connection.restText()
            #expect(answer.hasSuffix("\r\n\r\nabc"))
            #expect(answer.contains("\r\nConnection: close\r\n"))
        }
    }

    @Test("new connections are refused while a request is in flight")
    func refused() async throws {
        let (gate, opener) = AsyncStream.makeStream(of: Void.self)
        let handler = ScriptedHandler { request in
            if !request.body.isEmpty { for await _ in gate { break } }
            return .soap(request.body, status: 200)
        }
        try await TestListener.run(limits: .test(drain: .seconds(600)), handler: handler) { listener in
            let connection = try await listener.connect()
            try await connection.send(.post("abc"))
            try await eventually { handler.requests.count == 1 }
            try await listener.stopAndSettle()
            await #expect(throws: (any Error).self) { try await listener.connect() }
            opener.yield()
            #expect(try await connection.restText().hasSuffix("\r\n\r\nabc"))
        }
    }

    @Test("a request that is never answered is cut off when the time to drain is over")
    func neverAnswered() async throws {
        let handler = ScriptedHandler { request in
            try? await Task.sleep(for: .seconds(3600))
            return .soap(request.body, status: 200)
        }
        let ended = try await ContinuousClock().measure {
            try await TestListener.run(limits: .test(drain: .milliseconds(500)), handler: handler) { listener in
                let connection = try await listener.connect()
                try await connection.send(.post("abc"))
                try await eventually { handler.requests.count == 1 }
                await listener.stop()
                #expect(try await connection.restText() == "")
                try await eventually { handler.cancelled == 1 }
            }
        }
        #expect(ended >= .milliseconds(500))
        #expect(ended < .seconds(3600))
    }

    @Test("what a request that was cut off has yet to do is done before the listener has ended")
    func cutOff() async throws {
        let handler = ScriptedHandler { request in
            try? await Task.sleep(for: .seconds(3600))
            // As the audit does, whoever has left.
            await Task.detached { try? await Task.sleep(for: .milliseconds(100)) }.value
            return .soap(request.body, status: 200)
        }
        try await TestListener.run(limits: .test(drain: .milliseconds(100)), handler: handler) { listener in
            let connection = try await listener.connect()
            try await connection.send(.post("abc"))
            try await eventually { handler.requests.count == 1 }
            await listener.stop()
        }
        #expect(handler.cancelled == 1)
    }

    @Test("connections that come as the listener stops do not outlive it")
    func arriving() async throws {
        try await TestListener.run(limits: .test(drain: .seconds(3))) { listener in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<100 {
                    group.addTask {
                        guard let connection = try? await listener.connect() else { return }
                        _ = try await connection.rest()
                    }
                }
                await listener.stop()
                try await group.waitForAll()
            }
        }
    }

    @Test("a cancelled listener drains as a stopped one does")
    func cancelled() async throws {
        let handler = ScriptedHandler { request in
            try? await Task.sleep(for: .milliseconds(500))
            return .soap(request.body, status: 200)
        }
        let listener = try SMSPListener(
            address: ListenAddress(host: "127.0.0.1", port: 0),
            tls: nil,
            limits: .test(drain: .seconds(600)),
            handler: handler,
            logger: .silent
        )
        let run = Task { try await listener.run() }
        let connection = try await RawConnection(port: try await listener.boundPort)
        #expect(listener.isAccepting)
        try await connection.send(.post("abc"))
        try await eventually { handler.requests.count == 1 }
        run.cancel()
        #expect(try await connection.restText().hasSuffix("\r\n\r\nabc"))
        try await run.value
        #expect(!listener.isAccepting)
    }

    @Test("a port that is taken is an error of the listener, not a wait for ever")
    func taken() async throws {
        try await TestListener.run { first in
            let second = try SMSPListener(
                address: ListenAddress(host: "127.0.0.1", port: first.port),
                tls: nil,
                limits: .test(),
                handler: ScriptedHandler(),
                logger: .silent
            )
            await #expect(throws: (any Error).self) { try await second.run() }
            await #expect(throws: (any Error).self) { try await second.boundPort }
            #expect(!second.isAccepting)
        }
    }
}
