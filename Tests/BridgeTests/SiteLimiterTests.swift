import Synchronization
import Testing

@testable import Bridge

/// How the calls of one site wait for their turn: decision D10.
@Suite struct SiteLimiterTests {
    /// The number of calls under way, and the most that there were.
    private final class Count: Sendable {
        private let state = Mutex((now: 0, most: 0))

        var most: Int { state.withLock { $0.most } }

        func change(by step: Int) {
            state.withLock {
                $0.now += step
                $0.most = max($0.most, $0.now)
            }
        }
    }

    private static let lineA = SiteLimiter.Line(site: "A", leg: .legacy)
    private static let lineB = SiteLimiter.Line(site: "B", leg: .legacy)
    private static let later = ContinuousClock.now + .seconds(3600)

    /// Runs `body` while one call has the only place of site A.
    private static func whileFull<Value: Sendable>(
        _ limiter: SiteLimiter,
        _ body: @Sendable (_ free: @Sendable () -> Void) async throws -> Value
    ) async throws -> Value {
        let (gate, continuation) = AsyncStream.makeStream(of: Void.self)
        let (entered, hasEntered) = AsyncStream.makeStream(of: Void.self)
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                _ = await limiter.pass(Self.lineA, limit: 1, latestTurn: later) {
                    hasEntered.finish()
                    for await _ in gate {}
                }
            }
            for await _ in entered {}
            let value = try await body { continuation.finish() }
            continuation.finish()
            return value
        }
    }

    private static func wait(until isTrue: () -> Bool) async throws {
        while !isTrue() { try await Task.sleep(for: .milliseconds(2)) }
    }

    @Test("any number of calls waits, and each has its turn, never more at once than the limit")
    func all() async {
        let limiter = SiteLimiter()
        let count = Count()
        let passed = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<500 {
                group.addTask {
                    await limiter.pass(Self.lineA, limit: 3, latestTurn: Self.later) {
                        count.change(by: 1)
                        await Task.yield()
                        count.change(by: -1)
                    } != nil
                }
            }
            return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(passed == 500)
        #expect((1...3).contains(count.most))
        #expect(limiter.waiting.isEmpty)
    }

    @Test("a call whose time is over before its turn has none, and another site does not wait")
    func tooLate() async throws {
        let limiter = SiteLimiter()
        let (late, other) = try await Self.whileFull(limiter) { _ in
            let late = await limiter.pass(Self.lineA, limit: 1, latestTurn: .now + .milliseconds(20)) { true }
            return (late, await limiter.pass(Self.lineB, limit: 1, latestTurn: .now) { true })
        }
        #expect(late == nil)
        #expect(other == true)
    }

    @Test("calls that wait for the legacy endpoint keep none of their site's from PDS FHIR, and count together")
    func legs() async throws {
        let limiter = SiteLimiter()
        let fhir = try await Self.whileFull(limiter) { _ in
            let waiting = Task { await limiter.pass(Self.lineA, limit: 1, latestTurn: Self.later) { true } }
            try await Self.wait { limiter.waiting == ["A": 1] }
            defer { waiting.cancel() }
            return await limiter.pass(SiteLimiter.Line(site: "A", leg: .fhir), limit: 1, latestTurn: .now) { true }
        }
        #expect(fhir == true)
    }

    @Test("a call whose time is over before it waits has no turn, and holds none up", .timeLimit(.minutes(1)))
    func overBefore() async throws {
        let limiter = SiteLimiter()
        let (late, next) = try await Self.whileFull(limiter) { free in
            // Its time ended before it came: nobody would wake it.
            let late = await limiter.pass(Self.lineA, limit: 1, latestTurn: .now - .seconds(1)) { true }
            free()
            return (late, await limiter.pass(Self.lineA, limit: 1, latestTurn: Self.later) { true })
        }
        #expect(late == nil)
        #expect(next == true)
    }

    @Test("a call whose caller leaves is taken out of the queue, and the next one behind it gets the turn")
    func left() async throws {
        let limiter = SiteLimiter()
        let (left, next) = try await Self.whileFull(limiter) { free in
            let leaving = Task { await limiter.pass(Self.lineA, limit: 1, latestTurn: Self.later) { true } }
            try await Self.wait { limiter.waiting == ["A": 1] }
            let staying = Task { await limiter.pass(Self.lineA, limit: 1, latestTurn: Self.later) { true } }
            try await Self.wait { limiter.waiting == ["A": 2] }
            leaving.cancel()
            let left = await leaving.value
            #expect(limiter.waiting == ["A": 1])
            free()
            return (left, await staying.value)
        }
        #expect(left == nil)
        #expect(next == true)
    }
}
