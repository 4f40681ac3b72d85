import Evidence
public import FoundationEssentials
public import SMSPContract

/// Works off the queue of calls to be compared: asks the other side, compares, asks again where that is owed, records.
///
/// - SeeAlso: docs/evidence.md §2.
public final class ShadowRunner: Sendable {
    let audit: any AuditJournal
    let responses: FailureResponses
    let ids: UUIDSource
    let now: @Sendable () -> Date
    let metrics: BridgeMetrics
    let again: Requery
    private let executor = ShadowExecutor()
    private let queue: ShadowQueue
    private let store: any ComparisonStore
    private let tally: ComparisonTally

    /// The delay before a re-query: long enough for most replication lag to pass.
    public static let requeryDelays: ClosedRange<Duration> = .seconds(2) ... .seconds(10)

    /// A runner that records in `store`.
    ///
    /// - Parameters:
    ///   - requeryDelays: the shortest and the longest delay before a re-query.
    ///   - random: from 0 up to 1, for what is asked again and when.
    public init(
        queue: ShadowQueue,
        store: any ComparisonStore,
        tally: ComparisonTally,
        audit: any AuditJournal,
        metrics: BridgeMetrics,
        ids: UUIDSource,
        now: @escaping @Sendable () -> Date,
        requeryDelays: ClosedRange<Duration> = ShadowRunner.requeryDelays,
        random: @escaping @Sendable () -> Double
    ) {
        self.queue = queue
        self.store = store
        self.tally = tally
        self.audit = audit
        self.metrics = metrics
        self.ids = ids
        self.now = now
        responses = FailureResponses(ids: ids)
        again = Requery(delays: requeryDelays, random: random)
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
            // Askings are given up: first ones are dropped, and what second ones were about is recorded as it stands.
            group.cancelAll()
        }
    }

    /// Takes no more calls, and drops those that wait.
    public func stop() { queue.close() }

    private func compare(_ candidate: ShadowCandidate) async {
        guard let first = await atAPlace({ await firstAsking(candidate) }) else { return }
        // What was cut off by the end of the process says nothing of either side.
        guard !Task.isCancelled else { return metrics.dropped(.stopping) }
        guard let call = first.call, let delay = delay(after: first, of: candidate) else {
            return record(first.record(asking: .first))
        }
        // A match is recorded at once; what the second asking finds changes nothing of it.
        let isSettled = first.verdict != .mismatch
        if isSettled { record(first.record(asking: .first)) }
        try? await Task.sleep(for: delay)
        await queue.enter()
        defer { queue.leave() }
        guard !Task.isCancelled, let second = await secondAsking(candidate, call: call, first: first), !Task.isCancelled
        else {
            if !isSettled { record(first.record(asking: .first)) }
            return
        }
        if !isSettled {
            // What was not answered again stands as it was found.
            let verdict =
                second.fhir == .answered
                ? Requery.verdict(
                    first: first.comparison,
                    again: second.comparison,
                    hasMoved: first.hasMoved(to: second)
                ) : first.verdict
            record(first.record(asking: .first, verdict: verdict, isAskedAgain: second.fhir == .answered))
        }
        record(second.record(asking: .again))
    }

    private func atAPlace<Value: Sendable>(_ work: () async -> Value) async -> Value {
        // The place came with the candidate.
        defer { queue.leave() }
        return await work()
    }

    private func delay(after first: AskedPair, of candidate: ShadowCandidate) -> Duration? {
        guard first.fhir == .answered,
            candidate.site.informationGovernanceBasis?.covers.contains(.reask) == true
        else { return nil }
        return again.delay(after: first.comparison)
    }

    private func record(_ call: ComparedCall) {
        tally.count(call)
        store.enqueue(call)
    }
}
