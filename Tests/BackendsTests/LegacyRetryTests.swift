import Backends
import RawHTTP
import SMSPContract
import Testing

/// Which attempts are made a second time, told by what the server saw.
@Suite(.timeLimit(.minutes(10))) struct LegacyRetryTests {
    /// What comes of a call to a server that does this with the first request and answers the others.
    private static func call(
        first: RawServer.Reaction,
        timeout: Duration = .seconds(60)
    ) async throws -> (outcome: LegacyOutcome, requests: Int) {
        let server = RawServer { $0.connection == 1 ? first : .send(RawServer.answer()) }
        let legacy = try TestLegacy()
        let outcome = try await server.run { port in await legacy.endpoint(port, timeout: timeout).forward(.short) }
        await legacy.shutDown()
        return (outcome, server.requests.count)
    }

    @Test("a connection that is cut before anything of an answer came is made anew, once")
    func cutBeforeAnswer() async throws {
        let (outcome, requests) = try await Self.call(first: .sendAndClose([]))
        #expect(outcome.answer?.status == 200)
        #expect(outcome.diagnostics.map(\.name) == ["legacyTransferFailed", "legacyRetried"])
        #expect(requests == 2)
    }

    @Test("a server that always cuts sees two requests, on two connections")
    func alwaysCut() async throws {
        let server = RawServer { _ in .sendAndClose([]) }
        let legacy = try TestLegacy()
        let outcome = try await server.run { port in await legacy.endpoint(port).forward(.short) }
        await legacy.shutDown()
        #expect(outcome.failure == .unavailable)
        #expect(server.requests.count == 2)
        #expect(server.connections == 2)
    }

    @Test(
        "once something of an answer has come, there is no second attempt",
        arguments: [
            "HTTP/1.1 200 OK\r\n", "HTTP/1.1 102 Processing\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n", "what\r\n",
        ]
    )
    func cutWithin(_ sent: String) async throws {
        let (outcome, requests) = try await Self.call(first: .sendAndClose(Array(sent.utf8)))
        #expect(outcome.failure == .unavailable)
        #expect(requests == 1)
    }

    @Test("after a timeout there is no second attempt")
    func timeout() async throws {
        let (outcome, requests) = try await Self.call(first: .silence, timeout: .seconds(2))
        #expect(outcome.failure == .unavailable)
        #expect(outcome.diagnostics == [CallDiagnostic("legacyTransferFailed", at: "timedOut")])
        #expect(requests == 1)
    }

    @Test("nobody listening is asked twice and is unavailable")
    func refused() async throws {
        let port = try await RawServer { _ in .silence }.run { $0 }
        let legacy = try TestLegacy()
        let outcome = await legacy.endpoint(port).forward(.short)
        await legacy.shutDown()
        #expect(outcome.failure == .unavailable)
        #expect(
            outcome.diagnostics.map { $0.name + $0.place } == [
                "legacyTransferFailedcouldNotConnect", "legacyRetried", "legacyTransferFailedcouldNotConnect",
            ]
        )
    }

    @Test("a connection that the server closed while it was idle costs no call, and no request arrives twice")
    func idleClose() async throws {
        let server = RawServer { _ in .send(RawServer.answer()) }
        let legacy = try TestLegacy()
        let statuses = try await server.run { port in
            let endpoint = legacy.endpoint(port)
            var statuses = [await endpoint.forward(.short).answer?.status]
            try await server.closeConnections()
            statuses.append(await endpoint.forward(.short).answer?.status)
            return statuses
        }
        await legacy.shutDown()
        #expect(statuses == [200, 200])
        #expect(server.requests.map(\.connection) == [1, 2])
    }

    @Test("a connection that is closed as the next request arrives costs no call")
    func closeOnReuse() async throws {
        let answered = RawServer.answer()
        let server = RawServer { request in
            request.connection == 1 && request.lines.contains("X-Second: 1") ? .sendAndClose([]) : .send(answered)
        }
        let legacy = try TestLegacy()
        let statuses = try await server.run { port in
            let endpoint = legacy.endpoint(port)
            let first = await endpoint.forward(.short)
            let second = await endpoint.forward(WireRequest(fields: [HTTPField("X-Second", "1")], body: []))
            return [first.answer?.status, second.answer?.status]
        }
        await legacy.shutDown()
        #expect(statuses == [200, 200])
        #expect(server.requests.map { $0.connection == 1 } == [true, true, false])
    }

    @Test("connections are kept: 300 calls, 8 at a time, need no more than 8")
    func reuse() async throws {
        let server = RawServer { _ in .send(RawServer.answer()) }
        let legacy = try TestLegacy(inFlight: 8)
        try await server.run { port in
            let endpoint = legacy.endpoint(port)
            await withTaskGroup { group in
                for _ in 0..<8 {
                    group.addTask { for _ in 0..<38 { _ = await endpoint.forward(.short) } }
                }
            }
        }
        await legacy.shutDown()
        #expect(server.requests.count == 304)
        #expect(server.connections <= 8)
    }

    @Test("a caller who leaves ends the transfer, and no second one begins")
    func cancelled() async throws {
        let server = RawServer { _ in .silence }
        let legacy = try TestLegacy()
        let outcome = try await server.run { port in
            let endpoint = legacy.endpoint(port)
            let call = Task { await endpoint.forward(.short) }
            while server.requests.isEmpty { try await Task.sleep(for: .milliseconds(10)) }
            call.cancel()
            return await call.value
        }
        await legacy.shutDown()
        #expect(outcome.diagnostics == [CallDiagnostic("legacyTransferFailed", at: "cancelled")])
        #expect(server.requests.count == 1)
    }
}
