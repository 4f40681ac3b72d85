import Synchronization

/// Our own quota of calls to PDS FHIR: a token bucket whose depth is one second of its rate (decision D64).
///
/// The bucket is kept as one instant, the time at which it will be full again, so that taking a token is arithmetic
/// under a lock and waiting for one is the caller's sleep (the generic cell rate algorithm, ITU-T I.371).
public final class QuotaBucket: Sendable {
    private let interval: Duration
    private let depth: Duration
    private let fullAt: Mutex<ContinuousClock.Instant>

    /// A full bucket.
    ///
    /// - Parameter requestsPerSecond: the rate; more than zero.
    public init(requestsPerSecond: Double) {
        interval = .seconds(1) / requestsPerSecond
        depth = .seconds(1)
        fullAt = Mutex(.now)
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

    /// How many tokens there are at this moment; below zero while calls wait for theirs.
    public var tokens: Double { tokens(at: .now) }

    func tokens(at now: ContinuousClock.Instant) -> Double {
        let missing = fullAt.withLock { max($0 - now, .zero) }
        return (depth - missing) / interval
    }

    /// Takes the next token; when it may be used, or nil, without taking it, when that is after `deadline`.
    func reserve(at now: ContinuousClock.Instant, before deadline: ContinuousClock.Instant) -> ContinuousClock.Instant?
    {
        fullAt.withLock { fullAt in
            let next = max(fullAt, now) + interval
            let due = max(next - max(depth, interval), now)
            guard due <= deadline else { return nil }
            fullAt = next
            return due
        }
    }
}
