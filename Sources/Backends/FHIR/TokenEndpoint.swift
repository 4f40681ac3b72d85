import Curl
import FoundationEssentials
import SMSPContract
import Synchronization

/// Asks the token endpoint for access tokens (decision D45).
///
/// 1. One endpoint request is made at a time; the cache in front sees to that.
/// 2. After no connection, a cut one, 429, 5xx or "the JWKS can't be reached", it is repeated with a
///    fresh `jti`, at most twice.
/// 3. If the endpoint refuses the current key, the next key is tried once, and kept if it works.
///
/// - SeeAlso: note N34.
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
    private let apiKey: String
    private let notice: @Sendable (TokenNotice) -> Void

    /// Which of the keys is in use.
    private final class Current: Sendable {
        let index = Mutex(0)
    }

    /// An endpoint that signs with the keys of `authentication`.
    ///
    /// - Parameter notice: called with what an operator must know.
    init(
        _ authentication: FHIRAuthentication,
        pool: CurlPool,
        quota: QuotaBucket,
        timeout: Duration,
        ids: UUIDSource,
        now: @escaping @Sendable () -> Date,
        notice: @escaping @Sendable (TokenNotice) -> Void
    ) async {
        url = authentication.tokenURL
        apiKey = authentication.apiKey
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
        case .success(let token): return token
        case .failure(let failure):
            let next = index + 1
            guard failure.mayBeOfKey, assertions.indices.contains(next) else { throw refused(failure) }
            switch await attempts(with: assertions[next], started: started, deadline: deadline) {
            case .success(let token):
                current.index.withLock { $0 = next }
                notice(.keyChanged(failure, next: assertions[next].keyID))
                return token
            case .failure(let other):
                _ = refused(failure)
                throw refused(other)
            }
        }
    }

    /// Tells the operator of `failure`.
    private func refused(_ failure: TokenFailure) -> AccessTokenCache.Failure {
        notice(.failed(failure))
        return .refused(failure.reason)
    }

    private func attempts(
        with assertion: ClientAssertion,
        started: ContinuousClock.Instant,
        deadline: ContinuousClock.Instant
    ) async -> Result<AccessToken, TokenFailure> {
        let policy = RetryPolicy(random: { Double.random(in: 0..<1) })
        var attempt = 0
        while true {
            let result = await ask(with: assertion, before: deadline)
                .mapError { failure in
                    var failure = failure
                    failure.keyID = assertion.keyID
                    return failure
                }
            guard case .failure(let failure) = result, failure.isTransient,
                let next = policy.nextAttempt(after: attempt, rateLimit: nil, started: started, deadline: deadline)
            else { return result }
            try? await Task.sleep(until: next, clock: .continuous)
            attempt += 1
        }
    }

    /// One request, with an assertion of its own.
    private func ask(
        with assertion: ClientAssertion,
        before deadline: ContinuousClock.Instant
    ) async -> Result<AccessToken, TokenFailure> {
        guard let room = try? await quota.take(before: deadline), room else {
            return .failure(TokenFailure(.quotaSpent))
        }
        guard let jwt = try? await assertion.sign(jti: ids.next().lowercased(), now: now()) else {
            return .failure(TokenFailure(.notSent))
        }
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
            let response = try await pool.perform(request)
            if response.status == 200 { noteSkew(response) }
            let secrets = [jwt, apiKey] + jwt.split(separator: ".").map(String.init)
            return TokenReply.token(in: response, at: .now, secrets: secrets)
        } catch {
            return .failure(TokenFailure(error))
        }
    }

    private func noteSkew(_ response: CurlResponse) {
        guard let text = response.header("date"), let date = HTTPDate.date(from: text) else { return }
        let skew = date.timeIntervalSince(now())
        if abs(skew) > Self.skewAlarm { notice(.clockSkew(seconds: Int(skew.rounded()))) }
    }
}
