import Synchronization

/// A pool of connections: requests go out over libcurl on a thread of the pool's own.
///
/// Connections are kept and used again, redirects are not followed, TLS is 1.2 or newer. A request is sent once: whether
/// one that failed is sent again is for the caller to say. A cancelled task aborts its request.
///
/// The thread ends with the pool, which lives for as long as a request is under way.
public final class CurlPool: Sendable {
    private let loop: CurlLoop

    /// A pool without connections.
    ///
    /// - Throws: `setup` when libcurl cannot be set up.
    public init(_ configuration: CurlConfiguration) throws(CurlError) {
        loop = try CurlLoop(configuration)
    }

    deinit { loop.stop() }

    /// Sends `request`; the answer to it, whatever its status.
    ///
    /// - Parameter turn: Told when the request's turn has come; nil if nobody wants to know.
    public func perform(_ request: CurlRequest, turn: CurlTurn? = nil) async throws(CurlError) -> CurlResponse {
        try request.check()
        let cancellation = Cancellation()
        let result: Result<CurlResponse, CurlError> = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                loop.submit(
                    PendingTransfer(
                        id: loop.nextID(),
                        request: request,
                        latestStart: loop.latestStart(of: request),
                        turn: turn,
                        cancellation: cancellation,
                        continuation: continuation
                    )
                )
            }
        } onCancel: {
            cancellation.cancel()
            loop.cancel()
        }
        return try result.get()
    }

    /// The recent numbers of requests in flight and waiting for their turn.
    public var load: (inFlight: Int, waiting: Int) { loop.load }

    /// Takes care that no connection that is open now is used for a request that is made after this.
    ///
    /// Requests under way are left to finish.
    public func discardConnections() {
        loop.discardConnections()
    }

    /// Ends the pool: requests under way fail with `shutDown`, and so do all later ones.
    public func shutDown() async {
        loop.stop()
        await loop.ended()
    }
}

/// The moment at which a request's turn came, and whether it was sent.
public final class CurlTurn: Sendable {
    private let moment = Mutex<ContinuousClock.Instant?>(nil)
    private let sending = Atomic(false)

    /// A turn that has not come.
    public init() {}

    /// The moment; nil while the turn has not come.
    public var came: ContinuousClock.Instant? { moment.withLock { $0 } }

    /// True if there was a connection that the request was sent over: only then may it have reached the other side.
    public var isSent: Bool { sending.load(ordering: .acquiring) }

    func come() { moment.withLock { $0 = .now } }

    func send() { sending.store(true, ordering: .releasing) }
}

/// A request on its way to the loop.
struct PendingTransfer: Sendable {
    let id: Int
    let request: CurlRequest
    /// The time after which the request is not started.
    let latestStart: ContinuousClock.Instant
    let turn: CurlTurn?
    let cancellation: Cancellation
    let continuation: CheckedContinuation<Result<CurlResponse, CurlError>, Never>
}

/// True if the caller of a request has left.
final class Cancellation: Sendable {
    private let flag = Atomic(false)

    var isCancelled: Bool { flag.load(ordering: .acquiring) }

    func cancel() { flag.store(true, ordering: .releasing) }
}
