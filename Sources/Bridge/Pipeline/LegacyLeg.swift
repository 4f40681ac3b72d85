import SMSPContract

/// Answers a call by passing it on to the site's legacy endpoint; the answer comes back as it is.
///
/// The messages are read beside it, for the audit alone; one that cannot be read is passed on all the same (D33).
struct LegacyLeg: Sendable {
    let endpoint: any LegacyEndpoint
    let forms: FailureResponses

    /// The endpoint's answer, or what is owed when there is none (decision D8).
    func answer(
        _ request: IncomingRequest,
        operation: SMSPOperation?,
        site: Site,
        record: inout CallRecord
    ) async -> OutgoingAnswer {
        record.backend = .legacy
        let started = ContinuousClock.now
        let result = await endpoint.forward(WireRequest(fields: request.fields, body: request.body))
        record.upstreams.append((.legacy, .now - started))
        record.notes += result.notes
        switch result.outcome {
        case .success(let answer):
            record.take(answer)
            return OutgoingAnswer(status: answer.status, fields: answer.fields, body: answer.body)
        case .failure(let failure):
            record.backend = nil
            return forms.failure(
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
