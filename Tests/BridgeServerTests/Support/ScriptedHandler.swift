import Bridge
import SMSPContract
import Synchronization

/// A call handler that does what a test says, and notes what it was handed.
final class ScriptedHandler: CallHandler {
    private let script: @Sendable (WireRequest) async -> WireAnswer
    private let admitted = Mutex(true)
    private let taken = Mutex<[WireRequest]>([])
    private let ended = Mutex(0)
    private let refused = Mutex<[ListenerRefusal]>([])

    /// A handler whose answers are the script's; without one, it sends each body back.
    init(
        _ script: @escaping @Sendable (WireRequest) async -> WireAnswer = { .soap($0.body, status: 200) }
    ) {
        self.script = script
    }

    /// The requests that were handed on, in the order in which they came.
    var requests: [WireRequest] { taken.withLock { $0 } }
    /// The refusals of the listener, in the order in which they came.
    var refusals: [ListenerRefusal] { refused.withLock { $0 } }
    /// How many answers were begun and seen cancelled.
    var cancelled: Int { ended.withLock { $0 } }

    /// Makes the handler admit no connection any more.
    func turnAway() { admitted.withLock { $0 = false } }

    func admits(_ connection: ConnectionFacts) -> Bool { admitted.withLock { $0 } }

    func answer(_ request: WireRequest) async -> WireAnswer {
        taken.withLock { $0.append(request) }
        let answer = await script(request)
        if Task.isCancelled { ended.withLock { $0 += 1 } }
        return answer
    }

    func refuse(_ refusal: ListenerRefusal) -> WireAnswer {
        refused.withLock { $0.append(refusal) }
        let status =
            switch refusal {
            case .bodyTooLarge: 413
            case .lengthRequired: 411
            case .methodNotAllowed: 405
            case .malformed, .ambiguousPath: 400
            case .headTooLarge, .tooManyFields: 431
            case .overloaded, .stopping: 503
            }
        return WireAnswer(status: status, fields: status == 503 ? [HTTPField("Retry-After", "1")] : [])
    }

    func wsdl(location: String) -> WireAnswer {
        .soap(Array(location.utf8), status: 200)
    }
}
