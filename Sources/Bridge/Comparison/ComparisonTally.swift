import Evidence
import SMSPContract
import Synchronization

/// The verdicts of the calls compared since the start, for `/metrics`.
///
/// A count grows by the calls of at least five people at once, so that no two readings tell of a single person. The tokens
/// of as many are remembered until then, under a key of this process alone.
///
/// - SeeAlso: note N31.
public final class ComparisonTally: Sendable {
    private struct Cell: Hashable {
        let site: String
        let operation: SMSPOperation
        let verdict: Verdict
    }

    private struct Count {
        var shown = 0
        var waiting = 0
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
            var count = counts[cell, default: Count()]
            count.waiting += 1
            if let token { count.subjects.insert(token) }
            if count.subjects.count >= SmallCount.fewest {
                count = Count(shown: count.shown + count.waiting)
            }
            counts[cell] = count
        }
    }

    /// The counts that may be shown.
    public var samples: [MetricSample] {
        counts.withLock { $0 }.filter { $0.value.shown > 0 }.map { cell, count in
            .comparisons(site: cell.site, operation: cell.operation, verdict: cell.verdict.rawValue, count.shown)
        }
        .sorted { $0.labels.lexicographicallyPrecedes($1.labels) }
    }
}
