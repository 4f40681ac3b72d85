import Comparison
public import FoundationEssentials
public import SMSPContract

/// Works off the queue of calls to be compared: asks the other side, compares, asks again where that is owed, records.
///
/// - SeeAlso: cutover-evidence §2.
public final class ShadowRunner: Sendable {
    let audit: any AuditJournal
    let forms: AnswerForms
    let ids: UUIDSource
    let now: @Sendable () -> Date
    let metrics: BridgeMetrics
    let again: SecondAsking
    private let executor = ShadowExecutor()
    private let queue: ShadowQueue
    private let store: any ComparisonStore
    private let tally: ComparisonTally

    /// A runner that records in `store`.
    ///
    /// - Parameter random: from 0 up to 1, for what is asked again and when.
    public init(
        queue: ShadowQueue,
        store: any ComparisonStore,
        tally: ComparisonTally,
        audit: any AuditJournal,
        metrics: BridgeMetrics,
        ids: UUIDSource,
        now: @escaping @Sendable () -> Date,
        random: @escaping @Sendable () -> Double
    ) {
        self.queue = queue
        self.store = store
        self.tally = tally
        self.audit = audit
        self.metrics = metrics
        self.ids = ids
        self.now = now
        forms = AnswerForms(ids: ids)
        again = SecondAsking(random: random)
    }

    /// Works until ``stop()``, or until it is cancelled.
    public func run() async {
        await withDiscardingTaskGroup { group in
            while let candidate = await queue.next() {
                group.addTask(executorPreference: executor, priority: .background) { [self] in
                    await compare(candidate)
                    queue.release(candidate)
                }
            }
            // Second askings that have not begun are given up, and what they were about is recorded as it stands.
            group.cancelAll()
        }
    }

    /// Takes no more calls, and drops those that wait.
    public func stop() { queue.close() }

    private func compare(_ candidate: ShadowCandidate) async {
        guard let first = await atAPlace({ await firstAsking(candidate) }) else { return }
        guard let call = first.call, let delay = delay(after: first, of: candidate) else {
            return record(first.record(asking: .first, verdict: first.comparison.verdict))
        }
        // A match is recorded at once; what the second asking finds changes nothing of it.
        let isSettled = first.comparison.verdict != .mismatch
        if isSettled { record(first.record(asking: .first, verdict: first.comparison.verdict)) }
        try? await Task.sleep(for: delay)
        await queue.enter()
        defer { queue.leave() }
        guard !Task.isCancelled, let second = await secondAsking(candidate, call: call, first: first) else {
            if !isSettled { record(first.record(asking: .first, verdict: first.comparison.verdict)) }
            return
        }
        if !isSettled {
            let verdict = SecondAsking.verdict(
                first: first.comparison,
                again: second.comparison,
                hasMoved: first.hasMoved(to: second)
            )
            record(first.record(asking: .first, verdict: verdict, isAskedAgain: true))
        }
        record(second.record(asking: .again, verdict: second.comparison.verdict))
    }

    private func atAPlace<Value: Sendable>(_ work: () async -> Value) async -> Value {
        // The place came with the candidate.
        defer { queue.leave() }
        return await work()
    }

    private func delay(after first: AskedPair, of candidate: ShadowCandidate) -> Duration? {
        guard candidate.site.informationGovernanceBasis?.covers.contains(.reask) == true else { return nil }
        return again.delay(after: first.comparison)
    }

    private func record(_ call: ComparedCall) {
        tally.count(call)
        store.enqueue(call)
    }
}
