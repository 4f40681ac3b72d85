import Foundation
import Testing

@testable import Backends

/// Live requests and those of comparisons share a quota: what live load leaves is used, and live load never notices.
///
/// Time is virtual: the bucket is told what time it is.
@Suite struct SpareQuotaTests {
    /// How live load swings between nothing and the whole quota.
    enum Swing: String, CaseIterable, CustomTestStringConvertible {
        case square, wave, bursts
        var testDescription: String { rawValue }

        /// The share of the quota that is asked for live at a second.
        func share(at second: Double, _ draws: [Double]) -> Double {
            switch self {
            case .square: Int(second / 45).isMultiple(of: 2) ? 0 : 1
            case .wave: (1 - cos(second / 60 * .pi)) / 2
            case .bursts: draws[Int(second / 7) % draws.count]
            }
        }
    }

    /// PDS: refuses what is more than the quota within any minute.
    private struct Counter {
        let perMinute: Int
        private var sent: [Double] = []
        private var first = 0

        init(perMinute: Int) { self.perMinute = perMinute }

        /// Whether a request at a second is taken.
        mutating func takes(_ second: Double) -> Bool {
            while first < sent.count, sent[first] <= second - 60 { first += 1 }
            sent.append(second)
            return sent.count - first <= perMinute
        }
    }

    private struct Outcome {
        var live = 0
        var spare = 0
        var refusedLive = 0
        var refusedSpare = 0
        /// The longest that a live request waited, seconds.
        var longestWait = 0.0
    }

    private static let seed = UInt64(20_261_128)
    private static let length = 900.0

    /// Runs `swing` for a quarter of an hour against a quota; comparisons are always there to be made, or never.
    private static func run(_ swing: Swing, quota: Double, isComparing: Bool) -> Outcome {
        var state = seed
        let draws = (0..<97).map { _ -> Double in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Double(state >> 11) / Double(1 << 53)
        }
        let start = ContinuousClock.now + .seconds(10)
        let bucket = QuotaBucket(requestsPerSecond: quota)
        var (outcome, owed, nextSpare) = (Outcome(), 0.0, 0.0)
        var sendings: [(second: Double, isLive: Bool)] = []
        for step in 0..<Int(length * 100) {
            let second = Double(step) / 100
            let now = start + .seconds(second)
            owed += swing.share(at: second, draws) * quota / 100
            while owed >= 1 {
                owed -= 1
                guard let due = bucket.reserve(at: now, before: now + .seconds(5)) else { continue }
                let wait = (due - now) / .seconds(1)
                outcome.longestWait = max(outcome.longestWait, wait)
                sendings.append((second + wait, true))
            }
            while isComparing, nextSpare <= second {
                guard let next = bucket.reserveSpare(at: now) else {
                    sendings.append((second, false))
                    continue
                }
                nextSpare = max((next - start) / .seconds(1), second + 0.001)
            }
        }
        var pds = Counter(perMinute: Int(quota * 60))
        for (second, isLive) in sendings.sorted(by: { $0.second < $1.second }) {
            let isTaken = pds.takes(second)
            if isLive {
                outcome.live += 1
                outcome.refusedLive += isTaken ? 0 : 1
            } else {
                outcome.spare += 1
                outcome.refusedSpare += isTaken ? 0 : 1
            }
        }
        return outcome
    }

    @Test(
        "comparing causes no 429 for a live request, whose wait stays under a second",
        arguments: Swing.allCases,
        [5.0, 20.0]
    )
    func liveUnharmed(_ swing: Swing, _ quota: Double) {
        let (alone, beside) = (
            Self.run(swing, quota: quota, isComparing: false), Self.run(swing, quota: quota, isComparing: true)
        )
        print("quota: \(swing.rawValue), \(quota)/s, seed \(Self.seed): live \(beside.live), compared \(beside.spare)")
        #expect(alone.refusedLive == 0, "the live load alone has to fit")
        #expect(beside.live == alone.live)
        #expect(beside.refusedLive == 0)
        #expect(beside.longestWait < 1)
    }

    @Test("nine tenths of what live load leaves are used", arguments: Swing.allCases, [5.0, 20.0])
    func spareUsed(_ swing: Swing, _ quota: Double) {
        let outcome = Self.run(swing, quota: quota, isComparing: true)
        let spare = quota * Self.length - Double(outcome.live)
        #expect(Double(outcome.spare) >= 0.9 * spare, "\(outcome.spare) of \(spare)")
    }

    @Test("with nothing live, comparing stays under the quota of every minute by itself", arguments: [1.0, 5, 20])
    func alone(_ quota: Double) {
        let bucket = QuotaBucket(requestsPerSecond: quota)
        var (pds, sent, second) = (Counter(perMinute: Int(quota * 60)), 0, 0.0)
        let start = ContinuousClock.now + .seconds(10)
        var refused = 0
        while second < 600 {
            if let next = bucket.reserveSpare(at: start + .seconds(second)) {
                second = max((next - start) / .seconds(1), second + 0.001)
            } else {
                sent += 1
                if !pds.takes(second) { refused += 1 }
            }
        }
        #expect(refused == 0)
        #expect(Double(sent) >= 0.9 * quota * 600)
    }
}
