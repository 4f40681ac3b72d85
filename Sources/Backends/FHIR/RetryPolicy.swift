import Curl
import PDSFHIR

/// Which failed attempts are made again, after how long, and for how long at all.
///
/// 1. No connection, a cut connection, 408, 429, 500, 502, 503 and 504 are retried, at most twice.
/// 2. No retry begins with under 30% of the call's budget left.
/// 3. The pause doubles from one retry to the next and is jittered by half of it either way; a 429 for the quota of
///    the application or for the whole API asks for longer than one for a spike.
///
/// - SeeAlso: decision D35; PDS FHIR API, "rate limits", and the three texts of 429 (docs/contract/pds-fhir.md §4).
struct RetryPolicy: Sendable {
    /// The largest number of retries.
    static let limit = 2
    /// The share of the budget that must be left for a retry to begin.
    static let shareLeft = 0.3

    /// A number from 0 up to 1, for jitter.
    let random: @Sendable () -> Double

    /// True if an answer with this status is worth a retry.
    static func isRetried(status: Int) -> Bool {
        [408, 429, 500, 502, 503, 504].contains(status)
    }

    /// True if an attempt that failed in this way is worth a retry.
    static func isRetried(_ error: CurlError) -> Bool {
        switch error {
        case .couldNotConnect, .cutOff: true
        default: false
        }
    }

    /// The earliest start of the attempt after number `attempt` (0 is the first); nil if there is none.
    func nextAttempt(
        after attempt: Int,
        rateLimit: RateLimitKind?,
        started: ContinuousClock.Instant,
        deadline: ContinuousClock.Instant,
        now: ContinuousClock.Instant = .now
    ) -> ContinuousClock.Instant? {
        guard attempt < Self.limit else { return nil }
        let base: Duration =
            switch rateLimit {
            case nil: .milliseconds(100)
            case .spike: .milliseconds(250)
            case .applicationQuota, .wholeAPI, .unknown: .milliseconds(500)
            }
        let pause = base * (1 << attempt) * (0.5 + random())
        let next = now + pause
        guard deadline - next >= (deadline - started) * Self.shareLeft else { return nil }
        return next
    }
}
