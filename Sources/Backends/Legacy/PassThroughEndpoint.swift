public import Curl
public import SMSPContract

/// A legacy SMSP endpoint as one site reaches it: the caller's bytes go there, the endpoint's own come back.
///
/// Sites of one named legacy share its pool and quota, and those that present the same certificate its breaker, so that
/// one site's bad certificate affects no other site.
///
/// - SeeAlso: decisions D8, D33, D35 and D43.
public struct PassThroughEndpoint: LegacyEndpoint {
    private let configuration: LegacyConfiguration
    private let pool: CurlPool
    private let quota: QuotaBucket?
    private let breaker: Breaker
    private let priority: QuotaPriority

    /// An endpoint reached over `pool`.
    ///
    /// - Parameters:
    ///   - quota: of the named legacy; nil where it has none.
    ///   - breaker: of the named legacy and the certificate that is presented to it.
    ///   - priority: live if a caller waits for the answers.
    public init(
        configuration: LegacyConfiguration,
        pool: CurlPool,
        quota: QuotaBucket?,
        breaker: Breaker,
        priority: QuotaPriority = .live
    ) {
        self.configuration = configuration
        self.pool = pool
        self.quota = quota
        self.breaker = breaker
        self.priority = priority
    }

    /// The time that a call may wait for its turn, and then the time that it may take.
    public var timeout: Duration { configuration.timeout }

    /// Sends `request` on once its turn comes and waits for the answer, whatever its status.
    public func forward(_ request: WireRequest, latestTurn: ContinuousClock.Instant) async -> LegacyOutcome {
        let turn = CurlTurn()
        var diagnostics: [CallDiagnostic] = []
        var facts = UpstreamFacts()
        // One verdict for both attempts: connections that an idle endpoint closed all at once open no breaker.
        let outcome = await breaker.attempt {
            let result = await answer(
                to: request,
                latestTurn: latestTurn,
                turn: turn,
                diagnostics: &diagnostics,
                facts: &facts
            )
            return (result.mapError(\.failure), Breaker.Verdict(result))
        }
        guard let outcome else {
            return LegacyOutcome(outcome: .failure(.unavailable), diagnostics: [CallDiagnostic("legacyBreakerOpen")])
        }
        return LegacyOutcome(
            outcome: outcome,
            diagnostics: diagnostics,
            latency: turn.came.map { .now - $0 },
            facts: facts
        )
    }

    /// The reason that there is no answer.
    fileprivate enum Obstacle: Error {
        case noQuota
        case transfer(CurlError)

        var failure: BackendFailure {
            switch self {
            case .noQuota: .busy
            case .transfer(let error): BackendFailure(error)
            }
        }
    }

    /// - Parameter turn: told when the turn of the first attempt has come.
    private func answer(
        to request: WireRequest,
        latestTurn: ContinuousClock.Instant,
        turn: CurlTurn,
        diagnostics: inout [CallDiagnostic],
        facts: inout UpstreamFacts
    ) async -> Result<WireAnswer, Obstacle> {
        let body = body(of: request, diagnostics: &diagnostics)
        func transfer(deadline: ContinuousClock.Instant, allowance: Duration?) -> CurlRequest {
            CurlRequest(
                method: .post,
                url: configuration.url,
                headers: request.fields.endToEnd.map { ($0.name, $0.value) },
                body: body,
                deadline: deadline,
                allowance: allowance,
                responseLimit: configuration.responseBytes,
                identity: configuration.identity
            )
        }
        let first = await attempt(
            transfer(deadline: latestTurn, allowance: timeout),
            turn: turn,
            diagnostics: &diagnostics,
            facts: &facts
        )
        guard case .failure(.transfer(let error)) = first, error.isBeforeAnswer, !Task.isCancelled,
            let deadline = turn.came.map({ $0 + timeout }), .now < deadline
        else { return first }
        diagnostics.append(CallDiagnostic("legacyRetried"))
        return await attempt(
            transfer(deadline: deadline, allowance: nil),
            turn: nil,
            diagnostics: &diagnostics,
            facts: &facts
        )
    }

    private func attempt(
        _ transfer: CurlRequest,
        turn: CurlTurn?,
        diagnostics: inout [CallDiagnostic],
        facts: inout UpstreamFacts
    ) async -> Result<WireAnswer, Obstacle> {
        let waitBegan = ContinuousClock.now
        let hasQuota = await takesQuota(before: transfer.deadline)
        facts.quotaWait += .now - waitBegan
        guard hasQuota else {
            diagnostics.append(CallDiagnostic("legacyQuotaSpent"))
            return .failure(.noQuota)
        }
        do throws(CurlError) {
            facts.attempts += 1
            let response = try await pool.perform(transfer, turn: turn)
            facts.answered(status: response.status, contentType: response.header("content-type"))
            return .success(WireAnswer(response))
        } catch {
            diagnostics.append(CallDiagnostic("legacyTransferFailed", at: error.label))
            return .failure(.transfer(error))
        }
    }

    private func takesQuota(before deadline: ContinuousClock.Instant) async -> Bool {
        guard let quota else { return true }
        return (try? await quota.take(as: priority, before: deadline)) ?? false
    }

    /// The body to send: as it came, except for the text of `wsa:To` if the site configures another.
    private func body(of request: WireRequest, diagnostics: inout [CallDiagnostic]) -> [UInt8] {
        guard let to = configuration.to else { return request.body }
        guard let body = DestinationAddress.replaced(in: request.body, by: to) else {
            diagnostics.append(CallDiagnostic("toNotReplaced"))
            return request.body
        }
        return body
    }
}

extension BackendFailure {
    /// The failure of a call whose transfer had no answer.
    fileprivate init(_ error: CurlError) {
        switch error {
        case .queueFull, .turnTooLate: self = .busy
        case .couldNotConnect, .tls, .timedOut, .cutOff, .responseTooLarge, .answerRefused, .proxyRefused,
            .cancelled, .shutDown:
            self = .unavailable
        case .invalidURL, .insecureURL, .invalidHeader, .setup: self = .internalError
        }
    }
}

extension WireAnswer {
    fileprivate init(_ response: CurlResponse) {
        self.init(
            status: response.status,
            fields: response.headers.map { HTTPField($0.name, bytes: $0.value) }.endToEnd,
            body: response.body,
            isForwarded: true
        )
    }

    /// True if the body looks like a SOAP message, once it is decompressed and converted (decision D69).
    fileprivate var isSOAP: Bool {
        guard let message = try? message() else { return false }
        return String(decoding: message.prefix(1024), as: UTF8.self).contains("Envelope")
    }
}

extension Breaker.Verdict {
    /// The verdict on the endpoint of an answer, or of the lack of one.
    ///
    /// A SOAP message comes from the service itself, with whatever status.
    fileprivate init(_ result: Result<WireAnswer, PassThroughEndpoint.Obstacle>) {
        switch result {
        case .success(let answer):
            let verdict = Breaker.Verdict(status: answer.status)
            self = verdict == .failure && answer.isSOAP ? .success : verdict
        case .failure(.transfer(let error)): self = Breaker.Verdict(error)
        case .failure(.noQuota): self = .neither
        }
    }
}
