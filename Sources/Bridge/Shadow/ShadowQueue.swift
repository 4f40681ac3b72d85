import SMSPContract
import Synchronization

/// The calls that wait to be compared: bounded in number and in memory, and turned away when there is no room.
///
/// Offering one is all that a caller's path has to do with comparing, and it never waits.
///
/// - SeeAlso: docs/evidence.md §2; docs/bridge.example.yaml.
public final class ShadowQueue: Sendable {
    private struct State {
        /// The first to go last.
        var ready: [ShadowCandidate] = []
        /// Came after those, in order.
        var arrived: [ShadowCandidate] = []
        /// Those under way included.
        var count = 0
        var bytes = 0
        var places: Int
        var isClosed = false
        /// Waits for a candidate and a place.
        var taker: CheckedContinuation<ShadowCandidate?, Never>?
        /// Wait for a place.
        var entrants: [CheckedContinuation<Void, Never>] = []

        mutating func pop() -> ShadowCandidate? {
            if ready.isEmpty {
                swap(&ready, &arrived)
                ready.reverse()
            }
            return ready.popLast()
        }
    }

    private let state: Mutex<State>
    private let metrics: BridgeMetrics

    /// An empty queue.
    ///
    /// - Parameter places: how many comparisons may be worked on at once.
    public init(places: Int, metrics: BridgeMetrics) {
        state = Mutex(State(places: places))
        self.metrics = metrics
    }

    /// How many comparisons are under way or wait, and how much memory their messages take, bytes.
    public var load: (count: Int, bytes: Int) { state.withLock { ($0.count, $0.bytes) } }

    /// Takes a call that was answered; it is dropped, and counted, when there is no room for it.
    func offer(_ request: WireRequest, answer: WireAnswer, record: CallRecord, snapshot: BridgeSnapshot) {
        guard let parts = snapshot.shadow,
            let site = snapshot.states.sites.sites.first(where: { $0.id == record.siteID })
        else { return }
        let candidate = ShadowCandidate(
            request: request,
            site: site,
            answer: answer,
            isOfLegacy: record.backend == .legacy,
            legacyLatency: record.upstreams.last { $0.backend == .legacy }?.latency,
            answered: .now,
            snapshot: snapshot,
            parts: parts
        )
        let dropped = state.withLock { state -> DroppedComparison? in
            guard !state.isClosed else { return .stopping }
            guard state.count < parts.settings.queue else { return .queueFull }
            guard state.bytes + candidate.bytes <= parts.settings.memory else { return .memoryFull }
            state.count += 1
            state.bytes += candidate.bytes
            state.arrived.append(candidate)
            return nil
        }
        if let dropped { metrics.dropped(dropped) } else { serve() }
    }

    /// The next candidate, once there is a place to work on it; nil when the queue is closed.
    func next() async -> ShadowCandidate? {
        await withCheckedContinuation { taker in
            state.withLock { $0.taker = taker }
            serve()
        }
    }

    /// Waits for a place.
    func enter() async {
        await withCheckedContinuation { entrant in
            state.withLock { $0.entrants.append(entrant) }
            serve()
        }
    }

    /// Gives a place back.
    func leave() {
        state.withLock { $0.places += 1 }
        serve()
    }

    /// Lets go of a candidate that is done with.
    func release(_ candidate: ShadowCandidate) {
        state.withLock { state in
            state.count -= 1
            state.bytes -= candidate.bytes
        }
    }

    /// Takes no more; those that wait are dropped.
    func close() {
        let dropped = state.withLock { state in
            state.isClosed = true
            let waiting = state.ready + state.arrived
            (state.ready, state.arrived) = ([], [])
            return waiting
        }
        for candidate in dropped {
            metrics.dropped(.stopping)
            release(candidate)
        }
        serve()
    }

    /// Hands out places, to those first who were at work before.
    private func serve() {
        while true {
            let isServed = state.withLock { state -> Bool in
                if state.places > 0, !state.entrants.isEmpty {
                    state.places -= 1
                    state.entrants.removeFirst().resume()
                    return true
                }
                guard let taker = state.taker else { return false }
                if state.places > 0, let candidate = state.pop() {
                    state.places -= 1
                    state.taker = nil
                    taker.resume(returning: candidate)
                    return true
                }
                guard state.isClosed else { return false }
                state.taker = nil
                taker.resume(returning: nil)
                return true
            }
            guard isServed else { return }
        }
    }
}

/// Why a call was not compared that was to be.
///
/// - SeeAlso: docs/evidence.md §2.
public enum DroppedComparison: String, Sendable, Hashable, CaseIterable {
    /// `comparison.queue` comparisons are under way or wait.
    case queueFull
    /// Their messages take `comparison.memory`.
    case memoryFull
    /// Its turn came after `comparison.deadline`.
    case late
    /// Nothing tells which operation it was.
    case operationUnknown
    /// The audit cannot be written, so that no patient's data may be read.
    case auditUnavailable
    /// The bridge is stopping.
    case stopping
}
