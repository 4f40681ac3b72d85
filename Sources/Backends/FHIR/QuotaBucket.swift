import PDSFHIR
import Synchronization

/// Whose requests a quota is for: what is ahead goes first.
///
/// - SeeAlso: docs/evidence.md §5.
public enum QuotaPriority: Sendable, Hashable {
    /// A caller waits for the answer.
    case live
    /// The answer is compared; it takes what live requests leave.
    case comparison
}

/// Our own quota of calls to PDS FHIR: a token bucket whose depth is one second of its rate (decision D64).
///
/// The bucket is kept as one instant, the time at which it will be full again, so that taking a token is arithmetic
/// under a lock and waiting for one is the caller's sleep (the generic cell rate algorithm, ITU-T I.371).
public final class QuotaBucket: Sendable {
    private let interval: Duration
    private let depth: Duration
    /// The share of the bucket that live requests may have used while a spare one is sent.
    private let spareDepth: Duration
    private let state: Mutex<State>

    private struct State {
        var fullAt: ContinuousClock.Instant
        var pace: SparePace
    }

    /// A full bucket.
    ///
    /// - Parameter requestsPerSecond: the rate; more than zero.
    public init(requestsPerSecond: Double) {
        interval = .seconds(1) / requestsPerSecond
        depth = .seconds(1)
        spareDepth = max(interval, depth / 5)
        state = Mutex(State(fullAt: .now, pace: SparePace(interval: interval, now: .now)))
    }

    /// Waits until a request of a priority may go.
    ///
    /// - Returns: false when it may not before `deadline`; for a live request without waiting.
    /// - Throws: `CancellationError` when the task is cancelled while it waits.
    func take(
        as priority: QuotaPriority,
        before deadline: ContinuousClock.Instant
    ) async throws(CancellationError) -> Bool {
        switch priority {
        case .live: return try await take(before: deadline)
        case .comparison:
            while let next = reserveSpare(at: .now) {
                guard next <= deadline else { return false }
                do {
                    try await Task.sleep(until: next, clock: .continuous)
                } catch {
                    throw CancellationError()
                }
            }
            return true
        }
    }

    /// Hears that the other side refused a request for a limit of its own.
    func heard(_ limit: RateLimitKind, at now: ContinuousClock.Instant = .now) {
        state.withLock { $0.pace.heard(limit, at: now) }
    }

    /// Takes a token, waiting for it if need be.
    ///
    /// - Returns: false, without waiting and without taking one, when the token comes too late for `deadline`.
    /// - Throws: `CancellationError` when the task is cancelled while it waits; its token stays taken.
    public func take(before deadline: ContinuousClock.Instant) async throws(CancellationError) -> Bool {
        let now = ContinuousClock.now
        guard let due = reserve(at: now, before: deadline) else { return false }
        guard due > now else { return true }
        do {
            try await Task.sleep(until: due, clock: .continuous)
        } catch {
            throw CancellationError()
        }
        return true
    }

    /// The number of tokens now; below zero while calls wait for theirs.
    public var tokens: Double { tokens(at: .now) }

    func tokens(at now: ContinuousClock.Instant) -> Double {
        let missing = state.withLock { max($0.fullAt - now, .zero) }
        return (depth - missing) / interval
    }

    /// Takes the next token; when it may be used, or nil, without taking it, when that is after `deadline`.
    func reserve(at now: ContinuousClock.Instant, before deadline: ContinuousClock.Instant) -> ContinuousClock.Instant?
    {
        state.withLock { state in
            let next = max(state.fullAt, now) + interval
            let due = max(next - max(depth, interval), now)
            guard due <= deadline else { return nil }
            state.fullAt = next
            state.pace.count(at: now)
            return due
        }
    }

    /// Lets a spare request go when no live one is in need of its place; when to try again, or nil when it may go.
    ///
    /// It takes no token: a live burst finds the bucket as if nothing were compared. What both ask for together is
    /// kept within the quota by the pace of the spare ones, which counts both.
    func reserveSpare(at now: ContinuousClock.Instant) -> ContinuousClock.Instant? {
        state.withLock { state in
            let due = max(state.fullAt + interval - spareDepth, state.pace.earliest(at: now))
            guard due <= now else { return due }
            state.pace.count(at: now)
            return nil
        }
    }
}
