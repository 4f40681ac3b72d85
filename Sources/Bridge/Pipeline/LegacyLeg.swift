import SMSPContract

/// Answers a call by passing it on to the site's legacy endpoint; the answer comes back as it is.
///
/// The messages are read beside it, for the audit alone; one that cannot be read is passed on all the same (D33).
struct LegacyLeg: Sendable {
    let endpoint: any LegacyEndpoint
    let responses: FailureResponses

    /// The endpoint's answer, or what is owed when there is none (decision D8).
    func answer(
        _ request: WireRequest,
        operation: SMSPOperation?,
        site: Site,
        record: inout CallRecord
    ) async -> WireAnswer {
        record.backend = .legacy
        let started = ContinuousClock.now
        let result = await endpoint.forward(request)
        record.upstreams.append((.legacy, .now - started))
        record.diagnostics += result.diagnostics
        switch result.outcome {
        case .success(let answer):
            record.take(answer)
            return answer
        case .failure(let failure):
            record.backend = nil
            return responses.failure(
                failure,
                of: operation,
                to: record.messageID,
                profile: site.profile,
                now: request.receivedAt,
                record: &record
            )
        }
    }
}
