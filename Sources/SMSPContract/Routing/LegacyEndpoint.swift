/// A legacy SMSP endpoint, as a caller's bytes go to it and its own come back.
///
/// It reads neither: both may be signed, and neither need be an SMSP message (decision D33).
public protocol LegacyEndpoint: Sendable {
    /// Sends `request` on and waits for the answer, within the endpoint's own `timeout`.
    ///
    /// It never throws: every failure is a ``BackendFailure``. A cancelled task stops the transfer.
    func forward(_ request: WireRequest) async -> LegacyOutcome
}

/// The outcome of a request that was sent on to a legacy endpoint.
public struct LegacyOutcome: Sendable {
    /// The endpoint's answer, or the reason why there is none.
    public let outcome: Result<WireAnswer, BackendFailure>
    /// The events on the way that an operator should know of.
    public let diagnostics: [CallDiagnostic]

    /// Creates an outcome from its parts.
    public init(outcome: Result<WireAnswer, BackendFailure>, diagnostics: [CallDiagnostic] = []) {
        self.outcome = outcome
        self.diagnostics = diagnostics
    }
}
