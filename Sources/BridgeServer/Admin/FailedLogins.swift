import Bridge
import Synchronization

/// Enters log-ins in the audit journal, with the address that they came from: each that succeeded, and of those that failed
/// the first at once, then at most one entry for each address every ten seconds.
final class FailedLogins: Sendable {
    /// The shortest time between two entries.
    static let interval: Duration = .seconds(10)
    /// The largest number of addresses that have entries of their own; further ones share one.
    static let addresses = 20

    private struct State {
        /// The failures to be entered, by address; those of further addresses under nil.
        var waiting: [String?: Int] = [:]
        var entered: ContinuousClock.Instant?

        /// The failures that were held back.
        mutating func take(at now: ContinuousClock.Instant) -> [String?: Int] {
            defer { waiting = [:] }
            if !waiting.isEmpty { entered = now }
            return waiting
        }
    }

    private let journal: any AuditJournal
    private let pace = LogInPace()
    private let state = Mutex(State())

    init(journal: any AuditJournal) {
        self.journal = journal
    }

    /// Waits for as long as an attempt from an address has to.
    func wait(from address: String?) async throws {
        let pause = pace.pause(of: address ?? "", at: .now)
        if pause > .zero { try await Task.sleep(for: pause) }
    }

    /// Takes note of one that failed.
    func count(from address: String?, at now: ContinuousClock.Instant = .now) {
        pace.failed(from: address ?? "", at: now)
        state.withLock { state in
            let isOwn = state.waiting[address] != nil || state.waiting.count < Self.addresses
            state.waiting[isOwn ? address : nil, default: 0] += 1
        }
        enterIfDue(at: now)
    }

    /// Takes note of a request with a token that is known.
    func succeeded(from address: String?) { pace.succeeded(from: address ?? "") }

    /// Enters that a user logged in.
    func enter(_ user: AdminUser, from address: String?) {
        succeeded(from: address)
        journal.enqueue(.action(AuditedAction(user: user.name, action: "login", peer: address)))
    }

    /// Enters those that wait, if the last entry is long enough ago.
    func enterIfDue(at now: ContinuousClock.Instant = .now) {
        let waiting = state.withLock { state -> [String?: Int] in
            if let entered = state.entered, now - entered < Self.interval { return [:] }
            return state.take(at: now)
        }
        enter(waiting)
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

    private func enter(_ waiting: [String?: Int]) {
        for (address, count) in waiting.sorted(by: { ($0.key ?? "") < ($1.key ?? "") }) {
            let reason = "requests without a token that is known: \(count)"
            journal.enqueue(
                .action(AuditedAction(user: "bridge", action: "login-failed", reason: reason, peer: address))
            )
        }
    }
}
