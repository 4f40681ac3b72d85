/// A failure that leaves a call without an answer to judge.
public enum ExchangeFailure: Error, Sendable, Equatable {
    /// No connection could be made.
    case unreachable
    /// No answer came in time.
    case timedOut
    /// The connection ended before an answer began.
    case ended
    /// The connection ended within the answer.
    case cutOff
    /// The answer is not HTTP.
    case unreadable
    /// The answer is longer than a run accepts.
    case tooLong

    /// A short text for an operator.
    public var words: String {
        switch self {
        case .unreachable: "no connection could be made"
        case .timedOut: "no answer came in time"
        case .ended: "the connection ended without an answer"
        case .cutOff: "the connection ended in the middle of the answer"
        case .unreadable: "the answer is no HTTP/1.0 or HTTP/1.1 message"
        case .tooLong: "the answer is longer than 4 MiB"
        }
    }
}
