public import Curl
public import FoundationEssentials
public import SMSPContract

/// The parts that calls to PDS FHIR share while its configuration stays: connections, quota, access token, breaker.
///
/// It outlives a reload of the tables; a new one has no token and a full quota.
public struct PDSConnection: Sendable {
    /// Keeps calls from PDS while it does not answer.
    public let breaker: Breaker
    let client: PDSClient

    /// A connection over `pool`.
    ///
    /// - Parameters:
    ///   - breaker: of PDS FHIR alone; what fails at the token endpoint counts too.
    ///   - now: the clock that assertions are dated by.
    ///   - notice: told what an operator must know of the token endpoint.
    public init(
        configuration: PDSFHIRConfiguration,
        pool: CurlPool,
        breaker: Breaker,
        ids: UUIDSource,
        now: @escaping @Sendable () -> Date,
        notice: @escaping @Sendable (TokenNotice) -> Void
    ) async {
        let quota = QuotaBucket(requestsPerSecond: configuration.requestsPerSecond)
        var tokens: AccessTokenCache?
        if let authentication = configuration.authentication {
            let endpoint = await TokenEndpoint(
                authentication,
                pool: pool,
                quota: quota,
                timeout: configuration.timeout,
                ids: ids,
                now: now,
                notice: notice
            )
            tokens = AccessTokenCache { () async throws(AccessTokenCache.Failure) in try await endpoint.fetch() }
        }
        self.breaker = breaker
        client = PDSClient(
            configuration: configuration,
            pool: pool,
            quota: quota,
            tokens: tokens,
            breaker: breaker,
            ids: ids
        )
    }

    private init(client: PDSClient, breaker: Breaker) {
        self.client = client
        self.breaker = breaker
    }

    /// A connection for comparing: it shares the quota and the access token, takes what live calls leave of the quota,
    /// and has a pool and a breaker of its own, so that it does not affect live calls.
    public func forComparison(pool: CurlPool, breaker: Breaker) -> PDSConnection {
        PDSConnection(client: client.beside(pool: pool, breaker: breaker), breaker: breaker)
    }

    /// True if the token endpoint grants a token; nil if PDS FHIR is used without one.
    public func grantsToken() async -> Bool? { await client.grantsToken() }

    /// The number of requests that the quota allows now; below zero while calls wait for it.
    public var quotaTokens: Double { client.quotaTokens }

    /// What the last request to the token endpoint gave, success or the reason of its failure; nil if there was none.
    public var lastTokenFetch: Result<Void, TokenFailureReason>? {
        get async { await client.lastTokenFetch }
    }
}
