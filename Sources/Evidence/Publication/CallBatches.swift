/// The batches in which compared calls are published, and the counts made of them.
///
/// Every count of calls that a report, the API or the console shows is a sum of whole batches (``calls(where:)`` is the
/// only way to one). A batch is of at least ``SmallCount/fewest`` people and never changes once its day is closed. So
/// whatever two tables are subtracted from each other, of whatever windows, sites or days, the rest is whole batches: no
/// call at all, or calls of at least five people.
///
/// - SeeAlso: note N31; docs/evidence.md §3, small counts.
public struct CallBatches: Sendable {
    /// Calls of one kind that are published together.
    struct Batch: Sendable, Equatable {
        let kind: CallKind
        let calls: Int
        /// The days of its first and last call.
        let days: ClosedRange<EvidenceDay>
        /// The number of its people who are in no earlier batch, and in no earlier one of its pattern.
        let newPeople, newPeopleOfPattern: Int
    }

    let batches: [Batch]

    /// No batches.
    public static let none = CallBatches(batches: [])

    init(batches: [Batch]) {
        self.batches = batches
    }

    /// Forms the batches of calls whose tokens are under one key.
    ///
    /// - Parameters:
    ///   - calls: the calls, those of an earlier day first.
    ///   - day: the first day that is not closed; calls from it on do not count yet.
    public init(of calls: some Sequence<CountedCall>, before day: EvidenceDay) {
        var forming = BatchFormation()
        for call in calls where call.day < day { forming.add(call) }
        forming.advance(to: day)
        batches = forming.batches
    }

    /// The batches of several periods or keys.
    public init(joining parts: some Sequence<CallBatches>) {
        batches = parts.flatMap(\.batches)
    }

    /// The batches that are wholly within a window; all of them without one.
    public func within(_ window: EvidenceWindow?) -> CallBatches {
        guard let window else { return self }
        return CallBatches(batches: batches.filter { window.contains($0.days) })
    }

    /// The days of the first and the last call; nil without batches.
    public var days: ClosedRange<EvidenceDay>? { days { _ in true } }

    /// The days of the first and the last call of some kinds; nil without batches.
    public func days(where isCounted: (CallKind) -> Bool) -> ClosedRange<EvidenceDay>? {
        let days = batches.filter { isCounted($0.kind) }.map(\.days)
        guard let first = days.map(\.lowerBound).min(), let last = days.map(\.upperBound).max() else { return nil }
        return first...last
    }

    // MARK: - Counts

    /// The number of calls of some kinds.
    public func calls(where isCounted: (CallKind) -> Bool) -> SmallCount {
        let counted = batches.filter { isCounted($0.kind) }
        return SmallCount(shown: counted.isEmpty ? nil : counted.map(\.calls).reduce(0, +))
    }

    /// The number of people.
    public var people: SmallCount { SmallCount(inSteps: batches.map(\.newPeople).reduce(0, +)) }

    /// The number of people of a pattern.
    public func people(of pattern: String) -> SmallCount {
        SmallCount(inSteps: batches.filter { $0.kind.pattern == pattern }.map(\.newPeopleOfPattern).reduce(0, +))
    }

    /// The number of calls of each verdict; a verdict of none or of few is left out.
    public var verdicts: [Verdict: SmallCount] { counts(by: \.verdict) }

    /// The number of mismatches by the highest severity; one of none or of few is left out.
    public var severities: [Severity: SmallCount] { counts { $0.verdict == .mismatch ? $0.severity : nil } }

    /// The calls that were compared, and those that were not, which add up to all.
    public var coverage: CallCoverage {
        CallCoverage(
            calls: calls { _ in true },
            compared: calls { $0.notCompared == nil },
            notCompared: counts(by: \.notCompared)
        )
    }

    /// The number of calls whose payloads are equal in canonical XML.
    public var equalInBytes: SmallCount { calls { $0.isEqualInBytes == true } }

    /// The number of calls with a difference in a leaf, in one shape or in any.
    public func calls(differingIn leaf: ComparedLeaf, shape: DifferenceShape? = nil, isExplained: Bool) -> SmallCount {
        calls { kind in
            kind.differences.contains {
                $0.isExplained == isExplained && $0.key.leaf == leaf && (shape == nil || $0.key.shape == shape)
            }
        }
    }

    /// The number of calls by a part of their kind; those without it are left out.
    public func counts<Part: Hashable>(by part: (CallKind) -> Part?) -> [Part: SmallCount] {
        Dictionary(grouping: batches) { part($0.kind) }.reduce(into: [:]) { counts, group in
            guard let part = group.key else { return }
            counts[part] = SmallCount(shown: group.value.map(\.calls).reduce(0, +))
        }
    }
}
