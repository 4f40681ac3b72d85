import Evidence
import Synchronization

/// When both sides are asked a second time, and what that makes of the first verdict.
///
/// 1. An unexplained difference is asked about again after 2 to 10 seconds, and so is one match in a hundred, so that
///    it is known how many differences come and go on their own.
/// 2. Second askings are at most `comparison.reaskShare` of the first ones; beyond it a mismatch stands unconfirmed.
/// 3. A difference of S1 or S2 that is gone the second time still counts, unless the record moved meanwhile or a rule
///    explains this very difference then.
///
/// - SeeAlso: docs/evidence.md §2.
struct Requery: Sendable {
    /// How many of the calls that do not differ are asked about again.
    static let shareOfMatches = 0.01
    private let delays: ClosedRange<Duration>
    private let random: @Sendable () -> Double
    private let credit: Credit

    /// What may be spent on second askings.
    private final class Credit: Sendable {
        let askings = Mutex(1.0)
    }

    /// Creates the re-queries of a bridge.
    ///
    /// - Parameters:
    ///   - delays: the shortest and the longest delay before a re-query.
    ///   - random: from 0 up to 1.
    init(delays: ClosedRange<Duration> = ShadowRunner.requeryDelays, random: @escaping @Sendable () -> Double) {
        self.delays = delays
        self.random = random
        credit = Credit()
    }

    /// Notes a first asking, which pays for a share of a second one.
    func earn(_ share: Double) {
        // Saved up at most for ten, so that a quiet night pays for no storm. The first one is paid in advance, but not
        // where there is to be none.
        credit.askings.withLock { $0 = share > 0 ? min($0 + share, 10) : 0 }
    }

    /// Whether one more may be made; it is counted then.
    func spend() -> Bool {
        credit.askings.withLock { askings in
            guard askings >= 1 else { return false }
            askings -= 1
            return true
        }
    }

    /// How long to wait before the second asking; nil when there is to be none.
    func delay(after first: AnswerComparison) -> Duration? {
        switch first.verdict {
        case .mismatch: break
        case .match, .expected: guard random() < Self.shareOfMatches else { return nil }
        case .transient, .skewed, .incomparable, .oneSided: return nil
        }
        guard spend() else { return nil }
        return delays.lowerBound + (delays.upperBound - delays.lowerBound) * random()
    }

    /// The verdict on a call that was asked twice.
    ///
    /// - Parameter hasMoved: whether the version of the record is another than at the first asking.
    static func verdict(first: AnswerComparison, again: AnswerComparison, hasMoved: Bool) -> Verdict {
        guard first.verdict == .mismatch else { return first.verdict }
        switch again.verdict {
        case .match, .expected:
            if hasMoved { return .skewed }
            // A rule that explains another difference says nothing of one that is merely gone.
            let gone = first.unexplained.filter { difference in
                !again.differences.contains { ($0.leaf, $0.shape) == (difference.leaf, difference.shape) }
            }
            guard let gravest = gone.map(\.severity).min() else { return .expected }
            return gravest <= .s2 ? .mismatch : .transient
        case .mismatch, .transient, .skewed, .incomparable, .oneSided: return .mismatch
        }
    }
}
