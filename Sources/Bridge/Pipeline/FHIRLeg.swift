import SMSPContract

/// Answers a call from PDS FHIR: message, call, backend, rendering.
///
/// The order of checks is decision D54. Whatever goes wrong on the way is answered with what the contract owes.
struct FHIRLeg: Sendable {
    let reader: SMSPCallReader
    let backend: any Backend
    let forms: AnswerForms
    let ids: UUIDSource
    /// How long the call may take: all of its budget, or the share that leaves room for a fallback (D35).
    let deadline: Duration

    /// What came of a call.
    enum Outcome {
        /// The caller's answer.
        case answered(OutgoingAnswer)
        /// PDS FHIR is out of reach: what the caller gets where nothing else answers (D7).
        case outage(OutgoingAnswer)
    }

    /// The answer to `arrival`.
    func answer(
        _ request: IncomingRequest,
        arrival: Arrival,
        site: Site,
        record: inout CallRecord
    ) async -> Outcome {
        guard request.isIdentityEncoded else {
            record.outcome = "HTTP 415"
            return .answered(OutgoingAnswer(status: 415))
        }
        let message: SOAPMessage
        switch arrival.message {
        case .success(let read): message = read
        case .failure(let fault): return .answered(forms.fault(fault, record: &record))
        }
        guard let operation = arrival.operation else {
            let isNamed = message.namesAnAction(soapAction: request.soapAction)
            return .answered(forms.fault(isNamed ? .actionUnknown : .actionMissing, record: &record))
        }
        do throws(SMSPRefusal) {
            let call = try reader.read(
                message,
                operation: operation,
                soapAction: request.soapAction,
                profile: site.profile,
                transport: TransportFacts(request.connection),
                now: request.receivedAt
            )
            return await answer(call, request: request, site: site, record: &record)
        } catch {
            switch error {
            case .fault(let fault): return .answered(forms.fault(fault, record: &record))
            case .invalidInput(let problem):
                record.refusal = problem.rawValue
                let response = SMSPResponse.codeOnly(problem.code, for: operation)
                return .answered(
                    respond(response, to: message.messageID, request: request, site: site, record: &record)
                )
            }
        }
    }

    private func answer(
        _ call: SMSPCall,
        request: IncomingRequest,
        site: Site,
        record: inout CallRecord
    ) async -> Outcome {
        record.corrections = call.corrections
        let context = RequestContext(
            siteID: site.id,
            odsCode: site.odsCode,
            profile: site.profile,
            receivedAt: request.receivedAt,
            started: request.started,
            deadline: request.started + deadline,
            correlationID: UUIDSource.uuid(in: call.trackingID) ?? ids.next()
        )
        record.correlationID = context.correlationID
        let started = ContinuousClock.now
        let answer = await backend.answer(call, in: context)
        record.upstreams.append((.fhir, .now - started))
        record.notes += answer.notes
        record.upstreamRequestIDs = answer.upstreamRequestIDs
        switch answer.outcome {
        case .success(let response):
            record.backend = .fhir
            return .answered(
                respond(response, to: call.messageID, request: request, site: site, record: &record)
            )
        case .failure(let failure):
            let instead = forms.failure(
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
        request: IncomingRequest,
        site: Site,
        record: inout CallRecord
    ) -> OutgoingAnswer {
        forms.response(
            response,
            to: messageID,
            header: site.profile.responseHeader,
            now: request.receivedAt,
            record: &record
        )
    }
}

extension TransportFacts {
    fileprivate init(_ connection: ConnectionFacts) {
        self.init(
            isEncrypted: connection.isEncrypted,
            certificateCommonName: connection.certificate.map { $0.commonName ?? "" }
        )
    }
}
