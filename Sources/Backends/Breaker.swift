import Curl
public import SMSPContract
import Synchronization

/// Keeps calls from a backend that does not answer, and finds out when it does again.
///
/// Closed, it lets every call through and counts failures in a row; enough of them open it. Open, it lets none through.
/// After a while it is half open: one call at a time is let through, whose success closes it and whose failure opens it
/// again. What comes of calls that began in an earlier state is not looked at.
public final class Breaker: Sendable {
    /// The state of a breaker.
    public enum State: String, Sendable, CaseIterable {
        case closed, open, halfOpen
    }

    /// The verdict of a call on the backend.
    public enum Verdict: Sendable, Hashable {
        /// It answers.
        case success
        /// It does not.
        case failure
        /// It refuses what is asked for one party, who may be the only one.
        ///
        /// A failure once for each party, until a success: no single one opens the breaker (D63).
        case refusal(of: String)
        /// Nothing: the call ended for a reason of our own.
        case neither
    }

    private enum Phase {
        case closed(failures: Int)
        case open(until: ContinuousClock.Instant)
        case halfOpen(isProbing: Bool)

        var state: State {
            switch self {
            case .closed: .closed
            case .open: .open
            case .halfOpen: .halfOpen
            }
        }
    }

    private let configuration: BreakerConfiguration
    private let now: @Sendable () -> ContinuousClock.Instant
    private let changed: @Sendable (State) -> Void
    private struct Current {
        var phase = Phase.closed(failures: 0)
        /// The number of states before this one.
        var generation = 0
        /// The parties whose refusals have counted since the last success.
        var refused: Set<String> = []

        /// The verdict with refusals as what they count for.
        mutating func counted(_ verdict: Verdict) -> Verdict {
            switch verdict {
            case .refusal(let party): return refused.insert(party).inserted ? .failure : .neither
            case .success: refused = []
            case .failure, .neither: break
            }
            return verdict
        }
    }

    private let current = Mutex(Current())

    /// A closed breaker.
    ///
    /// - Parameters:
    ///   - now: the clock by which it stays open.
    ///   - changed: called after each change of state.
    public init(
        _ configuration: BreakerConfiguration = BreakerConfiguration(),
        now: @escaping @Sendable () -> ContinuousClock.Instant = { .now },
        changed: @escaping @Sendable (State) -> Void = { _ in }
    ) {
        self.configuration = configuration
        self.now = now
        self.changed = changed
    }

    /// The state; an open breaker becomes half open with the first call after its time.
    public var state: State { current.withLock { $0.phase.state } }

    /// Makes a call, if calls are let through; nil if not.
    ///
    /// - Parameter call: the call, which returns its value and its verdict on the backend.
    public func attempt<Value: Sendable>(_ call: () async -> (Value, Verdict)) async -> Value? {
        guard let generation = admit() else { return nil }
        let (value, verdict) = await call()
        report(verdict, from: generation)
        return value
    }

    /// Lets a call through; the generation it belongs to, or nil when it must not be made.
    private func admit() -> Int? {
        change { current in
            switch current.phase {
            case .closed: return true
            case .open(let until):
                guard now() >= until else { return false }
                current.phase = .halfOpen(isProbing: true)
                return true
            case .halfOpen(isProbing: true): return false
            case .halfOpen(isProbing: false):
                current.phase = .halfOpen(isProbing: true)
                return true
            }
        }
    }

    private func report(_ verdict: Verdict, from generation: Int) {
        _ = change(in: generation) { current in
            switch (current.phase, current.counted(verdict)) {
            case (.closed, .success), (.halfOpen, .success): current.phase = .closed(failures: 0)
            case (.closed(let failures), .failure):
                let isEnough = failures + 1 >= configuration.failures
                current.phase = isEnough ? .open(until: now() + configuration.open) : .closed(failures: failures + 1)
            case (.halfOpen, .failure): current.phase = .open(until: now() + configuration.open)
            case (.halfOpen, .neither), (.halfOpen, .refusal): current.phase = .halfOpen(isProbing: false)
            case (.open, _), (.closed, .neither), (.closed, .refusal): break
            }
            return true
        }
    }

    /// Changes what is current, of `generation` only where one is given, and tells of a change of state.
    ///
    /// - Returns: the generation after the change; nil when `body` says false or the generation is another.
    private func change(in generation: Int? = nil, _ body: (inout Current) -> Bool) -> Int? {
        let (result, newState) = current.withLock { current -> (Int?, State?) in
            guard generation == nil || generation == current.generation else { return (nil, nil) }
            let before = current.phase.state
            guard body(&current) else { return (nil, nil) }
            guard current.phase.state != before else { return (current.generation, nil) }
            current.generation += 1
            return (current.generation, current.phase.state)
        }
        if let newState { changed(newState) }
        return result
    }
}

extension Breaker.Verdict {
    /// The verdict on the backend of a transfer without an answer.
    init(_ error: CurlError) {
        switch error {
        case .couldNotConnect, .tls, .timedOut, .cutOff, .responseTooLarge, .answerRefused, .proxyRefused:
            self = .failure
        // Nothing was sent, or the caller left: the backend had no part in it.
        case .queueFull, .turnTooLate, .cancelled, .shutDown, .invalidURL, .insecureURL, .invalidHeader, .setup:
            self = .neither
        }
    }

    /// The verdict on the backend of an answer with this status.
    ///
    /// 502, 503 and 504 are what a gateway says for a backend that does not answer. A 500 comes from the backend itself
    /// and may be due to the one request, so that it must not block others. 429 is about the rate of requests.
    init(status: Int) {
        switch status {
        case 502, 503, 504: self = .failure
        case 429: self = .neither
        default: self = .success
        }
    }
}
