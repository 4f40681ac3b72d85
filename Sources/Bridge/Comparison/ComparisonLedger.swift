import Evidence
import SMSPContract

/// The one place where each call in `shadow` ends: compared, or not for a reason.
///
/// It counts the call in `/metrics` and hands its record to the store, so that the calls of a report add up.
///
/// - SeeAlso: docs/evidence.md §2; note N28.
public struct ComparisonLedger: Sendable {
    /// nil if the bridge compares nothing.
    private let store: (any ComparisonStore)?
    private let tally: ComparisonTally
    private let metrics: BridgeMetrics

    /// Creates a ledger over a store.
    public init(store: (any ComparisonStore)?, tally: ComparisonTally, metrics: BridgeMetrics) {
        self.store = store
        self.tally = tally
        self.metrics = metrics
    }

    /// Enters a query of both sides.
    func enter(_ call: ComparedCall) {
        if call.query == .first, let reason = call.notCompared { metrics.notCompared(reason) }
        tally.count(call)
        store?.enqueue(call)
    }

    /// Enters a call that is not compared.
    ///
    /// - Parameter subject: the patient whom the call is about; nil takes the number that the call is known by.
    func enter(_ call: QueuedCall, notComparedFor reason: NotCompared, subject: SubjectKey? = nil) {
        // A call of no known operation belongs to no evidence period.
        guard let operation = call.operation else { return metrics.notCompared(reason) }
        enter(
            ComparedCall(
                reason,
                period: call.parts.period(of: call.site, operation, mappingHash: call.snapshot.mapping.hash),
                time: call.request.receivedAt,
                state: .shadow,
                legacyOutcome: call.outcome,
                legacyLatency: call.legacyLatency,
                subject: subject ?? call.subject.map { .number($0) }
            )
        )
    }
}
