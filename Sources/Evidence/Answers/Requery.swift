import Synchronization

/// The rule for second queries of both sides, and for their effect on the first verdict.
///
/// 1. Both sides are queried again 2 to 10 seconds after an unexplained difference, and after one match in a hundred, so
///    that the number of differences that come and go on their own is known.
/// 2. Second queries are at most `comparison.reaskShare` of the first ones; beyond it a mismatch remains unconfirmed.
/// 3. A difference of S1 or S2 that is gone the second time still counts, unless the record moved meanwhile or a rule
///    explains this very difference then.
///
/// - SeeAlso: docs/evidence.md §2.
public struct Requery: Sendable {
    /// The share of the calls without a difference that are queried again.
    static let shareOfMatches = 0.01
    /// The usual wait before the second query: long enough for most replication lag to pass.
    public static let usualDelays: ClosedRange<Duration> = .seconds(2) ... .seconds(10)

    private let delays: ClosedRange<Duration>
    private let random: @Sendable () -> Double
    private let credit: Credit

    /// The number of second queries that may be made.
    private final class Credit: Sendable {
        let queries = Mutex(1.0)
    }

    /// Creates the rule with the credit for one query.
    ///
    /// - Parameters:
    ///   - delays: the shortest and the longest wait before the second query.
    ///   - random: a number from 0 up to 1.
    public init(delays: ClosedRange<Duration> = usualDelays, random: @escaping @Sendable () -> Double) {
        self.delays = delays
        self.random = random
        credit = Credit()
    }

    /// Records a first query, which pays for a share of a second one.
    public func earn(_ share: Double) {
        // At most ten are saved, so that a quiet night pays for no storm. The first one is paid in advance, but not
        // with a share of nothing.
        credit.queries.withLock { $0 = share > 0 ? min($0 + share, 10) : 0 }
    }

    /// True if one more query may be made, which is then counted.
    public func spend() -> Bool {
        credit.queries.withLock { queries in
            guard queries >= 1 else { return false }
            queries -= 1
            return true
        }
    }

    /// The wait before the second query; nil if there is to be none.
    public func delay(after first: AnswerComparison) -> Duration? {
        switch first.verdict {
        case .mismatch: break
        case .match, .expected: guard random() < Self.shareOfMatches else { return nil }
        case .transient, .skewed, .incomparable, .oneSided: return nil
        }
        guard spend() else { return nil }
        return delays.lowerBound + (delays.upperBound - delays.lowerBound) * random()
    }

    /// The verdict on a call after the second query.
    ///
    /// - Parameter hasMoved: true if the version of the record is another than at the first query.
    public static func verdict(first: AnswerComparison, again: AnswerComparison, hasMoved: Bool) -> Verdict {
        guard first.verdict == .mismatch else { return first.verdict }
        switch again.verdict {
        case .match, .expected:
            if hasMoved { return .skewed }
            // A rule that explains another difference says nothing about one that is merely gone.
            let keys = Set(again.differences.map(\.key))
            let gone = first.unexplained.filter { !keys.contains($0.key) }
            guard let highest = gone.map(\.severity).min() else { return .expected }
            return highest <= .s2 ? .mismatch : .transient
        case .mismatch, .transient, .skewed, .incomparable, .oneSided: return .mismatch
        }
    }
}
