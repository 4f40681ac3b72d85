public import NHSIdentifiers
import PDSFHIR
import SMSPContract
import Synchronization

/// One answer of PDS FHIR as it came, with what it was asked.
public struct StoredReply: Sendable, Redacted {
    /// What PDS was asked, below its base URL: `Patient/9990000018`; nil for any request.
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

/// Answers that PDS once gave, for asking nobody.
///
/// Each is given once, in order, to a request for what it was an answer to: tables that ask PDS something else get
/// none, since nobody knows what PDS would have said.
public final class StoredReplies: Sendable {
    private struct State {
        var left: [StoredReply]
        /// Whether PDS failed, so that having no answer is what it did.
        var hasFailed = false
        var hasMissed = false
    }

    private let state: Mutex<State>

    /// These answers, in the order in which PDS gave them.
    public init(_ replies: [StoredReply]) {
        state = Mutex(State(left: replies))
    }

    /// Whether something was asked that none of the answers is to.
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

    /// The next answer to `asked` that is not one after which PDS would have been asked again (decision D35).
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

/// Takes down what PDS answers while a question is asked.
public final class ReplyTape: Sendable {
    private let taken = Mutex<[StoredReply]>([])

    /// An empty tape.
    public init() {}

    /// What PDS has answered since it was last asked for, in order.
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
    /// A path as it stands below the base URL.
    fileprivate var asAsked: String { hasPrefix("/") ? String(dropFirst()) : self }
}

/// Where answers of PDS FHIR come from: PDS itself (``PDSClient``), or pairs that were stored (``StoredReplies``).
protocol PDSReplies: Sendable {
    /// The answer to a request for `path`, below the base URL.
    ///
    /// - Parameter log: takes the request's id and what happened on the way.
    /// - Throws: why there is none that can be used.
    func get(
        _ path: String,
        in context: RequestContext,
        log: inout PDSCallLog
    ) async throws(BackendFailure) -> PDSAnswer
}

extension PDSClient: PDSReplies {}
