import Bridge
import Foundation

/// The entries that wait to be written to a journal, and the journal's state meanwhile.
struct AuditBacklog {
    /// Hears what became of one event.
    typealias Waiter = CheckedContinuation<Result<Void, AuditUnavailable>, Never>

    /// One event that waits.
    struct Item: Sendable {
        let time: Date
        let event: AuditEvent
        let waiter: Waiter?
    }

    /// The writer's next step.
    enum Next {
        case write(Batch)
        /// Nothing waits; those who waited for just that are to hear of it.
        case rest([CheckedContinuation<Void, Never>])
    }

    /// The entries of one transaction.
    struct Batch {
        /// The head behind which it is written.
        let known: AuditHead?
        /// The entry of a gap that ends; nil if there is none.
        let gapEntry: (time: Date, event: AuditEvent)?
        /// The number of lost entries that ``gapEntry`` reports.
        let lost: Int
        let items: [Item]

        var events: [(time: Date, event: AuditEvent)] {
            (gapEntry.map { [$0] } ?? []) + items.map { ($0.time, $0.event) }
        }
    }

    /// The callers to notify of a failed write.
    struct Failed {
        let waiters: [Waiter]
        let drained: [CheckedContinuation<Void, Never>]
        /// True if no retry is scheduled.
        let isRetryToStart: Bool
    }

    private(set) var head: AuditHead?
    private let limits: AuditJournalLimits
    private var waiting: [Item] = []
    /// Since when entries are lost or late, and how many are lost; nil while none are.
    private var gap: (began: Date, lost: Int)?
    /// The reason that the last write failed; nil if it did not.
    private var outage: AuditUnavailable?
    private var isWriting = false
    /// True if a checkpoint follows once the journal is idle.
    var isCheckpointDue = false
    /// True if a retry follows a failed write.
    var isRetryDue = false
    /// The callers that wait until the queue is empty, by number.
    var drained: [Int: CheckedContinuation<Void, Never>] = [:]
    private var lastDrainID = 0

    init(head: AuditHead?, limits: AuditJournalLimits) {
        self.head = head
        self.limits = limits
    }

    /// Entries that wait during an outage count as missing: they are lost if the process ends before it does.
    func status(loss: String?) -> AuditStatus {
        AuditStatus(
            isWritable: outage == nil,
            gap: (gap?.lost ?? 0) + (outage == nil ? 0 : waiting.count),
            lastSequence: head?.sequence ?? 0,
            loss: loss
        )
    }

    /// Takes an item that is to be written; the refusal of one that is not.
    ///
    /// During an outage no caller waits: the writer retries by itself.
    mutating func take(_ item: Item) -> AuditUnavailable? {
        if let outage, item.waiter != nil { return outage }
        guard waiting.count < limits.waiting else {
            if item.waiter == nil { gap = (gap?.began ?? item.time, (gap?.lost ?? 0) + 1) }
            return AuditUnavailable("too many entries wait to be written")
        }
        waiting.append(item)
        return nil
    }

    /// True if the writer has to be started; it counts as running from then on.
    mutating func start() -> Bool {
        guard !isWriting, outage == nil else { return false }
        isWriting = true
        return true
    }

    /// The next batch to write; the writer becomes idle if there is none.
    mutating func next(at time: Date) -> Next {
        guard !waiting.isEmpty || gap != nil else {
            isWriting = false
            return .rest(takeDrained())
        }
        isWriting = true
        let late = outage == nil ? 0 : waiting.count
        let items = Array(waiting.prefix(limits.batch))
        waiting.removeFirst(items.count)
        let entry = gap.map { gap in
            let action = AuditedAction(
                user: "bridge",
                action: "gap",
                from: AuditTime.text(of: gap.began),
                to: AuditTime.text(of: time),
                reason: "\(gap.lost) entries lost, \(late) entered late"
            )
            return (time, AuditEvent.action(action))
        }
        return .write(Batch(known: head, gapEntry: entry, lost: gap?.lost ?? 0, items: items))
    }

    /// Notes that a batch is durable; whether a checkpoint has now become due.
    mutating func succeeded(_ batch: Batch, head: AuditHead?) -> Bool {
        self.head = head
        outage = nil
        if let entered = batch.gapEntry {
            let since = (gap?.lost ?? 0) - batch.lost
            gap = since > 0 ? (entered.time, since) : nil
        }
        defer { isCheckpointDue = true }
        return !isCheckpointDue
    }

    /// Notes that a batch was not written: who waits hears of it, the rest is kept for the next attempt.
    mutating func failed(
        _ batch: Batch,
        _ reason: AuditUnavailable,
        at time: Date
    ) -> Failed {
        let all = batch.items + waiting
        let kept = all.filter { $0.waiter == nil }
        waiting = Array(kept.prefix(limits.waiting))
        gap = (gap?.began ?? time, (gap?.lost ?? 0) + kept.count - waiting.count)
        outage = reason
        isWriting = false
        defer { isRetryDue = true }
        return Failed(waiters: all.compactMap(\.waiter), drained: takeDrained(), isRetryToStart: !isRetryDue)
    }

    /// Registers a caller that waits until the queue is empty; returns its number.
    mutating func add(drained continuation: CheckedContinuation<Void, Never>) -> Int {
        lastDrainID += 1
        drained[lastDrainID] = continuation
        return lastDrainID
    }

    private mutating func takeDrained() -> [CheckedContinuation<Void, Never>] {
        defer { drained = [:] }
        return Array(drained.values)
    }
}
