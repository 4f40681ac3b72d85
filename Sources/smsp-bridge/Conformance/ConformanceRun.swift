/// Asks an endpoint everything that the rules are about.
struct ConformanceRun: Sendable {
    let endpoint: Endpoint
    let plan: ProbePlan

    /// Makes all calls, one after the other.
    ///
    /// - Parameter progress: hears how many of how many calls have been made.
    /// - Throws: when the very first call gets no answer: nothing could then be said of the endpoint.
    func transcript(progress: (Int, Int) -> Void) async throws(ExchangeFailure) -> Transcript {
        let calls = plan.calls
        var exchanges: [Exchange] = []
        for (index, call) in calls.enumerated() {
            let exchange = Exchange(call, await converse(call))
            if index == 0, let failure = exchange.failure { throw failure }
            exchanges.append(exchange)
            progress(index + 1, calls.count)
        }
        return Transcript(exchanges: exchanges, people: plan.people, isEncrypted: plan.isEncrypted)
    }

    private func converse(_ call: PlannedCall) async -> Conversation {
        var calls = [call.http]
        if call.probe == .twice {
            // Another message, so that a delayed answer to the first is distinguished from one to the second.
            var next = call
            next.message.takeFreshIDs()
            calls.append(next.http)
        }
        return await endpoint.converse(calls, awaitingEnd: call.awaitsEnd)
    }
}
