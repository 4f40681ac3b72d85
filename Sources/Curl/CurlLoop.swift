import CCurl
import Foundation
import Synchronization

/// The thread on which libcurl works, and the inbox through which others speak to it.
///
/// `@unchecked Sendable`: `multis` and `queue` are touched on the loop's own thread only, once it has started; what
/// others touch is in `inbox`, and the one handle they use, to wake the thread, is in there and gone before it is freed.
@safe final class CurlLoop: @unchecked Sendable {
    @safe private struct Inbox: @unchecked Sendable {
        var arrivals: [PendingTransfer] = []
        /// True if a caller has left since the thread last checked; the request holds which one.
        var isCancelling = false
        var isDiscarding = false
        var isStopping = false
        /// The handle that the thread sleeps on; nil once it has ended.
        var bell: UnsafeMutableRawPointer?
        var waiters: [CheckedContinuation<Void, Never>] = []
    }

    private let inbox: Mutex<Inbox>
    private let ids = Atomic(0)
    /// The numbers of requests in flight and waiting, as of the thread's last pass.
    private let underWay = Atomic(0)
    private let waiting = Atomic(0)
    private let configuration: CurlConfiguration
    /// The newest takes all requests; older ones, whose connections were discarded, finish theirs.
    private var multis: [CurlMulti]
    /// Requests that wait for their turn, in the order in which they came.
    private var queue: [PendingTransfer] = []

    /// True if libcurl is initialised for the process.
    private static let isReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK
    /// The longest time that the thread sleeps, milliseconds.
    private static let longestSleep: Int64 = 1000

    /// Starts the thread.
    init(_ configuration: CurlConfiguration) throws(CurlError) {
        guard Self.isReady, let multi = CurlMulti(configuration) else {
            throw .setup(code: Int(CURLE_FAILED_INIT.rawValue))
        }
        self.configuration = configuration
        multis = [multi]
        inbox = unsafe Mutex(Inbox(bell: multi.handle))
        let thread = Thread { [self] in run() }
        thread.name = "curl"
        thread.start()
    }

    /// An id that no other request has.
    func nextID() -> Int { ids.wrappingAdd(1, ordering: .relaxed).newValue }

    /// The time after which `request`, made now, is not started.
    func latestStart(of request: CurlRequest) -> ContinuousClock.Instant {
        guard let patience = configuration.patience else { return request.deadline }
        return min(.now + patience, request.deadline)
    }

    /// The numbers of requests in flight and waiting for their turn.
    var load: (inFlight: Int, waiting: Int) {
        (underWay.load(ordering: .relaxed), waiting.load(ordering: .relaxed))
    }

    func submit(_ transfer: PendingTransfer) {
        let isAccepted = tell { inbox in
            guard !inbox.isStopping else { return false }
            inbox.arrivals.append(transfer)
            return true
        }
        if !isAccepted { transfer.continuation.resume(returning: .failure(.shutDown)) }
    }

    /// Makes the thread look for requests whose callers have left.
    func cancel() {
        _ = tell { inbox in
            inbox.isCancelling = true
            return true
        }
    }

    func discardConnections() {
        _ = tell { inbox in
            inbox.isDiscarding = true
            return true
        }
    }

    func stop() {
        _ = tell { inbox in
            inbox.isStopping = true
            return true
        }
    }

    /// Returns when the thread has ended.
    func ended() async {
        await withCheckedContinuation { continuation in
            let hasEnded = inbox.withLock { inbox in
                if unsafe inbox.bell != nil { inbox.waiters.append(continuation) }
                return unsafe inbox.bell == nil
            }
            if hasEnded { continuation.resume() }
        }
    }

    /// Changes the inbox and wakes the thread; what `change` says.
    private func tell(_ change: (inout Inbox) -> Bool) -> Bool {
        inbox.withLock { inbox in
            let value = change(&inbox)
            if let bell = unsafe inbox.bell { unsafe curl_multi_wakeup(bell) }
            return value
        }
    }

    // MARK: - On the thread

    private func run() {
        while takeInbox() {
            for multi in multis { multi.advance() }
            // Afterwards, so that a place that has just become free does not stay free while a caller waits.
            startWaiting()
            let newest = multis.last
            multis.removeAll { $0 !== newest && $0.isIdle }
            underWay.store(multis.reduce(0) { $0 + $1.count }, ordering: .relaxed)
            waiting.store(queue.count, ordering: .relaxed)
            newest?.sleep(milliseconds: sleepTime())
        }
        for pending in queue { pending.continuation.resume(returning: .failure(.shutDown)) }
        queue = []
        underWay.store(0, ordering: .relaxed)
        waiting.store(0, ordering: .relaxed)
        for multi in multis { multi.abortAll(.shutDown) }
        let waiters = inbox.withLock { inbox in
            unsafe inbox.bell = nil
            return inbox.waiters
        }
        multis = []
        for waiter in waiters { waiter.resume() }
    }

    /// Takes what others left; false when the loop is to end.
    private func takeInbox() -> Bool {
        let (arrivals, isCancelling, isDiscarding, isStopping) = inbox.withLock { inbox in
            defer {
                inbox.arrivals = []
                inbox.isCancelling = false
                inbox.isDiscarding = false
            }
            return (inbox.arrivals, inbox.isCancelling, inbox.isDiscarding, inbox.isStopping)
        }
        queue += arrivals
        // A caller may leave before its request arrives here, so the flag of each request is read.
        failWaiting(.cancelled) { $0.cancellation.isCancelled }
        if isCancelling {
            for multi in multis { multi.abortCancelled() }
        }
        if isDiscarding, let multi = CurlMulti(configuration) {
            multis.append(multi)
            inbox.withLock {
                unsafe $0.bell = multi.handle
                // Who has rung since the inbox was emptied has rung the old one.
                unsafe curl_multi_wakeup(multi.handle)
            }
        }
        return !isStopping
    }

    /// Starts waiting requests while there is room, and refuses those beyond the limit of waiting ones.
    private func startWaiting() {
        let now = ContinuousClock.now
        failWaiting(.turnTooLate) { $0.latestStart <= now }
        while let next = queue.first, multis.reduce(0, { $0 + $1.count }) < configuration.inFlight {
            queue.removeFirst()
            next.turn?.come()
            multis.last?.start(next)
        }
        while queue.count > configuration.waiting {
            queue.removeLast().continuation.resume(returning: .failure(.queueFull))
        }
    }

    private func failWaiting(_ error: CurlError, where isMeant: (PendingTransfer) -> Bool) {
        var remaining: [PendingTransfer] = []
        // Each flag is read once: a caller who leaves between two readings would never be answered.
        for pending in queue {
            if isMeant(pending) {
                pending.continuation.resume(returning: .failure(error))
            } else {
                remaining.append(pending)
            }
        }
        queue = remaining
    }

    /// The time that the thread may sleep: until the next queued request gives up, and only briefly while older handles,
    /// which cannot wake it, still work.
    private func sleepTime() -> Int64 {
        guard multis.count == 1 else { return 5 }
        let wait = queue.map(\.latestStart).min().map { ($0 - .now).milliseconds + 1 } ?? Self.longestSleep
        return min(max(wait, 0), Self.longestSleep)
    }
}

extension Duration {
    /// Whole milliseconds.
    var milliseconds: Int64 {
        let (seconds, attoseconds) = components
        return seconds * 1000 + attoseconds / 1_000_000_000_000_000
    }
}
