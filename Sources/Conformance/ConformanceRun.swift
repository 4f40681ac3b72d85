public import SMSPContract

/// A run of every rule of the contract against one SMSP endpoint.
public struct ConformanceRun: Sendable {
    private let endpoint: Endpoint
    private let plan: ProbePlan

    /// A run against the endpoint at `address`.
    ///
    /// - Parameters:
    ///   - timeout: the longest that one answer may take.
    ///   - operations: the operations to check, in the order of the contract.
    ///   - people: the endpoint's test patients.
    ///   - auditIdentity: the URI that messages name as their sender.
    ///   - username: `wsse:Username`.
    /// - Throws: ``UnusableTLSFiles`` for a file of `tls` that cannot be used.
    public init(
        address: EndpointAddress,
        tls: EndpointTLS = EndpointTLS(),
        timeout: Duration = .seconds(30),
        operations: [SMSPOperation] = SMSPOperation.allCases,
        people: ConformancePeople = .none,
        auditIdentity: String = "urn:nhs-uk:identity:ods:X26",
        username: String = "conformance.client"
    ) throws(UnusableTLSFiles) {
        endpoint = try Endpoint(address: address, tls: tls, timeout: timeout)
        plan = ProbePlan(
            url: address.url,
            isEncrypted: address.isEncrypted,
            auditIdentity: auditIdentity,
            username: username,
            people: people,
            operations: operations
        )
    }

    /// Makes all calls, one after the other, and judges what came of them.
    ///
    /// - Parameter progress: receives the number of calls made and the number of all calls.
    /// - Throws: the failure of the very first call, after which nothing could be said of the endpoint.
    public func report(progress: (Int, Int) -> Void = { _, _ in }) async throws(ExchangeFailure) -> ConformanceReport {
        let calls = plan.calls
        var exchanges: [Exchange] = []
        for (index, call) in calls.enumerated() {
            let exchange = Exchange(call, await converse(call))
            if index == 0, let failure = exchange.failure { throw failure }
            exchanges.append(exchange)
            progress(index + 1, calls.count)
        }
        return ConformanceReport(
            Transcript(exchanges: exchanges, people: plan.people, isEncrypted: plan.isEncrypted)
        )
    }

    private func converse(_ call: PlannedCall) async -> Conversation {
        var calls = [call.http]
        if call.probe == .twice {
            // A different message, so that a late answer to the first cannot pass for the answer to the second.
            var next = call
            next.message.takeFreshIDs()
            calls.append(next.http)
        }
        return await endpoint.converse(calls, awaitingEnd: call.awaitsEnd)
    }
}
