import Synchronization
import Testing

@testable import Backends

@Suite struct AccessTokenCacheTests {
    private final class Counter: Sendable {
        private let value = Mutex(0)
        var count: Int { value.withLock { $0 } }
        func increment() -> Int {
            value.withLock {
                $0 += 1
                return $0
            }
        }
    }

    private static func cache(
        _ fetches: Counter,
        life: Duration = .seconds(599),
        delay: Duration = .milliseconds(50)
    ) -> AccessTokenCache {
        AccessTokenCache { () async throws(AccessTokenCache.Failure) in
            let number = fetches.increment()
            try? await Task.sleep(for: delay)
            return AccessToken(value: "token-\(number)", expires: .now + life)
        }
    }

    @Test("a hundred callers at once share one fetch (D45)")
    func singleFlight() async throws {
        let fetches = Counter()
        let cache = Self.cache(fetches)
        let tokens = try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<100 {
                group.addTask { try await cache.token(insteadOf: nil, before: .now + .seconds(600)).value }
            }
            return try await group.reduce(into: Set<String>()) { $0.insert($1) }
        }
        #expect(tokens == ["token-1"])
        #expect(fetches.count == 1)
    }

    @Test("a token within a minute of its expiry is not used again (D45)")
    func margin() async throws {
        let fetches = Counter()
        let cache = Self.cache(fetches, life: .seconds(59))
        _ = try await cache.token(insteadOf: nil, before: .now + .seconds(600))
        let second = try await cache.token(insteadOf: nil, before: .now + .seconds(600))
        #expect(second.value == "token-2")
    }

    @Test("a token that PDS refused is not given again; one that has replaced it is")
    func refused() async throws {
        let fetches = Counter()
        let cache = Self.cache(fetches)
        let first = try await cache.token(insteadOf: nil, before: .now + .seconds(600))
        let second = try await cache.token(insteadOf: first, before: .now + .seconds(600))
        let third = try await cache.token(insteadOf: first, before: .now + .seconds(600))
        #expect([first, second, third].map(\.value) == ["token-1", "token-2", "token-2"])
    }

    @Test("a caller waits no longer than its deadline, and the fetch goes on for the others")
    func deadline() async throws {
        let (gate, opener) = AsyncStream.makeStream(of: Void.self)
        let cache = AccessTokenCache { () async throws(AccessTokenCache.Failure) in
            for await _ in gate { break }
            return AccessToken(value: "token", expires: .now + .seconds(599))
        }
        await #expect(throws: AccessTokenCache.Failure.deadline) {
            _ = try await cache.token(insteadOf: nil, before: .now + .milliseconds(50))
        }
        opener.yield()
        let token = try await cache.token(insteadOf: nil, before: .now + .seconds(600))
        #expect(token.value == "token")
    }
}
