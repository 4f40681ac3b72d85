/// A legacy SMSP endpoint, as a caller's bytes go to it and its own come back.
///
/// It reads neither: what goes in and out may be signed, and may be no SMSP message at all (decision D33).
public protocol LegacyEndpoint: Sendable {
    /// Sends `request` on and waits for the answer, within the endpoint's own `timeout`.
    ///
    /// It never throws: whatever goes wrong is a ``BackendFailure``. A cancelled task stops the transfer.
    func forward(_ request: WireRequest) async -> WireOutcome
}

/// One field of an HTTP head.
public struct HTTPField: Sendable, Hashable {
    /// The name as it was sent; compared without regard to case.
    public let name: String
    /// The value without outer white space.
    public let value: String

    /// A field of a name and a value.
    public init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }
}

extension [HTTPField] {
    /// The value of the first field of a name; nil when there is none.
    public func value(of name: String) -> String? {
        let lowercased = name.lowercased()
        return first { $0.name.lowercased() == lowercased }?.value
    }
}

/// A caller's request as it came.
public struct WireRequest: Sendable {
    /// The fields of the head, in the order in which they came, hop-by-hop ones included.
    public let fields: [HTTPField]
    /// The body, byte for byte.
    public let body: [UInt8]

    /// A request of these parts.
    public init(fields: [HTTPField], body: [UInt8]) {
        self.fields = fields
        self.body = body
    }
}

/// An endpoint's answer as it came.
public struct WireAnswer: Sendable, Equatable {
    /// The HTTP status.
    public let status: Int
    /// The end-to-end fields of the head, in the order in which they came; no `Content-Length`.
    public let fields: [HTTPField]
    /// The body, byte for byte.
    public let body: [UInt8]

    /// An answer of these parts.
    public init(status: Int, fields: [HTTPField], body: [UInt8]) {
        self.status = status
        self.fields = fields
        self.body = body
    }
}

/// What came of sending a request on.
public struct WireOutcome: Sendable {
    /// The answer, or why there is none.
    public let outcome: Result<WireAnswer, BackendFailure>
    /// What an operator should know of how it came about.
    public let notes: [CallDiagnostic]

    /// An outcome of these parts.
    public init(outcome: Result<WireAnswer, BackendFailure>, notes: [CallDiagnostic] = []) {
        self.outcome = outcome
        self.notes = notes
    }
}
