import Curl
import NHSIdentifiers
import PDSFHIR
import SMSPContract

/// An answer of PDS that belongs to the request it answers.
struct PDSAnswer: Sendable, Redacted {
    let status: Int
    let body: [UInt8]
    let reply: PDSReply

    init(status: Int, body: [UInt8]) {
        self.status = status
        self.body = body
        reply = PDSReply(status: status, body: body)
    }
}

/// Makes one logical request to PDS FHIR: breaker, quota, token, attempts, retries, the guard against crossed answers.
///
/// - SeeAlso: decisions D34, D35, D45, D48, D64; docs/contract/pds-fhir.md §1.3, §4, §6.
struct PDSClient: Sendable {
    /// The number of requests that the quota allows now.
    var quotaTokens: Double { quota.tokens }

    private let configuration: PDSFHIRConfiguration
    private let pool: CurlPool
    private let quota: QuotaBucket
    private let tokens: AccessTokenCache?
    private let breaker: Breaker
    private let ids: UUIDSource
    private let priority: QuotaPriority
    private let retries = RetryPolicy(random: { Double.random(in: 0..<1) })

    init(
        configuration: PDSFHIRConfiguration,
        pool: CurlPool,
        quota: QuotaBucket,
        tokens: AccessTokenCache?,
        breaker: Breaker,
        ids: UUIDSource,
        priority: QuotaPriority = .live
    ) {
        self.configuration = configuration
        self.pool = pool
        self.quota = quota
        self.tokens = tokens
        self.breaker = breaker
        self.ids = ids
        self.priority = priority
    }

    /// A client that shares quota and token with this one and takes what it leaves of the quota, over connections and
    /// behind a breaker of its own.
    func beside(pool: CurlPool, breaker: Breaker) -> PDSClient {
        PDSClient(
            configuration: configuration,
            pool: pool,
            quota: quota,
            tokens: tokens,
            breaker: breaker,
            ids: ids,
            priority: .comparison
        )
    }

    /// What the last token request gave; nil if none has been made.
    var lastTokenFetch: Result<Void, TokenFailureReason>? {
        get async { await tokens?.lastFetch }
    }

    /// True if there is an access token, which is fetched if necessary; nil if none is needed.
    func grantsToken() async -> Bool? {
        guard let tokens else { return nil }
        return (try? await tokens.token(insteadOf: nil, before: .now + TokenEndpoint.patience)) != nil
    }

    /// Asks PDS for `path`, below the base URL.
    ///
    /// - Parameter log: takes the request's id and what happened on the way.
    /// - Throws: why PDS gave no answer that can be used.
    func get(
        _ path: String,
        in context: RequestContext,
        log: inout PDSCallLog
    ) async throws(BackendFailure) -> PDSAnswer {
        // The verdict is the last attempt's: one call that fails in all its attempts is one failure.
        let result = await breaker.attempt { () async -> (Result<PDSAnswer, BackendFailure>, Breaker.Verdict) in
            var verdict = Breaker.Verdict.neither
            do throws(BackendFailure) {
                return (.success(try await attempts(path, in: context, log: &log, verdict: &verdict)), verdict)
            } catch {
                return (.failure(error), Task.isCancelled ? .neither : verdict)
            }
        }
        guard let result else {
            log.diagnostics.append(CallDiagnostic("pdsBreakerOpen"))
            throw .unavailable
        }
        return try result.get()
    }

    /// - Parameter verdict: becomes what the last attempt says of PDS.
    private func attempts(
        _ path: String,
        in context: RequestContext,
        log: inout PDSCallLog,
        verdict: inout Breaker.Verdict
    ) async throws(BackendFailure) -> PDSAnswer {
        let requestID = ids.next().lowercased()
        var refusedToken: AccessToken?
        var attempt = 0
        while true {
            verdict = .failure
            let token = try await token(insteadOf: refusedToken, before: context.deadline, log: &log)
            verdict = .neither
            let waitBegan = ContinuousClock.now
            let hasQuota = try await takesQuota(before: context.deadline)
            log.facts.quotaWait += .now - waitBegan
            guard hasQuota else { throw .busy }
            var rateLimit: RateLimitKind?
            let timeout = min(configuration.timeout, context.deadline - .now)
            let turn = CurlTurn()
            let result = await transfer(
                path,
                requestID: requestID,
                token: token,
                timeout: timeout,
                context: context,
                turn: turn
            )
            if let began = turn.came { log.enter(requestID, isSent: turn.isSent, took: .now - began) }
            verdict = self.verdict(result, timeout: timeout)
            if case .success(let response) = result { log.facts.answered(response) }
            switch result {
            case .success(let response) where response.status == 401 && token != nil && refusedToken == nil:
                // One fresh token and one more try, which does not count as a retry (D45).
                log.diagnostics.append(CallDiagnostic("pdsRefusedToken"))
                refusedToken = token
                continue
            case .success(let response) where RetryPolicy.isRetried(status: response.status):
                rateLimit = response.status == 429 ? RateLimitKind(responseBody: response.body) : nil
                if let rateLimit { quota.heard(rateLimit) }
                log.diagnostics.append(CallDiagnostic("pdsStatus\(response.status)", at: rateLimit?.rawValue ?? ""))
            case .success(let response):
                let answer = PDSAnswer(status: response.status, body: response.body)
                if answer.status == 400 { verdict = Breaker.Verdict(refusal: answer.reply, of: path, in: context) }
                try check(answer, in: response, requestID: requestID, log: &log)
                return answer
            case .failure(let error):
                log.diagnostics.append(CallDiagnostic("pdsTransferFailed", at: error.label))
                guard RetryPolicy.isRetried(error) else { throw .unavailable }
            }
            // A query without a waiting caller is not worth a retry.
            guard priority == .live else { throw .unavailable }
            let next = retries.nextAttempt(
                after: attempt,
                rateLimit: rateLimit,
                started: context.started,
                deadline: context.deadline
            )
            guard let next, (try? await Task.sleep(until: next, clock: .continuous)) != nil else { throw .unavailable }
            attempt += 1
        }
    }

    private func token(
        insteadOf refused: AccessToken?,
        before deadline: ContinuousClock.Instant,
        log: inout PDSCallLog
    ) async throws(BackendFailure) -> AccessToken? {
        guard let tokens else { return nil }
        do throws(AccessTokenCache.Failure) {
            return try await tokens.token(insteadOf: refused, before: deadline)
        } catch {
            let reason: String =
                switch error {
                case .refused(let reason): reason.rawValue
                case .deadline: "deadline"
                }
            log.diagnostics.append(CallDiagnostic("noAccessToken", at: reason))
            throw .unavailable
        }
    }

    private func takesQuota(before deadline: ContinuousClock.Instant) async throws(BackendFailure) -> Bool {
        do throws(CancellationError) {
            return try await quota.take(as: priority, before: deadline)
        } catch {
            throw .unavailable
        }
    }

    /// One attempt.
    private func transfer(
        _ path: String,
        requestID: String,
        token: AccessToken?,
        timeout: Duration,
        context: RequestContext,
        turn: CurlTurn
    ) async -> Result<CurlResponse, CurlError> {
        var headers = [
            ("Accept", "application/fhir+json"),
            ("X-Request-ID", requestID),
            ("X-Correlation-ID", context.correlationID),
            ("NHSD-End-User-Organisation-ODS", context.odsCode),
        ]
        if let token { headers.append(("Authorization", "Bearer " + token.value)) }
        let request = CurlRequest(
            method: .get,
            url: configuration.baseURL + path,
            headers: headers,
            deadline: .now + timeout,
            responseLimit: configuration.responseBytes
        )
        do throws(CurlError) {
            return .success(try await pool.perform(request, turn: turn))
        } catch {
            return .failure(error)
        }
    }

    /// The verdict on PDS of an attempt that had `timeout`.
    ///
    /// One that had waited for the quota until little of its time was left says nothing when that runs out.
    private func verdict(_ result: Result<CurlResponse, CurlError>, timeout: Duration) -> Breaker.Verdict {
        switch result {
        case .success(let response): Breaker.Verdict(status: response.status)
        case .failure(.timedOut) where timeout < configuration.timeout / 2: .neither
        case .failure(let error): Breaker.Verdict(error)
        }
    }

    /// Refuses an answer that is not known to belong to this request (decision D34).
    private func check(
        _ answer: PDSAnswer,
        in response: CurlResponse,
        requestID: String,
        log: inout PDSCallLog
    ) throws(BackendFailure) {
        // What cannot be read is used for nothing, and a proxy's page bears no id: no sign of a crossed answer.
        let isOurs = answer.reply.resource == nil || response.header("x-request-id") == requestID
        guard isOurs, answer.reply.isIdentityConsistent else {
            pool.discardConnections()
            log.diagnostics.append(
                CallDiagnostic("crossedAnswer", at: isOurs ? "Patient.id" : "X-Request-ID", isAlarm: true)
            )
            throw .unavailable
        }
        if let patient = answer.reply.onePatient { log.record = RecordFacts(patient) }
    }
}

extension Breaker.Verdict {
    /// The verdict on PDS of a 400.
    ///
    /// The bridge checks what it sends, so that a 400 is a fault of the bridge or of the gateway, and PDS does not answer
    /// as long as it lasts. One for a value of the caller is an answer, and one about a number or the choice of
    /// parameters may be due to the request alone.
    ///
    /// - SeeAlso: decision D63.
    fileprivate init(refusal reply: PDSReply, of path: String, in context: RequestContext) {
        guard case .outcome(let outcome) = reply else {
            self = .refusal(of: context.party)
            return
        }
        if outcome.refuses(parameterOf: SearchQuery.names(in: path)) {
            self = .success
        } else {
            let isOfRequest = [.invalidSearchData, .invalidResourceID].contains(outcome.spineCode)
            self = isOfRequest ? .neither : .refusal(of: context.party)
        }
    }
}

extension UpstreamFacts {
    /// Enters an answer of PDS, or of whatever answers in its place.
    fileprivate mutating func answered(_ response: CurlResponse) {
        var issueCode: String?
        if response.status != 200, case .outcome(let outcome) = PDSReply(status: response.status, body: response.body) {
            issueCode = outcome.loggedCode
        }
        answered(status: response.status, contentType: response.header("content-type"), issueCode: issueCode)
    }
}

extension RequestContext {
    /// The party that a call is for: its site and operation.
    fileprivate var party: String { "\(siteID) \(operation.rawValue)" }
}
