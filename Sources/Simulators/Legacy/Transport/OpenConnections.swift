import NIOCore
import Synchronization

/// The connections that are open, and those of them with an answer in flight, which finish when the simulator stops.
final class OpenConnections: Sendable {
    private struct State {
        var resting: [ObjectIdentifier: any Channel] = [:]
        var isStopping = false
    }

    private let state = Mutex(State())

    /// True if no more requests are taken.
    var isStopping: Bool { state.withLock { $0.isStopping } }

    /// Notes that nothing is lost when `channel` closes; closes it if the simulator is stopping.
    func rest(_ channel: any Channel) {
        let isStopping = state.withLock { state in
            if !state.isStopping { state.resting[ObjectIdentifier(channel)] = channel }
            return state.isStopping
        }
        if isStopping { channel.close(promise: nil) }
    }

    /// Notes that an answer for `channel` is under way, or that the connection has ended.
    func wake(_ channel: any Channel) {
        state.withLock { _ = $0.resting.removeValue(forKey: ObjectIdentifier(channel)) }
    }

    /// Closes every connection that rests, now and from now on.
    func stop() {
        let resting = state.withLock { state in
            state.isStopping = true
            defer { state.resting = [:] }
            return Array(state.resting.values)
        }
        for channel in resting { channel.close(promise: nil) }
    }
}
