import Synchronization

/// The port that a listener has found, for those who wait to know it.
final class PortBinding: Sendable {
    private enum State {
        case waiting([CheckedContinuation<Int, any Error>])
        case bound(Int)
        case failed(any Error)
        case ended(Int)
    }

    private let state = Mutex(State.waiting([]))

    /// The port, once the listener listens; throws when it could not.
    var port: Int {
        get async throws {
            try await withCheckedThrowingContinuation { continuation in
                let known: Result<Int, any Error>? = state.withLock { state in
                    switch state {
                    case .waiting(let waiters):
                        state = .waiting(waiters + [continuation])
                        return nil
                    case .bound(let port), .ended(let port): return .success(port)
                    case .failed(let error): return .failure(error)
                    }
                }
                if let known { continuation.resume(with: known) }
            }
        }
    }

    /// True while the listener accepts connections.
    var isAccepting: Bool {
        state.withLock { state in
            guard case .bound = state else { return false }
            return true
        }
    }

    func succeed(_ port: Int) {
        settle(.bound(port), .success(port))
    }

    func fail(_ error: any Error) {
        settle(.failed(error), .failure(error))
    }

    /// Marks the listener as closed; callers that still wait for its port get an error.
    func end() {
        fail(CancellationError())
        state.withLock { state in
            if case .bound(let port) = state { state = .ended(port) }
        }
    }

    private func settle(_ settled: State, _ result: Result<Int, any Error>) {
        let waiters = state.withLock { state -> [CheckedContinuation<Int, any Error>] in
            guard case .waiting(let waiters) = state else { return [] }
            state = settled
            return waiters
        }
        for waiter in waiters { waiter.resume(with: result) }
    }
}
