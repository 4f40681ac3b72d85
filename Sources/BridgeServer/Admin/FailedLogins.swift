import Bridge
import Synchronization

/// Enters failed log-ins in the audit journal: the first at once, then at most one entry every ten seconds.
final class FailedLogins: Sendable {
    /// The shortest time between two entries.
    static let interval: Duration = .seconds(10)

    private struct State {
        var waiting = 0
        var entered: ContinuousClock.Instant?

        /// The number of entries that were held back.
        mutating func take(at now: ContinuousClock.Instant) -> Int {
            defer { waiting = 0 }
            if waiting > 0 { entered = now }
            return waiting
        }
    }

    private let journal: any AuditJournal
    private let state = Mutex(State())

    init(journal: any AuditJournal) {
        self.journal = journal
    }

    /// Takes note of one.
    func count(at now: ContinuousClock.Instant = .now) {
        state.withLock { $0.waiting += 1 }
        enterIfDue(at: now)
    }

    /// Enters those that wait, if the last entry is long enough ago.
    func enterIfDue(at now: ContinuousClock.Instant = .now) {
        let count = state.withLock { state -> Int in
            if let entered = state.entered, now - entered < Self.interval { return 0 }
            return state.take(at: now)
        }
        enter(count)
    }

    /// Enters those that wait, as the listener stops.
    func enter() {
        enter(state.withLock { $0.take(at: .now) })
    }

    /// Looks after those that no later one brings with it, until it is cancelled.
    func run() async throws {
        while true {
            try await Task.sleep(for: Self.interval)
            enterIfDue()
        }
    }

    private func enter(_ count: Int) {
        guard count > 0 else { return }
        let reason = "requests without a token that is known: \(count)"
        journal.enqueue(.action(AuditedAction(user: "bridge", action: "login-failed", reason: reason)))
    }
}
