/// A legacy SMSP endpoint, as a caller's bytes go to it and its own come back.
///
/// It reads neither: both may be signed, and neither need be an SMSP message (decision D33).
public protocol LegacyEndpoint: Sendable {
    /// The time that a call may wait for its turn, and then the time that it may take.
    var timeout: Duration { get }

    /// Sends `request` on once its turn comes and waits for the answer, for all of ``timeout`` from that moment.
    ///
    /// It never throws: every failure is a ``BackendFailure``. A cancelled task stops the transfer.
    ///
    /// - Parameter latestTurn: The moment after which the request is not sent any more (decision D10).
    func forward(_ request: WireRequest, latestTurn: ContinuousClock.Instant) async -> LegacyOutcome
}

extension LegacyEndpoint {
    /// Sends `request` on, whose wait for its turn begins now.
    public func forward(_ request: WireRequest) async -> LegacyOutcome {
        await forward(request, latestTurn: .now + timeout)
    }
}

/// The outcome of a request that was sent on to a legacy endpoint.
public struct LegacyOutcome: Sendable {
    /// The endpoint's answer, or the reason why there is none.
    public let outcome: Result<WireAnswer, BackendFailure>
    /// The events on the way that an operator should know of.
    public let diagnostics: [CallDiagnostic]
    /// The time that the endpoint took, without the wait for a turn; nil if it was not called.
    public let latency: Duration?
    /// The facts of the requests, for the log.
    public let facts: UpstreamFacts

    /// Creates an outcome from its parts.
    public init(
        outcome: Result<WireAnswer, BackendFailure>,
        diagnostics: [CallDiagnostic] = [],
        latency: Duration? = nil,
        facts: UpstreamFacts = UpstreamFacts()
    ) {
        self.outcome = outcome
        self.diagnostics = diagnostics
        self.latency = latency
        self.facts = facts
    }
}
