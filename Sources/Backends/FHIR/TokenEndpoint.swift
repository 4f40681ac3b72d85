import Curl
import FoundationEssentials
import JSONTree
import SMSPContract
import Synchronization

/// Asks the token endpoint for access tokens (decision D45).
///
/// 1. One endpoint request is made at a time; the cache in front sees to that.
/// 2. After no connection, a cut one, 429, 5xx or "the JWKS can't be reached", it is repeated with a
///    fresh `jti`, at most twice.
/// 3. A 401 means that the current key is refused: the next key is tried once, and kept if it works.
struct TokenEndpoint: Sendable {
    /// The timeout of one fetch in all.
    static let patience: Duration = .seconds(10)
    /// The skew of the local clock against the endpoint's that raises an alarm, seconds.
    static let skewAlarm: Double = 30

    private let url: String
    private let assertions: [ClientAssertion]
    private let current: Current
    private let pool: CurlPool
    private let quota: QuotaBucket
    private let timeout: Duration
    private let ids: UUIDSource
    private let now: @Sendable () -> Date
    private let notice: @Sendable (CallDiagnostic) -> Void

    /// Which of the keys is in use.
    private final class Current: Sendable {
        let index = Mutex(0)
    }

    /// An endpoint that signs with the keys of `authentication`.
    ///
    /// - Parameter notice: called with events for the operator: a change of key, a skew of the clocks, a refusal.
    init(
        _ authentication: FHIRAuthentication,
        pool: CurlPool,
        quota: QuotaBucket,
        timeout: Duration,
        ids: UUIDSource,
        now: @escaping @Sendable () -> Date,
        notice: @escaping @Sendable (CallDiagnostic) -> Void
    ) async {
        url = authentication.tokenURL
        assertions = await authentication.assertions()
        current = Current()
        self.pool = pool
        self.quota = quota
        self.timeout = timeout
        self.ids = ids
        self.now = now
        self.notice = notice
    }

    /// A new token.
    func fetch() async throws(AccessTokenCache.Failure) -> AccessToken {
        let started = ContinuousClock.now
        let deadline = started + Self.patience
        let index = current.index.withLock { $0 }
        switch await attempts(with: assertions[index], started: started, deadline: deadline) {
        case .token(let token): return token
        case .failed: throw .refused
        case .keyRefused:
            let other = index + 1
            guard assertions.indices.contains(other) else {
                notice(CallDiagnostic("tokenKeyRefused", isAlarm: true))
                throw .refused
            }
            guard case .token(let token) = await attempts(with: assertions[other], started: started, deadline: deadline)
            else {
                notice(CallDiagnostic("tokenKeysRefused", isAlarm: true))
                throw .refused
            }
            current.index.withLock { $0 = other }
            notice(CallDiagnostic("tokenKeyChanged", isAlarm: true))
            return token
        }
    }

    private enum Outcome {
        case token(AccessToken)
        case keyRefused
        case failed
    }

    private func attempts(
        with assertion: ClientAssertion,
        started: ContinuousClock.Instant,
        deadline: ContinuousClock.Instant
    ) async -> Outcome {
        let policy = RetryPolicy(random: { Double.random(in: 0..<1) })
        for attempt in 0... {
            guard let response = await ask(with: assertion, before: deadline) else { return .failed }
            switch response {
            case .success(let response):
                switch (response.status, isJWKSUnreachable(response)) {
                case (200, _): return token(in: response, askedAt: .now).map { .token($0) } ?? .failed
                case (401, _): return .keyRefused
                case (403, true): break
                case (let status, _) where RetryPolicy.isRetried(status: status): break
                default:
                    notice(CallDiagnostic("tokenRefused\(response.status)", isAlarm: true))
                    return .failed
                }
            case .failure(let error) where RetryPolicy.isRetried(error): break
            case .failure: return .failed
            }
            guard let next = policy.nextAttempt(after: attempt, rateLimit: nil, started: started, deadline: deadline)
            else { break }
            try? await Task.sleep(until: next, clock: .continuous)
        }
        notice(CallDiagnostic("tokenEndpointUnavailable", isAlarm: true))
        return .failed
    }

    /// One request, with an assertion of its own; nil when the quota leaves no room for it.
    private func ask(
        with assertion: ClientAssertion,
        before deadline: ContinuousClock.Instant
    ) async -> Result<CurlResponse, CurlError>? {
        guard let room = try? await quota.take(before: deadline), room,
            let jwt = try? await assertion.sign(jti: ids.next().lowercased(), now: now())
        else { return nil }
        let form = [
            "grant_type=client_credentials",
            "client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer",
            "client_assertion=" + jwt,
        ]
        let request = CurlRequest(
            method: .post,
            url: url,
            headers: [("Content-Type", "application/x-www-form-urlencoded"), ("Accept", "application/json")],
            body: Array(form.joined(separator: "&").utf8),
            deadline: min(.now + timeout, deadline),
            responseLimit: 64 * 1024
        )
        do throws(CurlError) {
            return .success(try await pool.perform(request))
        } catch {
            return .failure(error)
        }
    }

    /// Reads the token; `expires_in` comes as a string of seconds.
    private func token(in response: CurlResponse, askedAt instant: ContinuousClock.Instant) -> AccessToken? {
        noteSkew(response)
        guard let body = try? JSONValue.parse(response.body), let value = body["access_token"]?.string, !value.isEmpty
        else { return nil }
        let seconds: Int? =
            switch body["expires_in"] {
            case .string(let text), .number(let text): Int(text)
            default: nil
            }
        guard let seconds, seconds > 0 else { return nil }
        return AccessToken(value: value, expires: instant + .seconds(seconds))
    }

    private func isJWKSUnreachable(_ response: CurlResponse) -> Bool {
        guard let description = (try? JSONValue.parse(response.body))?["error_description"]?.string else {
            return false
        }
        return description.contains("JWKS endpoint")
    }

    private func noteSkew(_ response: CurlResponse) {
        guard let text = response.header("date"), let date = HTTPDate.date(from: text) else { return }
        if abs(date.timeIntervalSince(now())) > Self.skewAlarm { notice(CallDiagnostic("clockSkew", isAlarm: true)) }
    }
}
