import PDSFHIR

/// The pace of requests that use only what live calls leave of a quota.
///
/// 1. All requests together, live ones counted, stay under 97% of the quota while a spare one goes: what live load a
///    minute from now may need is not used up.
/// 2. A 429 for the application's quota halves the rate, a minute without one doubles it again.
/// 3. A 429 for a spike takes the bursts out of it for a minute, one for the whole API stops it for half a minute.
///
/// - SeeAlso: docs/evidence.md §5; docs/contract/pds-fhir.md §4, the three texts of 429.
struct SparePace {
    /// The share of the quota up to which spare requests fill it.
    static let fullShare = 0.97
    /// The lead of spare requests: enough for a timer that fires late.
    ///
    /// What they ran ahead more would be missing to a live load that takes the whole quota before the minute is over.
    private static let burst: Duration = .milliseconds(200)
    /// How long a debt is remembered: a minute of live load at the whole quota, which is two seconds' worth more than
    /// the share, and a burst of a second before it.
    private static let debt: Duration = .seconds(4)
    private static let memory: Duration = .seconds(60)
    private static let pause: Duration = .seconds(30)
    /// The largest number of halvings of the rate.
    private static let halvings = 5

    /// The cost of one request in the full quota.
    private let interval: Duration
    /// The time at which the requests so far are paid for.
    private var paidAt: ContinuousClock.Instant
    private var halved = 0
    /// The time at which a halved rate next doubles.
    private var doublesAt: ContinuousClock.Instant
    private var smoothUntil: ContinuousClock.Instant
    private var pausedUntil: ContinuousClock.Instant

    init(interval: Duration, now: ContinuousClock.Instant) {
        self.interval = interval
        (paidAt, doublesAt, smoothUntil, pausedUntil) = (now, now, now, now)
    }

    /// Counts a request of any kind.
    mutating func count(at now: ContinuousClock.Instant) {
        recover(at: now)
        let share = Self.fullShare / Double(1 << halved)
        paidAt = min(max(paidAt, now) + interval / share, now + max(Self.debt, interval / share))
    }

    /// The time at which a spare request may be sent, unless another request comes first.
    func earliest(at now: ContinuousClock.Instant) -> ContinuousClock.Instant {
        let burst = now < smoothUntil || halved > 0 ? .zero : Self.burst
        return max(paidAt - burst, pausedUntil)
    }

    /// Records that the backend refused a request of any kind.
    mutating func heard(_ limit: RateLimitKind, at now: ContinuousClock.Instant) {
        recover(at: now)
        switch limit {
        case .applicationQuota, .unknown:
            halved = min(halved + 1, Self.halvings)
            doublesAt = now + Self.memory
        case .spike: smoothUntil = now + Self.memory
        case .wholeAPI: pausedUntil = now + Self.pause
        }
    }

    private mutating func recover(at now: ContinuousClock.Instant) {
        while halved > 0, now >= doublesAt {
            halved -= 1
            doublesAt += Self.memory
        }
    }
}
