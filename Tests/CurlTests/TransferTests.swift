import Curl
import RawHTTP
import Testing

/// Answers whole, late, cut and too long.
@Suite struct TransferTests {
    private static func pool(inFlight: Int = 16) throws -> CurlPool {
        try CurlPool(CurlConfiguration(inFlight: inFlight))
    }

    @Test("a connection is used again")
    func reuse() async throws {
        let server = RawServer { _ in .send(RawServer.answer("hello")) }
        let pool = try Self.pool()
        let reused = try await server.run { port in
            var reused: [Bool?] = []
            for _ in 0..<3 { reused.append(try? await pool.get("http://127.0.0.1:\(port)/").get().isConnectionReused) }
            return reused
        }
        await pool.shutDown()
        #expect(reused == [false, true, true])
        #expect(server.connections == 1)
    }

    @Test("an interim answer is passed over: the headers are the final one's")
    func interim() async throws {
        let server = RawServer { _ in
            .send(
                Array("HTTP/1.1 103 Early Hints\r\nX-Early: 1\r\n\r\n".utf8)
                    + RawServer.answer("late", fields: ["X-Late: 1"])
            )
        }
        let pool = try Self.pool()
        let response = try await server.run { port in try await pool.get("http://127.0.0.1:\(port)/").get() }
        await pool.shutDown()
        #expect(response.header("x-late") == "1")
        #expect(response.header("x-early") == nil)
    }

    @Test("a redirect is an answer and is not followed")
    func redirect() async throws {
        let server = RawServer { _ in .send(RawServer.answer("", status: "302 Found", fields: ["Location: /other"]))
        }
        let pool = try Self.pool()
        let response = try await server.run { port in try await pool.get("http://127.0.0.1:\(port)/").get() }
        await pool.shutDown()
        #expect(response.status == 302)
        #expect(server.requests.count == 1)
    }

    @Test("a deadline ends a request that is not answered, and one whose body does not come")
    func deadline() async throws {
        let silent = RawServer { _ in .silence }
        let halting = RawServer { _ in .send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc") }
        let pool = try Self.pool()
        for server in [silent, halting] {
            let error = try await server.run { port in
                await pool.get("http://127.0.0.1:\(port)/", timeout: .milliseconds(300)).error
            }
            #expect(error == "timedOut")
        }
        await pool.shutDown()
    }

    @Test(
        "a connection that ends too soon is told from one that was never made",
        arguments: ["", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc"]
    )
    func cut(_ sent: String) async throws {
        let server = RawServer { _ in .sendAndClose(sent) }
        let pool = try Self.pool()
        let error = try await server.run { port in await pool.get("http://127.0.0.1:\(port)/").error }
        await pool.shutDown()
        #expect(error == "cutOff")
    }

    @Test(
        "an error tells whether anything of the answer had come",
        arguments: [
            ("", true), ("HTTP/1.1 100 Continue\r\n\r\n", false), ("HTTP/1.1 200 OK\r\nContent-Le", false),
            ("no HTTP at all\r\n\r\n", false), ("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n", false),
        ]
    )
    func beforeAnswer(_ sent: String, _ isBefore: Bool) async throws {
        let server = RawServer { _ in .sendAndClose(sent) }
        let pool = try Self.pool()
        let result = try await server.run { port in await pool.get("http://127.0.0.1:\(port)/") }
        await pool.shutDown()
        guard case .failure(let error) = result else {
            Issue.record("answered")
            return
        }
        #expect(error.isBeforeAnswer == isBefore)
    }

    @Test("a request that a kept connection fails is not sent again by the pool itself")
    func noSecondTry() async throws {
        let server = RawServer { request in
            request.text.contains("/cut") ? .sendAndClose("") : .send(RawServer.answer(""))
        }
        let pool = try Self.pool()
        let error = try await server.run { port in
            _ = await pool.get("http://127.0.0.1:\(port)/")
            return await pool.get("http://127.0.0.1:\(port)/cut").error
        }
        await pool.shutDown()
        #expect(error == "cutOff")
        #expect(server.requests.count { $0.text.contains("/cut") } == 1)
    }

    @Test("nothing is sent that the caller did not give, but the host and the length of the body")
    func ownHeaders() async throws {
        let server = RawServer { _ in .send(RawServer.answer("")) }
        let pool = try Self.pool()
        let port = try await server.run { port in
            let request = CurlRequest(
                method: .post,
                url: "http://127.0.0.1:\(port)/",
                headers: [("X-Empty", ""), ("x-two", "1"), ("X-Two", "2; 3")],
                body: Array("abc".utf8),
                deadline: .now + .seconds(60),
                responseLimit: 1000
            )
            _ = try await pool.perform(request)
            return port
        }
        await pool.shutDown()
        let lines = [
            "POST / HTTP/1.1", "Host: 127.0.0.1:\(port)", "X-Empty:", "x-two: 1", "X-Two: 2; 3", "Content-Length: 3",
            "",
            "abc",
        ]
        #expect(server.requests.map(\.text) == [lines.joined(separator: "\r\n")])
    }

    @Test("a folded header is one, and a trailer is none")
    func foldedAndTrailing() async throws {
        let head = "HTTP/1.1 200 OK\r\nX-Folded: a\r\n\tb:c\r\nTransfer-Encoding: chunked\r\n\r\n"
        let server = RawServer { _ in .send(head + "2\r\nok\r\n0\r\nX-Trailer: 1\r\n\r\n") }
        let pool = try Self.pool()
        let response = try await server.run { port in try await pool.get("http://127.0.0.1:\(port)/").get() }
        await pool.shutDown()
        #expect(response.header("x-folded") == "a b:c")
        #expect(response.header("x-trailer") == nil)
        #expect(response.body == Array("ok".utf8))
    }

    @Test("names of every token character and values beyond ASCII are passed on")
    func unusualHeaders() async throws {
        let name = "!#$%&'*+-.^_`|~09azAZ"
        let server = RawServer { _ in .send(RawServer.answer("ok", fields: [name + ": \u{C9}tat\t1"])) }
        let pool = try Self.pool()
        let response = try await server.run { port in try await pool.get("http://127.0.0.1:\(port)/").get() }
        await pool.shutDown()
        #expect(response.header(name) == "\u{C9}tat\t1")
    }

    @Test("a body that is longer than the limit is not taken")
    func limit() async throws {
        let server = RawServer { _ in .send(RawServer.answer(String(repeating: "x", count: 1001))) }
        let pool = try Self.pool()
        let errors = try await server.run { port in
            [
                await pool.get("http://127.0.0.1:\(port)/", limit: 1000).error,
                await pool.get("http://127.0.0.1:\(port)/", limit: 1001).error,
            ]
        }
        await pool.shutDown()
        #expect(errors == ["responseTooLarge", nil])
    }

    @Test("2,000 requests, 64 at a time, each get their own answer")
    func own() async throws {
        let server = RawServer { request in
            .send(RawServer.answer(request.text.firstMatch(of: #/GET /([0-9]+) /#).map { String($0.1) } ?? ""))
        }
        let pool = try Self.pool(inFlight: 64)
        let wrong = try await server.run { port in
            await withTaskGroup(of: Bool.self) { group in
                for number in 0..<2000 {
                    group.addTask { await pool.get("http://127.0.0.1:\(port)/\(number)").text == "\(number)" }
                }
                return await group.reduce(0) { $0 + ($1 ? 0 : 1) }
            }
        }
        await pool.shutDown()
        #expect(wrong == 0)
        #expect(server.connections <= 64)
    }
}
