import NHSIdentifiers
import SMSPContract

/// Answers a call from PDS FHIR: message, call, backend, rendering.
///
/// The order of checks is decision D54. Whatever goes wrong on the way is answered with what the contract owes.
struct FHIRLeg: Sendable {
    let reader: SMSPCallReader
    let backend: any Backend
    let responses: FailureResponses
    let ids: UUIDSource

    /// What a message is to this leg.
    enum Reading {
        /// A call that PDS can be asked.
        case call(SMSPCall)
        /// Nothing that PDS could be asked: the bridge's own answer to it.
        case refused(WireAnswer)
    }

    /// What came of a call.
    enum Outcome {
        /// The caller's answer.
        case answered(WireAnswer)
        /// PDS FHIR is out of reach: what the caller gets where nothing else answers (D7).
        case outage(WireAnswer)

        /// The answer, one way or the other.
        var answer: WireAnswer {
            switch self {
            case .answered(let answer), .outage(let answer): answer
            }
        }
    }

    /// Reads the call that `arrival` makes, or what is owed instead.
    func read(_ request: WireRequest, arrival: MessageOutline, site: Site, record: inout CallRecord) -> Reading {
        guard request.isIdentityEncoded else {
            record.outcome = "HTTP 415"
            return .refused(WireAnswer(status: 415))
        }
        let message: SOAPMessage
        switch arrival.message {
        case .success(let read): message = read
        case .failure(let fault): return .refused(responses.fault(fault, record: &record))
        }
        guard let operation = arrival.operation else {
            let isNamed = message.namesAnAction(soapAction: request.soapAction)
            return .refused(responses.fault(isNamed ? .actionUnknown : .actionMissing, record: &record))
        }
        do throws(SMSPRefusal) {
            return .call(
                try reader.read(
                    message,
                    operation: operation,
                    soapAction: request.soapAction,
                    profile: site.profile,
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
                return .refused(
                    respond(response, to: message.messageID, request: request, site: site, record: &record)
                )
            }
        }
    }

    /// Asks PDS for `call`, which ``read(_:arrival:site:record:)`` has read of `request`.
    ///
    /// - Parameters:
    ///   - started: when the time of the call began.
    ///   - deadline: how long the call may take: all of its budget, or the share that leaves room for a fallback (D35).
    func ask(
        _ call: SMSPCall,
        of request: WireRequest,
        site: Site,
        started: ContinuousClock.Instant,
        deadline: Duration,
        record: inout CallRecord
    ) async -> Outcome {
        record.corrections = call.corrections
        let context = RequestContext(
            siteID: site.id,
            odsCode: site.odsCode,
            profile: site.profile,
            receivedAt: request.receivedAt,
            started: started,
            deadline: started + deadline,
            correlationID: UUIDText.uuid(in: call.trackingID) ?? ids.next()
        )
        record.correlationID = context.correlationID
        let answer = await backend.answer(call, in: context)
        if let latency = answer.latency { record.upstreams.append((.fhir, latency)) }
        record.diagnostics += answer.diagnostics
        record.upstreamRequestIDs += answer.upstreamRequestIDs
        record.patientRecord = answer.record
        record.outcomeRow = answer.outcomeRow
        switch answer.outcome {
        case .success(let response):
            record.backend = .fhir
            return .answered(
                respond(response, to: call.messageID, request: request, site: site, record: &record)
            )
        case .failure(let failure):
            let instead = responses.failure(
                failure,
                of: call.request.operation,
                to: call.messageID,
                profile: site.profile,
                now: request.receivedAt,
                record: &record
            )
            return failure == .unavailable ? .outage(instead) : .answered(instead)
        }
    }

    private func respond(
        _ response: SMSPResponse,
        to messageID: String?,
        request: WireRequest,
        site: Site,
        record: inout CallRecord
    ) -> WireAnswer {
        responses.response(
            response,
            to: messageID,
            header: site.profile.responseHeader,
            now: request.receivedAt,
            record: &record
        )
    }
}
