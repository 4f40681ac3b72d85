import Bridge
import Dispatch
import Foundation
import Synchronization

/// The one writer of a journal: takes all that waits, writes it in one transaction, tells who waits for it, and again.
///
/// It runs on a queue of its own, so that waiting for the disk blocks none of Swift's threads, and only while there is
/// something to do.
final class AuditWriter: Sendable {
    private let database: AuditDatabase
    private let limits: AuditJournalLimits
    private let now: @Sendable () -> Date
    private let queue = DispatchQueue(label: "audit writer")
    private let state: Mutex<AuditBacklog>
    private let keeper: AuditHeadKeeper

    init(
        database: AuditDatabase,
        keeper: AuditHeadKeeper,
        head: AuditHead?,
        limits: AuditJournalLimits,
        now: @escaping @Sendable () -> Date
    ) {
        self.database = database
        self.keeper = keeper
        self.limits = limits
        self.now = now
        state = Mutex(AuditBacklog(head: head, limits: limits))
    }

    /// The last entry that this writer wrote or found.
    var head: AuditHead? { state.withLock { $0.head } }

    var status: AuditStatus {
        let loss = keeper.loss
        return state.withLock { $0.status(loss: loss) }
    }

    /// Takes an event; `written` hears what became of it, once.
    func take(_ event: AuditEvent, written: AuditBacklog.Waiter?) {
        let (refusal, isToStart) = state.withLock { state in
            let refusal = state.take(AuditBacklog.Item(time: now(), event: event, waiter: written))
            return (refusal, refusal == nil && state.start())
        }
        if let refusal { written?.resume(returning: .failure(refusal)) }
        if isToStart { queue.async { self.write() } }
    }

    /// Waits until nothing is queued any more, a write has failed, or `limit` is over.
    func drain(within limit: Duration) async {
        await withCheckedContinuation { drained in
            let id = state.withLock { $0.add(drained: drained) }
            queue.async { self.write() }
            DispatchQueue.global().asyncAfter(deadline: .now() + limit / .seconds(1)) { [weak self] in
                self?.state.withLock { $0.drained.removeValue(forKey: id) }?.resume()
            }
        }
    }

    /// Moves the log of recent transactions into the file and empties it, behind everything that is queued, and writes
    /// the head file.
    func settle() async {
        await withCheckedContinuation { done in
            queue.async {
                try? self.database.settle()
                self.keeper.settle()
                done.resume()
            }
        }
    }

    private func write() {
        while true {
            switch state.withLock({ $0.next(at: now()) }) {
            case .rest(let drained):
                for drained in drained { drained.resume() }
                return
            case .write(let batch):
                guard write(batch) else { return }
            }
        }
    }

    /// True if the batch is durable.
    private func write(_ batch: AuditBacklog.Batch) -> Bool {
        do {
            let head = try database.append(batch.events, after: batch.known)
            let isCheckpointToStart = state.withLock { $0.succeeded(batch, head: head) }
            for item in batch.items { item.waiter?.resume(returning: .success(())) }
            keeper.take(head)
            if isCheckpointToStart { checkpointOnceIdle(since: head) }
            return true
        } catch {
            let reason = AuditUnavailable(AuditDatabase.reason(error))
            let failed = state.withLock { $0.failed(batch, reason, at: now()) }
            for waiter in failed.waiters { waiter.resume(returning: .failure(reason)) }
            for drained in failed.drained { drained.resume() }
            if failed.isRetryToStart { retry() }
            return false
        }
    }

    private func retry() {
        queue.asyncAfter(deadline: .now() + limits.retry / .seconds(1)) { [weak self] in
            self?.state.withLock { $0.isRetryDue = false }
            self?.write()
        }
    }

    private func checkpointOnceIdle(since last: AuditHead?) {
        queue.asyncAfter(deadline: .now() + limits.idle / .seconds(1)) { [weak self] in
            guard let self else { return }
            let current = head
            guard current == last else { return checkpointOnceIdle(since: current) }
            state.withLock { $0.isCheckpointDue = false }
            try? database.checkpoint()
        }
    }
}
