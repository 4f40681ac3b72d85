public import Curl
public import FoundationEssentials
public import SMSPContract

/// What the calls to PDS FHIR share for as long as its configuration stays: connections, quota, access token, breaker.
///
/// It outlives a reload of the tables; whoever makes it anew forgets the token and fills the quota.
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
        notice: @escaping @Sendable (CallDiagnostic) -> Void
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
    /// and has a pool and a breaker of its own, so that nothing of it stands in the way of a live call.
    public func shadow(pool: CurlPool, breaker: Breaker) -> PDSConnection {
        PDSConnection(client: client.beside(pool: pool, breaker: breaker), breaker: breaker)
    }

    /// Makes sure that the token endpoint grants a token; nil where PDS FHIR is asked without one.
    public func grantsToken() async -> Bool? { await client.grantsToken() }

    /// How many requests the quota allows at this moment; below zero while calls wait for it.
    public var quotaTokens: Double { client.quotaTokens }

    /// Whether the token endpoint granted a token when it was last asked; nil where it has not been.
    public var isTokenGranted: Bool? {
        get async { await client.isTokenGranted }
    }
}
