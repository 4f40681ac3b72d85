import FoundationEssentials
import NHSIdentifiers
import SMSPContract

/// The legacy service itself: from a request's bytes to the answer's, without HTTP's connections.
///
/// It reads and writes with code of its own and shares only the contract's vocabulary with the bridge.
struct MiniService: Sendable {
    /// The outcome of a request.
    struct Reply: Sendable {
        /// The operation; nil if the request does not tell.
        var operation: SMSPOperation?
        /// The number that the query is about; nil in a search and in a request that was refused.
        var number: NHSNumber?
        /// The right answer.
        var answer: LegacyAnswer
    }

    let people: SyntheticPeople
    let practices: PracticeFile
    let header: LegacyConfiguration.ResponseHeader
    let isEncrypted: Bool
    let findsRestrictedByPostcode: Bool

    /// The right answer to a `POST`.
    ///
    /// - Parameter now: The time of the call.
    func reply(to request: LegacyRequest, from origin: AnswerOrigin, at now: Date) -> Reply {
        var operation: SMSPOperation?
        do throws(LegacySOAPFault) {
            let message = try LegacyMessage(request)
            let named = try message.operation()
            operation = named
            let payload = try message.payload(of: named, isTimed: isEncrypted, at: now)
            let (number, response) = response(to: payload, of: named, message, at: now)
            let answer = AnswerMessage(origin: origin)
                .answer(response, header: header, relatesTo: message.messageID ?? "")
            return Reply(operation: named, number: number, answer: answer)
        } catch {
            return Reply(operation: operation, answer: answer(error, from: origin))
        }
    }

    /// The response to a message whose envelopes are right: payload, audit identity and values are checked in turn.
    private func response(
        to payload: ReceivedElement?,
        of operation: SMSPOperation,
        _ message: LegacyMessage,
        at now: Date
    ) -> (number: NHSNumber?, response: LegacyResponse) {
        guard let reader = try? PayloadReader(payload, of: operation), message.hasAuditIdentity else {
            return (nil, LegacyResponse(operation: operation, code: .inputInvalid))
        }
        do throws(LegacyQuery.Refusal) {
            let query = try LegacyQuery(reader, of: operation)
            return (query.nhsNumber, records(at: now).response(to: query))
        } catch {
            return (nil, LegacyResponse(operation: operation, code: error.code))
        }
    }

    /// An answer meant for another caller: about the next person after the requested one, to a message of other ids.
    func crossed(_ reply: Reply, from origin: AnswerOrigin, at now: Date) -> LegacyAnswer {
        let operation = reply.operation ?? .getPatientDetailsByNHSNumber
        guard let response = records(at: now).response(aboutSomebodyElseThan: reply.number, for: operation) else {
            return reply.answer
        }
        return AnswerMessage(origin: origin).answer(response, header: header, relatesTo: origin.ids.next())
    }

    /// A fault as it is sent.
    func answer(_ fault: LegacySOAPFault, from origin: AnswerOrigin) -> LegacyAnswer {
        AnswerMessage(origin: origin).answer(fault)
    }

    private func records(at now: Date) -> PatientRecords {
        PatientRecords(
            people: people,
            practices: practices,
            date: LondonDate(at: now),
            findsRestrictedByPostcode: findsRestrictedByPostcode
        )
    }
}
