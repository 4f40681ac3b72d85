import Curl
import Foundation
import RawHTTP
import Synchronization
import Testing

/// What the pool as a whole does: turns, cancellation, discarding, its end.
@Suite(.timeLimit(.minutes(10))) struct PoolTests {
    /// How many callers have been answered.
    private final class Answered: Sendable {
        let count = Atomic(0)
    }

    @Test("no more than the cap are under way; the others wait for their turn")
    func cap() async throws {
        let server = RawServer { _ in .sendLater(.milliseconds(20), RawServer.answer("")) }
        let pool = try CurlPool(CurlConfiguration(inFlight: 4))
        let errors = try await server.run { port in
            await withTaskGroup(of: String?.self) { group in
                for _ in 0..<40 { group.addTask { await pool.get("http://127.0.0.1:\(port)/").error } }
                return await group.reduce(into: [String?]()) { $0.append($1) }
            }
        }
        await pool.shutDown()
        #expect(errors.allSatisfy { $0 == nil })
        #expect(server.connections <= 4)
    }

    @Test("a request whose turn does not come before its deadline is given up")
    func turn() async throws {
        let server = RawServer { _ in .silence }
        let pool = try CurlPool(CurlConfiguration(inFlight: 1))
        let error = try await server.run { port in
            let url = "http://127.0.0.1:\(port)/"
            async let first = pool.get(url, timeout: .seconds(600))
            while server.requests.isEmpty { try await Task.sleep(for: .milliseconds(10)) }
            let second = await pool.get(url, timeout: .milliseconds(200)).error
            await pool.shutDown()
            _ = await first
            return second
        }
        #expect(error == "turnTooLate")
        #expect(server.requests.count == 1)
    }

    @Test("a request waits for its turn no longer than the pool's patience, whatever its deadline")
    func patience() async throws {
        let server = RawServer { _ in .silence }
        let pool = try CurlPool(CurlConfiguration(inFlight: 1, patience: .milliseconds(200)))
        let errors = try await server.run { port in
            let url = "http://127.0.0.1:\(port)/"
            let first = Task { await pool.get(url, timeout: .seconds(600)).error }
            while server.requests.isEmpty { try await Task.sleep(for: .milliseconds(10)) }
            let second = await pool.get(url, timeout: .seconds(600)).error
            first.cancel()
            return [await first.value, second]
        }
        await pool.shutDown()
        #expect(errors == ["cancelled", "turnTooLate"])
    }

    @Test("when as many wait as may, the next fails at once, and those that wait are served")
    func fullQueue() async throws {
        let server = RawServer { $0.text.contains("/first") ? .silence : .send(RawServer.answer("")) }
        let pool = try CurlPool(CurlConfiguration(inFlight: 1, waiting: 2))
        let errors = try await server.run { port in
            let url = "http://127.0.0.1:\(port)/"
            let first = Task { await pool.get(url + "first").error }
            while server.requests.isEmpty { try await Task.sleep(for: .milliseconds(10)) }
            return await withTaskGroup(of: String?.self) { group in
                for _ in 0..<5 { group.addTask { await pool.get(url).error } }
                var errors: [String?] = []
                for await error in group {
                    errors.append(error)
                    if errors.count == 3 { first.cancel() }
                }
                return errors
            }
        }
        await pool.shutDown()
        #expect(errors == ["queueFull", "queueFull", "queueFull", nil, nil])
    }

    @Test("everybody who leaves while waiting is told so, however many leave at the same moment")
    func leaving() async throws {
        let server = RawServer { _ in .silence }
        let pool = try CurlPool(CurlConfiguration(inFlight: 1, waiting: 1_000))
        let answered = Answered()
        let callers = try await server.run { port in
            let url = "http://127.0.0.1:\(port)/"
            let first = Task { await pool.get(url).error }
            while server.requests.isEmpty { try await Task.sleep(for: .milliseconds(10)) }
            // Not awaited before they are known to have been answered: a test that waits for one forgotten never ends.
            let callers = (0..<1_000).map { _ in
                Task {
                    if await pool.get(url).error == "cancelled" { answered.count.wrappingAdd(1, ordering: .relaxed) }
                }
            }
            while pool.load.waiting < callers.count { try await Task.sleep(for: .milliseconds(10)) }
            for caller in callers { caller.cancel() }
            let limit = ContinuousClock.now + .seconds(300)
            while answered.count.load(ordering: .relaxed) < callers.count, .now < limit {
                try await Task.sleep(for: .milliseconds(10))
            }
            first.cancel()
            return callers.count
        }
        await pool.shutDown()
        #expect(answered.count.load(ordering: .relaxed) == callers)
    }

    @Test("a pool that nobody keeps answers the request under way, and then lets its connections go")
    func abandoned() async throws {
        let server = RawServer { _ in .sendLater(.milliseconds(300), RawServer.answer("kept")) }
        let text = try await server.run { port in
            let request = Task { try await CurlPool(CurlConfiguration()).get("http://127.0.0.1:\(port)/").text }
            let text = try await request.value
            while server.open > 0 { try await Task.sleep(for: .milliseconds(10)) }
            return text
        }
        #expect(text == "kept")
    }

    @Test("a caller who leaves ends the request, and its connection")
    func cancellation() async throws {
        let server = RawServer { _ in .silence }
        let pool = try CurlPool(CurlConfiguration())
        let error = try await server.run { port in
            let task = Task { await pool.get("http://127.0.0.1:\(port)/").error }
            while server.requests.isEmpty { try await Task.sleep(for: .milliseconds(10)) }
            task.cancel()
            let error = await task.value
            while server.open > 0 { try await Task.sleep(for: .milliseconds(10)) }
            return error
        }
        await pool.shutDown()
        #expect(error == "cancelled")
    }

    @Test("a caller who has left before it asks gets no answer, 200 times out of 200")
    func cancelledBefore() async throws {
        let server = RawServer { _ in .silence }
        let pool = try CurlPool(CurlConfiguration())
        let errors = try await server.run { port in
            await withTaskGroup(of: String?.self) { group in
                for _ in 0..<200 {
                    group.addTask { await pool.get("http://127.0.0.1:\(port)/", timeout: .seconds(600)).error }
                }
                group.cancelAll()
                return await group.reduce(into: Set<String?>()) { $0.insert($1) }
            }
        }
        await pool.shutDown()
        #expect(errors == ["cancelled"])
    }

    @Test("after discarding, a new connection is made, and a request under way on an old one is answered")
    func discard() async throws {
        let server = RawServer { request in
            request.text.contains("/slow")
                ? .sendLater(.milliseconds(500), RawServer.answer("slow")) : .send(RawServer.answer("fast"))
        }
        let pool = try CurlPool(CurlConfiguration())
        let (slow, reused) = try await server.run { port in
            let url = "http://127.0.0.1:\(port)"
            _ = await pool.get(url + "/")
            async let slow = pool.get(url + "/slow")
            while server.requests.count < 2 { try await Task.sleep(for: .milliseconds(10)) }
            pool.discardConnections()
            let reused = try await pool.get(url + "/").get().isConnectionReused
            return (await slow.text, reused)
        }
        await pool.shutDown()
        #expect(slow == "slow")
        #expect(!reused)
        #expect(server.connections == 2)
    }

    @Test("the end of the pool ends every request, and refuses later ones")
    func end() async throws {
        let server = RawServer { _ in .silence }
        let pool = try CurlPool(CurlConfiguration(inFlight: 2))
        let errors = try await server.run { port in
            let url = "http://127.0.0.1:\(port)/"
            return try await withThrowingTaskGroup(of: String?.self) { group in
                for _ in 0..<5 { group.addTask { await pool.get(url).error } }
                while server.requests.count < 2 { try await Task.sleep(for: .milliseconds(10)) }
                await pool.shutDown()
                let errors = try await group.reduce(into: [String?]()) { $0.append($1) }
                return errors + [await pool.get(url).error]
            }
        }
        #expect(errors == Array(repeating: "shutDown", count: 6))
    }
}

/// Proxies: the configured one, and those that the environment names.
///
/// Alone, because the environment is the process's.
@Suite(.serialized, .timeLimit(.minutes(10))) struct ProxyTests {
    @Test("a proxy that the environment names is not used")
    func environment() async throws {
        let names = ["http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"]
        for name in names { unsafe setenv(name, "http://127.0.0.1:9", 1) }
        defer {
            for name in names { unsafe unsetenv(name) }
        }
        let server = RawServer { _ in .send(RawServer.answer("direct")) }
        let pool = try CurlPool(CurlConfiguration())
        let text = try await server.run { port in await pool.get("http://127.0.0.1:\(port)/").text }
        await pool.shutDown()
        #expect(text == "direct")
    }

    @Test("the configured proxy is asked for the whole URL")
    func configured() async throws {
        unsafe setenv("no_proxy", "*", 1)
        defer { unsafe unsetenv("no_proxy") }
        let proxy = RawServer { _ in .send(RawServer.answer("through the proxy")) }
        let text = try await proxy.run { port in
            let pool = try CurlPool(CurlConfiguration(proxy: "http://127.0.0.1:\(port)"))
            let text = await pool.get("http://localhost:9/path").text
            await pool.shutDown()
            return text
        }
        #expect(text == "through the proxy")
        #expect(proxy.requests.first?.text.hasPrefix("GET http://localhost:9/path HTTP/1.1\r\n") == true)
    }
}
