import Testing

@testable import Backends

@Suite struct QuotaBucketTests {
    /// When each of `count` tokens that are asked for at once, a while after the bucket was made, may be used.
    private static func dues(_ bucket: QuotaBucket, count: Int, patience: Duration) -> [Duration?] {
        let now = ContinuousClock.now + .seconds(10)
        return (0..<count).map { _ in bucket.reserve(at: now, before: now + patience).map { $0 - now } }
    }

    @Test("a full bucket gives one second's worth at once, then one at a time (D64)")
    func depth() {
        let bucket = QuotaBucket(requestsPerSecond: 4)
        let dues = Self.dues(bucket, count: 6, patience: .seconds(5))
        #expect(dues == [.zero, .zero, .zero, .zero, .milliseconds(250), .milliseconds(500)])
    }

    @Test("a rate of less than one a second still gives the first at once (D64)")
    func slowRate() {
        let dues = Self.dues(QuotaBucket(requestsPerSecond: 0.5), count: 3, patience: .seconds(5))
        #expect(dues == [.zero, .seconds(2), .seconds(4)])
    }

    @Test("a token that would come after the deadline is refused and not taken (D64)")
    func refusal() {
        let bucket = QuotaBucket(requestsPerSecond: 2)
        let dues = Self.dues(bucket, count: 10, patience: .milliseconds(600))
        #expect(dues == [.zero, .zero, .milliseconds(500)] + Array(repeating: nil, count: 7))
    }

    @Test("a bucket that was emptied fills up again, to its depth and no further (D64)")
    func refill() {
        let bucket = QuotaBucket(requestsPerSecond: 2)
        _ = Self.dues(bucket, count: 2, patience: .zero)
        let later = ContinuousClock.now + .seconds(100)
        let dues = (0..<3).map { _ in bucket.reserve(at: later, before: later + .seconds(1)).map { $0 - later } }
        #expect(dues == [.zero, .zero, .milliseconds(500)])
    }

    @Test("taking waits until the token is due")
    func waits() async throws {
        let bucket = QuotaBucket(requestsPerSecond: 10)
        let start = ContinuousClock.now
        for _ in 0..<11 { #expect(try await bucket.take(before: start + .seconds(3600))) }
        #expect(ContinuousClock.now - start >= .milliseconds(90))
    }
}
