import Evidence
import SMSPContract
import Synchronization

/// The verdicts of the calls compared since the start, for `/metrics`.
///
/// To know whether a count is of fewer than five people, the tokens of as many are remembered, under a key of this
/// process alone.
public final class ComparisonTally: Sendable {
    private struct Cell: Hashable {
        let site: String
        let operation: SMSPOperation
        let verdict: Verdict
    }

    private struct Count {
        var calls = 0
        var subjects: Set<String> = []
    }

    private let key = PeriodKey.random()
    private let counts = Mutex<[Cell: Count]>([:])

    /// Creates an empty tally.
    public init() {}

    /// Counts a call by its first query.
    func count(_ call: ComparedCall) {
        guard call.query == .first else { return }
        let cell = Cell(site: call.period.site, operation: call.period.operation, verdict: call.verdict)
        let token = call.subject.map(key.token)
        counts.withLock { counts in
            counts[cell, default: Count()].calls += 1
            if let token, counts[cell, default: Count()].subjects.count < SmallCount.fewest {
                counts[cell, default: Count()].subjects.insert(token)
            }
        }
    }

    /// The counts that may be shown.
    public var samples: [MetricSample] {
        counts.withLock { $0 }.compactMap { cell, count in
            SmallCount(count.calls, of: count.subjects.count).shown.map {
                .comparisons(site: cell.site, operation: cell.operation, verdict: cell.verdict.rawValue, $0)
            }
        }
        .sorted { $0.labels.lexicographicallyPrecedes($1.labels) }
    }
}
