import CoreMetrics
import Synchronization

/// A histogram: how many observations were no larger than each of some bounds, and their sum.
final class HistogramMeter: TimerHandler, RecorderHandler {
    /// The bounds of timers, seconds: from an answer out of memory to the longest deadline.
    static let seconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]
    /// The bounds of recorders, whose unit is not known.
    static let powersOfTen = [1.0, 10, 100, 1000, 10_000, 100_000, 1_000_000]

    /// The observations so far.
    struct Reading {
        /// For each bound, how many observations were no larger: cumulative.
        let cumulative: [(bound: Double, count: Int)]
        /// The number of observations.
        let count: Int
        /// The sum of the observations.
        let sum: Double
    }

    private struct State {
        /// For each bound, how many observations lie between it and the one before; the last is beyond all bounds.
        var counts: [Int]
        var sum = 0.0
    }

    private let bounds: [Double]
    private let state: Mutex<State>

    init(bounds: [Double]) {
        self.bounds = bounds
        state = Mutex(State(counts: Array(repeating: 0, count: bounds.count + 1)))
    }

    func recordNanoseconds(_ duration: Int64) { record(Double(duration) / 1e9) }
    func record(_ value: Int64) { record(Double(value)) }

    func record(_ value: Double) {
        let index = bounds.firstIndex { value <= $0 } ?? bounds.count
        state.withLock { state in
            state.counts[index] += 1
            state.sum += value
        }
    }

    var reading: Reading {
        let state = state.withLock { $0 }
        var count = 0
        let cumulative = zip(bounds, state.counts).map { bound, more in
            count += more
            return (bound, count)
        }
        return Reading(cumulative: cumulative, count: state.counts.reduce(0, +), sum: state.sum)
    }
}
