import Evidence
import NHSIdentifiers
import SMSPContract
import Synchronization

/// The calls that wait to be compared, bounded in number and in memory.
///
/// The path of a caller only offers a call, and never waits. Without room the call is dropped.
///
/// - SeeAlso: docs/evidence.md §2; docs/bridge.example.yaml.
public final class ComparisonQueue: Sendable {
    private struct State {
        /// The next call is the last one.
        var ready: [QueuedCall] = []
        /// The calls that came after those, in order.
        var arrived: [QueuedCall] = []
        /// Includes the calls in progress.
        var count = 0
        var bytes = 0
        var places: Int
        var isClosed = false
        /// Waits for a call and a place.
        var taker: CheckedContinuation<QueuedCall?, Never>?
        /// Wait for a place.
        var entrants: [CheckedContinuation<Void, Never>] = []

        mutating func pop() -> QueuedCall? {
            if ready.isEmpty {
                swap(&ready, &arrived)
                ready.reverse()
            }
            return ready.popLast()
        }
    }

    private let state: Mutex<State>
    private let ledger: ComparisonLedger

    /// Creates an empty queue.
    ///
    /// - Parameters:
    ///   - places: the number of comparisons that may be in progress at once.
    ///   - ledger: the ledger of the calls that are dropped.
    public init(places: Int, ledger: ComparisonLedger) {
        state = Mutex(State(places: places))
        self.ledger = ledger
    }

    /// The number of comparisons in progress or waiting, and the memory of their messages, bytes.
    public var load: (count: Int, bytes: Int) { state.withLock { ($0.count, $0.bytes) } }

    /// Accepts a call that has ended; without room for it, it is dropped and counted.
    ///
    /// A caller who left waited for no legacy answer, so that there is none to compare with.
    func offer(_ request: WireRequest, answer: WireAnswer, record: CallRecord, snapshot: BridgeSnapshot) {
        guard let parts = snapshot.comparison,
            let site = snapshot.states.sites.sites.first(where: { $0.id == record.siteID })
        else { return }
        let call = QueuedCall(
            request: request,
            site: site,
            answer: answer,
            isOfLegacy: record.backend == .legacy,
            operation: record.operation,
            outcome: record.outcome,
            subject: record.subject,
            legacyLatency: record.upstreams.last { $0.backend == .legacy }?.latency,
            answered: .now,
            snapshot: snapshot,
            parts: parts
        )
        guard !record.hasCallerLeft else { return ledger.enter(call, notComparedFor: .callerLeft) }
        let dropped = state.withLock { state -> NotCompared? in
            guard !state.isClosed else { return .stopping }
            guard state.count < parts.settings.queue else { return .queueFull }
            guard state.bytes + call.bytes <= parts.settings.memory else { return .memoryFull }
            state.count += 1
            state.bytes += call.bytes
            state.arrived.append(call)
            return nil
        }
        if let dropped { ledger.enter(call, notComparedFor: dropped) } else { serve() }
    }

    /// The next call, once there is a place for it; nil if the queue is closed.
    func next() async -> QueuedCall? {
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

    /// Releases the memory of a call that is done.
    func release(_ call: QueuedCall) {
        state.withLock { state in
            state.count -= 1
            state.bytes -= call.bytes
        }
    }

    /// Accepts no more calls; those that wait are dropped.
    func close() {
        let dropped = state.withLock { state in
            state.isClosed = true
            let waiting = state.ready + state.arrived
            (state.ready, state.arrived) = ([], [])
            return waiting
        }
        for call in dropped {
            ledger.enter(call, notComparedFor: .stopping)
            release(call)
        }
        serve()
    }

    /// Hands out places, first to calls that are in progress already.
    private func serve() {
        while true {
            let isServed = state.withLock { state -> Bool in
                if state.places > 0, !state.entrants.isEmpty {
                    state.places -= 1
                    state.entrants.removeFirst().resume()
                    return true
                }
                guard let taker = state.taker else { return false }
                if state.places > 0, let call = state.pop() {
                    state.places -= 1
                    state.taker = nil
                    taker.resume(returning: call)
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

/// A call that the legacy endpoint has answered, with all that comparing it takes.
///
/// The messages are held as bytes, and read again when their turn comes: a waiting call then takes the memory that it
/// reports.
struct QueuedCall: Sendable {
    let request: WireRequest
    let site: Site
    /// The answer that the caller got.
    let answer: WireAnswer
    /// True if the legacy endpoint gave the answer, and not the bridge in its place.
    let isOfLegacy: Bool
    /// The operation; nil if it is unknown.
    let operation: SMSPOperation?
    /// The response code, the fault or the HTTP status that the caller got.
    let outcome: String
    /// The number in the request, or else in the answer; nil if neither was read.
    let subject: NHSNumber?
    /// The time that the legacy endpoint took; nil if it was not queried.
    let legacyLatency: Duration?
    /// The time at which the caller was answered.
    let answered: ContinuousClock.Instant
    let snapshot: BridgeSnapshot
    let parts: ComparisonParts

    /// The context of the call, its message read again from the bytes.
    var context: CallContext {
        CallContext(request: request, outline: MessageOutline(request), site: site)
    }

    /// The approximate memory of the call, bytes.
    var bytes: Int { Self.overhead + request.body.count + answer.body.count }

    private static let overhead = 2048
}
