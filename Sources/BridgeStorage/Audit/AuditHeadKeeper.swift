import Dispatch
import Foundation
import Logging
import Synchronization

/// Writes the head of a journal to its file, at most once in an interval and never before the entry is durable.
final class AuditHeadKeeper: Sendable {
    private struct State {
        var heads: KnownHeads
        var isScheduled = false
        var hasFailed = false
    }

    private let file: AuditHeadFile
    private let interval: Duration
    private let logger: Logger
    private let queue = DispatchQueue(label: "audit head")
    private let state: Mutex<State>

    init(_ heads: KnownHeads, in file: AuditHeadFile, interval: Duration, logger: Logger) {
        self.file = file
        self.interval = interval
        self.logger = logger
        state = Mutex(State(heads: heads))
    }

    /// The loss of entries in words; nil if none is known.
    var loss: String? { state.withLock { $0.heads.loss } }

    /// Takes a head whose entry is durable, and returns at once.
    func take(_ head: AuditHead?) {
        let isToSchedule = state.withLock { state in
            state.heads.latest = head
            defer { state.isScheduled = true }
            return !state.isScheduled
        }
        if isToSchedule { schedule() }
    }

    /// Returns once the head that was taken last is in the file, or could not be written.
    func settle() {
        queue.sync { write() }
    }

    private func schedule() {
        queue.asyncAfter(deadline: .now() + interval / .seconds(1)) { [weak self] in self?.write() }
    }

    private func write() {
        let heads = state.withLock { state in
            state.isScheduled = false
            return state.heads
        }
        do throws(AuditJournalError) {
            try file.write(heads)
            state.withLock { $0.hasFailed = false }
        } catch {
            let (isFirst, isToSchedule) = state.withLock { state in
                defer { (state.hasFailed, state.isScheduled) = (true, true) }
                return (!state.hasFailed, !state.isScheduled)
            }
            if isFirst { logger.error("audit head not written", metadata: ["reason": "\(error)"]) }
            if isToSchedule { schedule() }
        }
    }
}
