import PDSFHIR
import Testing

@testable import Backends

/// How fast spare requests go, and what the three texts of 429 make of it.
@Suite struct SparePaceTests {
    /// A bucket some time after it was made, and spare requests without end on it.
    private final class Spares {
        let bucket: QuotaBucket
        private let start = ContinuousClock.now + .seconds(10)
        private(set) var time = Duration.zero

        init(quota: Double) { bucket = QuotaBucket(requestsPerSecond: quota) }

        var now: ContinuousClock.Instant { start + time }

        /// When requests go in the time that follows, from its beginning on.
        func run(for length: Duration) -> [Duration] {
            let begin = time
            var sent: [Duration] = []
            while time < begin + length {
                if let next = bucket.reserveSpare(at: now) {
                    time = max(next - start, time + .nanoseconds(1))
                } else {
                    sent.append(time - begin)
                }
            }
            time = begin + length
            return sent
        }

        /// Asks for nothing for a while.
        func rest(_ length: Duration) { time += length }

        func hear(_ limit: RateLimitKind) { bucket.heard(limit, at: now) }
    }

    /// Whether two requests went within less than the time that one takes of the quota.
    private static func isBurst(_ sent: [Duration], quota: Double) -> Bool {
        zip(sent, sent.dropFirst()).contains { $1 - $0 < .seconds(1) / quota }
    }

    private static func isAbout(_ count: Int, _ expected: Double) -> Bool {
        abs(Double(count) - expected) <= max(2, 0.02 * expected)
    }

    // MARK: - By itself

    @Test("with nothing live, spare requests take 97% of the quota", arguments: [0.5, 1.0, 5, 20])
    func rate(_ quota: Double) {
        let spares = Spares(quota: quota)
        for _ in 0..<5 { #expect(Self.isAbout(spares.run(for: .seconds(60)).count, 0.97 * 60 * quota)) }
    }

    @Test("after a rest no more go in a minute than the quota allows", arguments: [5.0, 20])
    func afterRest(_ quota: Double) {
        let spares = Spares(quota: quota)
        spares.rest(.seconds(600))
        let sent = spares.run(for: .seconds(60))
        #expect(Double(sent.count) <= 60 * quota)
        #expect(sent.count { $0 < .seconds(1) } <= Int(1.25 * quota))
    }

    @Test("a spare request waits until no live one does")
    func liveWaits() throws {
        let spares = Spares(quota: 5)
        let dues = (0..<15).map { _ in spares.bucket.reserve(at: spares.now, before: spares.now + .seconds(60)) }
        let last = try #require(dues.last ?? nil)
        #expect(last - spares.now == .seconds(2))
        #expect(try #require(spares.bucket.reserveSpare(at: spares.now)) >= last)
        #expect(try #require(spares.run(for: .seconds(60)).first) >= .seconds(2))
    }

    @Test("live requests find a full second of the quota, whatever spare ones took")
    func liveBurst() {
        let spares = Spares(quota: 5)
        _ = spares.run(for: .seconds(60))
        let dues = (0..<6).map { _ in
            spares.bucket.reserve(at: spares.now, before: spares.now + .seconds(5)).map { $0 - spares.now }
        }
        #expect(dues == Array(repeating: .zero, count: 5) + [.milliseconds(200)])
    }

    // MARK: - The application's quota

    @Test(
        "a 429 for the application's quota, or of a text that is not known, halves the rate for a minute",
        arguments: [RateLimitKind.applicationQuota, .unknown],
        [5.0, 20]
    )
    func applicationQuota(_ limit: RateLimitKind, _ quota: Double) {
        let spares = Spares(quota: quota)
        _ = spares.run(for: .seconds(60))
        spares.hear(limit)
        let minutes = (0..<3).map { _ in spares.run(for: .seconds(60)).count }
        #expect(Self.isAbout(minutes[0], 0.97 * 30 * quota))
        #expect(Self.isAbout(minutes[1], 0.97 * 60 * quota))
        #expect(Self.isAbout(minutes[2], 0.97 * 60 * quota))
    }

    @Test("two of them quarter it, and it doubles minute by minute")
    func twice() {
        let spares = Spares(quota: 20)
        _ = spares.run(for: .seconds(60))
        for _ in 0..<2 { spares.hear(.applicationQuota) }
        let minutes = (0..<3).map { _ in spares.run(for: .seconds(60)).count }
        for (count, share) in zip(minutes, [0.25, 0.5, 1]) { #expect(Self.isAbout(count, 0.97 * share * 1200)) }
    }

    @Test("another within the minute puts off the recovery by a minute")
    func putOff() {
        let spares = Spares(quota: 20)
        spares.hear(.applicationQuota)
        _ = spares.run(for: .seconds(59))
        spares.hear(.applicationQuota)
        #expect(Self.isAbout(spares.run(for: .seconds(59)).count, 0.97 * 0.25 * 20 * 59))
    }

    @Test("however many there are, a thirty-second part is left, and all of it is back after five minutes")
    func most() {
        let spares = Spares(quota: 20)
        for _ in 0..<100 { spares.hear(.applicationQuota) }
        #expect(Self.isAbout(spares.run(for: .seconds(60)).count, 0.97 * 1200 / 32))
        _ = spares.run(for: .seconds(240))
        #expect(Self.isAbout(spares.run(for: .seconds(60)).count, 0.97 * 1200))
    }

    // MARK: - A spike, and the whole API

    @Test("a 429 for a spike takes the bursts out of the rate for a minute, and leaves the rate")
    func spike() {
        let spares = Spares(quota: 20)
        spares.rest(.seconds(5))
        #expect(Self.isBurst(spares.run(for: .seconds(5)), quota: 20))
        spares.hear(.spike)
        for _ in 0..<5 {
            spares.rest(.seconds(5))
            let sent = spares.run(for: .seconds(6))
            #expect(!Self.isBurst(sent, quota: 20))
            #expect(Self.isAbout(sent.count, 0.97 * 120))
        }
        spares.rest(.seconds(6))
        #expect(Self.isBurst(spares.run(for: .seconds(5)), quota: 20))
    }

    @Test(
        "a 429 for the whole API stops it for half a minute, after which the rate is what it was",
        arguments: [5.0, 20]
    )
    func wholeAPI(_ quota: Double) {
        let spares = Spares(quota: quota)
        _ = spares.run(for: .seconds(60))
        spares.hear(.wholeAPI)
        #expect(spares.run(for: .seconds(30)).isEmpty)
        #expect(Self.isAbout(spares.run(for: .seconds(60)).count, 0.97 * 60 * quota))
    }

    @Test("a 429 of any kind changes nothing for live requests", arguments: RateLimitKind.allCases)
    func live(_ limit: RateLimitKind) {
        let spares = Spares(quota: 5)
        spares.hear(limit)
        let dues = (0..<6).map { _ in
            spares.bucket.reserve(at: spares.now, before: spares.now + .seconds(5)).map { $0 - spares.now }
        }
        #expect(dues == Array(repeating: .zero, count: 5) + [.milliseconds(200)])
    }

    // MARK: - Waiting

    @Test("a spare request whose turn comes after its deadline is told so without waiting")
    func deadline() async throws {
        let bucket = QuotaBucket(requestsPerSecond: 5)
        // As if it were heard an hour from now: the turn comes after that, however late this test goes on.
        bucket.heard(.wholeAPI, at: .now + .seconds(3600))
        let start = ContinuousClock.now
        #expect(try await !bucket.take(as: .comparison, before: start + .seconds(3600)))
        #expect(ContinuousClock.now - start < .seconds(3600))
    }

    @Test("a spare request waits for its turn when that comes in time")
    func waits() async throws {
        let start = ContinuousClock.now
        let bucket = QuotaBucket(requestsPerSecond: 10)
        for _ in 0..<12 { #expect(try await bucket.take(as: .comparison, before: start + .seconds(3600))) }
        #expect(ContinuousClock.now - start >= .milliseconds(850))
    }

    @Test("a spare request that is cancelled while it waits says so")
    func cancelled() async throws {
        let bucket = QuotaBucket(requestsPerSecond: 5)
        bucket.heard(.wholeAPI, at: .now + .seconds(3600))
        let waiting = Task { try await bucket.take(as: .comparison, before: .now + .seconds(7200)) }
        waiting.cancel()
        await #expect(throws: CancellationError.self) { try await waiting.value }
    }
}
