import SMSPContract

/// An access token and the times it is good for.
struct AccessToken: Sendable {
    /// The opaque text that goes behind `Bearer`.
    let value: String
    /// The expiry of the token, by the local clock.
    let expires: ContinuousClock.Instant

    /// The margin before its expiry from which a token is no longer used (decision D45).
    static let margin: Duration = .seconds(60)
}

/// The access token of the application, fetched again when it expires.
///
/// However many calls need a token at once, one fetch is under way at a time and all of them wait for it, each no
/// longer than its own deadline.
///
/// - SeeAlso: decision D45.
actor AccessTokenCache {
    /// The reason that there is no token.
    enum Failure: Error, Sendable, Hashable {
        /// The token endpoint gave none.
        case refused(TokenFailureReason)
        /// The caller's time was up before there was one.
        case deadline
    }

    private let fetch: @Sendable () async throws(Failure) -> AccessToken
    private var token: AccessToken?
    private var isFetching = false
    private var waiters: [Int: CheckedContinuation<Result<AccessToken, Failure>, Never>] = [:]
    private var lastWaiter = 0
    /// What the last fetch gave, success or the reason of its failure; nil before the first.
    private(set) var lastFetch: Result<Void, TokenFailureReason>?

    /// A cache that asks `fetch` for a token.
    init(fetch: @escaping @Sendable () async throws(Failure) -> AccessToken) {
        self.fetch = fetch
    }

    /// A token that will be good for some time yet.
    ///
    /// - Parameter refused: a token that PDS has just refused; it is not given again.
    func token(
        insteadOf refused: AccessToken?,
        before deadline: ContinuousClock.Instant
    ) async throws(Failure) -> AccessToken {
        if let refused, token?.value == refused.value { token = nil }
        if let token, token.expires - AccessToken.margin > .now { return token }
        startFetch()
        return try await fetched(before: deadline).get()
    }

    /// Begins a fetch unless one is under way.
    ///
    /// It belongs to no caller: one who leaves must not take the token from the others.
    private func startFetch() {
        guard !isFetching else { return }
        isFetching = true
        Task { [fetch] in
            do throws(Failure) {
                finish(.success(try await fetch()))
            } catch {
                finish(.failure(error))
            }
        }
    }

    private func finish(_ result: Result<AccessToken, Failure>) {
        isFetching = false
        token = try? result.get()
        switch result {
        case .success: lastFetch = .success(())
        case .failure(.refused(let reason)): lastFetch = .failure(reason)
        case .failure(.deadline): break
        }
        let served = waiters
        waiters = [:]
        for waiter in served.values { waiter.resume(returning: result) }
    }

    /// The result of the fetch in flight, or a failure if it takes longer than `deadline` or the caller leaves.
    private func fetched(before deadline: ContinuousClock.Instant) async -> Result<AccessToken, Failure> {
        lastWaiter += 1
        let waiter = lastWaiter
        let timer = Task {
            try? await Task.sleep(until: deadline, clock: .continuous)
            giveUp(waiter)
        }
        defer { timer.cancel() }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { waiters[waiter] = $0 }
        } onCancel: {
            timer.cancel()
        }
    }

    private func giveUp(_ waiter: Int) {
        waiters.removeValue(forKey: waiter)?.resume(returning: .failure(.deadline))
    }
}
