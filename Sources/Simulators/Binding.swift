import Synchronization

/// The port a server listens on, awaited by those who came before it did.
final class Binding: Sendable {
    private enum State {
        case waiting([CheckedContinuation<Int, any Error>])
        case bound(Int)
        case failed(any Error)
    }

    private let state = Mutex(State.waiting([]))

    /// The port; an error when there will never be one.
    var port: Int {
        get async throws {
            try await withCheckedThrowingContinuation { continuation in
                state.withLock { state in
                    switch state {
                    case .waiting(let others): state = .waiting(others + [continuation])
                    case .bound(let port): continuation.resume(returning: port)
                    case .failed(let error): continuation.resume(throwing: error)
                    }
                }
            }
        }
    }

    func succeed(_ port: Int) {
        for continuation in settle(.bound(port)) { continuation.resume(returning: port) }
    }

    /// No effect once a port is known.
    func fail(_ error: any Error) {
        for continuation in settle(.failed(error)) { continuation.resume(throwing: error) }
    }

    private func settle(_ settled: State) -> [CheckedContinuation<Int, any Error>] {
        state.withLock { state in
            guard case .waiting(let waiting) = state else { return [] }
            state = settled
            return waiting
        }
    }
}
