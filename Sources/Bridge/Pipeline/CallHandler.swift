public import SMSPContract

/// The handler of the requests that the SMSP listener accepts.
public protocol CallHandler: Sendable {
    /// The answer to `request`. It never throws: every failure is answered as the contract requires.
    func answer(_ request: WireRequest) async -> WireAnswer

    /// The answer to a request that the listener itself refuses before it has read the body.
    func refuse(_ refusal: ListenerRefusal) -> WireAnswer

    /// The answer to `GET …?wsdl`, whose ports are at `location`.
    func wsdl(location: String) -> WireAnswer

    /// True if any site's callers may use the connection; called again when the sites have changed.
    func admits(_ connection: ConnectionFacts) -> Bool
}

/// The reason why the listener refuses a request without handing it on.
public enum ListenerRefusal: String, Sendable, Hashable, CaseIterable {
    /// The body is longer than `limits.requestBytes` (decision D58).
    case bodyTooLarge
    /// The body has no `Content-Length` and is not chunked.
    case lengthRequired
    /// The method is neither `POST` nor `GET …?wsdl`.
    case methodNotAllowed
    /// The head is longer than `limits.headBytes`.
    case headTooLarge
    /// The head has more fields than `limits.headFields`.
    case tooManyFields
    /// Two parties could read the path in two ways (``RequestPath``).
    case ambiguousPath
    /// The HTTP framing is not acceptable.
    case malformed
    /// `limits.concurrentRequests` are under way (decision D10).
    case overloaded
    /// The bridge is stopping (decision D10).
    case stopping

    /// The reason in words, for the log and, without values, the caller; it names the limit that was exceeded.
    public var reason: String {
        switch self {
        case .bodyTooLarge: "the body is longer than limits.requestBytes"
        case .lengthRequired: "the body has no Content-Length and is not chunked"
        case .methodNotAllowed: "the method is neither POST nor GET with ?wsdl"
        case .headTooLarge: "the head is longer than limits.headBytes"
        case .tooManyFields: "the head has more fields than limits.headFields"
        case .ambiguousPath: "the path has a . or .. segment, a backslash, or an encoded full stop, slash or backslash"
        case .malformed: "the HTTP framing is not acceptable"
        case .overloaded: "limits.concurrentRequests calls are in flight"
        case .stopping: "the bridge is stopping"
        }
    }
}
