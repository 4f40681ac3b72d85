import NHSIdentifiers
import SMSPContract

/// The leg that has the site's legacy endpoint answer, byte for byte.
///
/// The messages are read alongside for the audit alone; one that cannot be read is passed on all the same (D33).
struct LegacyLeg: Sendable {
    let endpoint: any LegacyEndpoint
    let responses: FailureResponses

    /// The endpoint's answer, or the bridge's own if there is none (decision D8).
    ///
    /// - Parameter latestTurn: The moment after which the call is not sent on any more; nil if its wait begins now.
    func answer(
        _ call: CallContext,
        latestTurn: ContinuousClock.Instant? = nil,
        record: inout CallRecord
    ) async -> WireAnswer {
        record.backend = .legacy
        let result = await endpoint.forward(call.request, latestTurn: latestTurn ?? .now + endpoint.timeout)
        if let latency = result.latency { record.upstreams.append((.legacy, latency)) }
        record.upstreamLog.enter(.legacy, result.facts)
        record.diagnostics += result.diagnostics
        switch result.outcome {
        case .success(let answer):
            record.take(answer)
            return answer
        case .failure(let failure):
            record.backend = nil
            return responses.failure(failure, in: call, record: &record)
        }
    }
}

/// The leg that has PDS FHIR answer: message, call, backend, rendering.
///
/// The order of checks is decision D54. Each refusal on the way is the contract's own fault or code.
struct FHIRLeg: Sendable {
    let reader: SMSPCallReader
    let backend: any Backend
    let responses: FailureResponses
    let ids: UUIDSource

    /// The result of reading a message.
    enum Reading {
        /// A call that PDS can answer.
        case call(SMSPCall)
        /// The bridge's own answer to a message that is not sent to PDS.
        case refused(WireAnswer)
    }

    /// Reads the call that a message makes, or answers it.
    func read(_ call: CallContext, record: inout CallRecord) -> Reading {
        let (request, outline) = (call.request, call.outline)
        let message: SOAPMessage
        switch outline.message {
        case .success(let read): message = read
        case .failure(let fault): return .refused(responses.unreadable(request, fault, record: &record))
        }
        guard let operation = outline.operation else {
            let isNamed = message.namesAnAction(soapAction: request.soapAction)
            return .refused(responses.fault(isNamed ? .actionUnknown : .actionMissing, record: &record))
        }
        do throws(SMSPRefusal) {
            return .call(
                try reader.read(
                    message,
                    operation: operation,
                    soapAction: request.soapAction,
                    profile: call.site.profile,
                    connection: request.connection,
                    now: request.receivedAt
                )
            )
        } catch {
            switch error {
            case .fault(let fault): return .refused(responses.fault(fault, record: &record))
            case .invalidInput(let problem):
                record.refusal = problem.rawValue
                let response = SMSPResponse.codeOnly(problem.code, for: operation)
                return .refused(responses.response(response, in: call, record: &record))
            }
        }
    }

    /// Asks PDS for `query`, which ``read(_:record:)`` has read of the message.
    ///
    /// - Parameters:
    ///   - started: The moment at which the time of the call began.
    ///   - budget: The time that the call may take: all of it, or the share that leaves room for a fallback (D35).
    /// - Returns: the answer, or the bridge's own if there is none; `record.failure` says why.
    func ask(
        _ query: SMSPCall,
        in call: CallContext,
        started: ContinuousClock.Instant,
        budget: Duration,
        record: inout CallRecord
    ) async -> WireAnswer {
        let context = RequestContext(
            siteID: call.site.id,
            odsCode: call.site.odsCode,
            operation: query.request.operation,
            profile: call.site.profile,
            receivedAt: call.request.receivedAt,
            started: started,
            deadline: started + budget,
            correlationID: UUIDText.uuid(in: query.trackingID) ?? ids.next()
        )
        record.corrections = query.corrections
        record.correlationID = context.correlationID
        let answer = await backend.answer(query, in: context)
        record.take(answer)
        switch answer.outcome {
        case .success(let response): return responses.response(response, in: call, record: &record)
        case .failure(let failure): return responses.failure(failure, in: call, record: &record)
        }
    }
}
