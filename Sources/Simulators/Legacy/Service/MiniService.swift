import FoundationEssentials
import NHSIdentifiers
import SMSPContract

/// The legacy service itself: from a request's bytes to the answer's, nothing of HTTP's connections in between.
struct MiniService: Sendable {
    /// What came of a request.
    struct Reply: Sendable {
        /// The operation asked; nil where the request does not tell.
        var operation: SMSPOperation?
        /// The number asked about; nil in a search and in a request that was refused.
        var number: NHSNumber?
        /// The right answer.
        var answer: LegacyAnswer
    }

    let people: SyntheticPeople
    let practices: PracticeFile
    let header: SiteProfile.ResponseHeader
    let isEncrypted: Bool
    let findsRestrictedByPostcode: Bool
    private let reader = SMSPCallReader(profileIDs: Set(SMSPOperation.allCases.map(\.names.requestProfile)))

    /// The right answer to a `POST`.
    ///
    /// - Parameter now: the time of the call.
    func reply(to request: LegacyRequest, from origin: AnswerOrigin, at now: Date) -> Reply {
        let message: SOAPMessage
        do throws(SMSPFault) {
            guard !request.isMultipart else { throw .attachmentsRefused }
            message = try SOAPMessage(request.body)
        } catch {
            return Reply(answer: answer(error, from: origin))
        }
        let soapAction = request.fields.value(of: "SOAPAction")
        guard let operation = message.operation(soapAction: soapAction) else {
            let isNamed = message.namesAnAction(soapAction: soapAction)
            return Reply(answer: answer(isNamed ? .actionUnknown : .actionMissing, from: origin))
        }
        var reply = Reply(operation: operation, answer: LegacyAnswer(status: 500))
        do throws(SMSPRefusal) {
            let call = try reader.read(
                message,
                operation: operation,
                soapAction: soapAction,
                profile: SiteProfile(),
                connection: ConnectionFacts(isEncrypted: isEncrypted, certificate: nil),
                now: now
            )
            reply.number = call.request.nhsNumber
            reply.answer = answer(records(at: now).response(to: call.request), to: message, from: origin)
        } catch {
            switch error {
            case .fault(let fault): reply.answer = answer(fault, from: origin)
            case .invalidInput(let problem):
                reply.answer = answer(.codeOnly(problem.code, for: operation), to: message, from: origin)
            }
        }
        return reply
    }

    /// An answer meant for another caller: about the next person after the one asked, to a message of other ids.
    func crossed(_ reply: Reply, from origin: AnswerOrigin, at now: Date) -> LegacyAnswer {
        let operation = reply.operation ?? .getPatientDetailsByNHSNumber
        guard let response = records(at: now).response(aboutSomebodyElseThan: reply.number, for: operation) else {
            return reply.answer
        }
        return answer(response, to: nil, from: origin)
    }

    private func records(at now: Date) -> PatientRecords {
        PatientRecords(
            people: people,
            practices: practices,
            date: LondonDate(at: now),
            findsRestrictedByPostcode: findsRestrictedByPostcode
        )
    }

    /// A fault as it is sent: HTTP 500.
    func answer(_ fault: SMSPFault, from origin: AnswerOrigin) -> LegacyAnswer {
        LegacyAnswer(soap: AnswerRenderer(ids: origin.ids).render(fault), status: 500)
    }

    private func answer(
        _ response: SMSPResponse,
        to message: SOAPMessage?,
        from origin: AnswerOrigin
    ) -> LegacyAnswer {
        let renderer = AnswerRenderer(ids: origin.ids)
        let messageID = message?.messageID ?? origin.ids.next()
        let body = renderer.render(response, header: header, relatesTo: messageID, now: origin.time)
        return LegacyAnswer(soap: body, status: 200)
    }
}
