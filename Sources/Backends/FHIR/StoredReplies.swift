public import NHSIdentifiers
import PDSFHIR
import SMSPContract
import Synchronization

/// One answer of PDS FHIR as it came, with its request.
public struct StoredReply: Sendable, Redacted {
    /// The request below the base URL: `Patient/9990000018`; nil for any request.
    public let path: String?
    /// The HTTP status.
    public let status: Int
    /// The body, byte for byte.
    public let body: [UInt8]

    /// A reply of these parts.
    public init(path: String?, status: Int, body: [UInt8]) {
        self.path = path
        self.status = status
        self.body = body
    }
}

/// Stored answers of PDS, used in place of a server.
///
/// Each is given once, in order, to a request for what it was an answer to: tables that ask PDS something else get
/// none, since the answer of PDS is unknown.
public final class StoredReplies: Sendable {
    private struct State {
        var left: [StoredReply]
        /// True if PDS failed, so that the stored result is the lack of an answer.
        var hasFailed = false
        var hasMissed = false
    }

    private let state: Mutex<State>

    /// These answers, in the order in which PDS gave them.
    public init(_ replies: [StoredReply]) {
        state = Mutex(State(left: replies))
    }

    /// True if a request had no stored answer.
    public var hasMissed: Bool { state.withLock { $0.hasMissed } }
}

extension StoredReplies: PDSReplies {
    func get(
        _ path: String,
        in context: RequestContext,
        log: inout PDSCallLog
    ) async throws(BackendFailure) -> PDSAnswer {
        let asked = path.asAsked
        guard let reply = next(for: asked) else { throw .unavailable }
        let answer = PDSAnswer(status: reply.status, body: reply.body)
        guard answer.reply.isIdentityConsistent else { throw .unavailable }
        if let patient = answer.reply.onePatient { log.record = RecordFacts(patient) }
        return answer
    }

    /// The next answer to `asked` that is not followed by a retry (decision D35).
    private func next(for asked: String) -> StoredReply? {
        state.withLock { state in
            while let place = state.left.firstIndex(where: { $0.path == nil || $0.path == asked }) {
                let reply = state.left.remove(at: place)
                if !RetryPolicy.isRetried(status: reply.status) { return reply }
                state.hasFailed = true
            }
            state.hasMissed = state.hasMissed || !state.hasFailed
            return nil
        }
    }
}

/// Records the answers of PDS during a call.
public final class ReplyTape: Sendable {
    private let taken = Mutex<[StoredReply]>([])

    /// An empty tape.
    public init() {}

    /// The answers of PDS since the last reading, in order.
    public func take() -> [StoredReply] {
        taken.withLock { replies in
            defer { replies = [] }
            return replies
        }
    }

    fileprivate func add(_ reply: StoredReply) { taken.withLock { $0.append(reply) } }
}

/// The answers of another source, taken down as they come.
struct RecordedReplies: PDSReplies {
    let source: any PDSReplies
    let tape: ReplyTape

    func get(
        _ path: String,
        in context: RequestContext,
        log: inout PDSCallLog
    ) async throws(BackendFailure) -> PDSAnswer {
        let answer = try await source.get(path, in: context, log: &log)
        tape.add(StoredReply(path: path.asAsked, status: answer.status, body: answer.body))
        return answer
    }
}

extension String {
    /// A path below the base URL.
    fileprivate var asAsked: String { hasPrefix("/") ? String(dropFirst()) : self }
}

/// A source of PDS FHIR's answers: PDS itself (``PDSClient``), or stored pairs (``StoredReplies``).
protocol PDSReplies: Sendable {
    /// The answer to a request for `path`, below the base URL.
    ///
    /// - Parameter log: takes the request's id and what happened on the way.
    /// - Throws: the reason that there is no usable answer.
    func get(
        _ path: String,
        in context: RequestContext,
        log: inout PDSCallLog
    ) async throws(BackendFailure) -> PDSAnswer
}

extension PDSClient: PDSReplies {}
