import PDSFHIR
import Testing

@testable import Backends

@Suite struct RetryPolicyTests {
    private static let policy = RetryPolicy(random: { 0.5 })

    @Test("only failures that may pass are retried (D35)", arguments: [408, 429, 500, 502, 503, 504])
    func retried(_ status: Int) {
        #expect(RetryPolicy.isRetried(status: status))
    }

    @Test("answers are not retried (D35)", arguments: [200, 301, 400, 401, 403, 404, 501])
    func notRetried(_ status: Int) {
        #expect(!RetryPolicy.isRetried(status: status))
    }

    @Test("an attempt is repeated twice at the most, after a pause that doubles (D35)")
    func pauses() {
        let start = ContinuousClock.now
        let pauses = (0...2).map { attempt in
            Self.policy.nextAttempt(
                after: attempt,
                rateLimit: nil,
                started: start,
                deadline: start + .seconds(4),
                now: start
            ).map { $0 - start }
        }
        #expect(pauses == [.milliseconds(100), .milliseconds(200), nil])
    }

    @Test(
        "the three kinds of 429 ask for pauses of their own",
        arguments: zip([RateLimitKind.spike, .applicationQuota, .wholeAPI], [250, 500, 500])
    )
    func rateLimits(_ kind: RateLimitKind, _ milliseconds: Int) {
        let start = ContinuousClock.now
        let next = Self.policy.nextAttempt(
            after: 0,
            rateLimit: kind,
            started: start,
            deadline: start + .seconds(4),
            now: start
        )
        #expect(next == start + .milliseconds(milliseconds))
    }

    @Test("no retry begins with under 30% of the budget left (D35)", arguments: zip([2600, 2800], [true, false]))
    func shareLeft(_ elapsed: Int, _ isRetried: Bool) {
        let start = ContinuousClock.now
        let next = Self.policy.nextAttempt(
            after: 0,
            rateLimit: nil,
            started: start,
            deadline: start + .seconds(4),
            now: start + .milliseconds(elapsed)
        )
        #expect((next != nil) == isRetried)
    }
}
