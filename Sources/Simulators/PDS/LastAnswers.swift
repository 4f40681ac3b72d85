import NIOCore
import Synchronization

/// The last answer of each open connection.
final class LastAnswers: Sendable {
    private let answers = Mutex<[ObjectIdentifier: PDSAnswer]>([:])

    /// The last answer on `channel`, forgotten when it closes.
    subscript(channel: any Channel) -> PDSAnswer? {
        get { answers.withLock { $0[ObjectIdentifier(channel)] } }
        set {
            let id = ObjectIdentifier(channel)
            let previous = answers.withLock { answers in
                defer { answers[id] = newValue }
                return answers[id]
            }
            if previous == nil {
                channel.closeFuture.whenComplete { _ in self.answers.withLock { $0[id] = nil } }
            }
        }
    }
}
