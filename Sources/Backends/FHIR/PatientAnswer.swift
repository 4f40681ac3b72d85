public import MappingEngine
public import PDSFHIR
public import SMSPContract

/// Turns what PDS gave for an NHS number into the answer to the caller.
///
/// The steps and their order: a redacted record is an invalidated number, before anything else (D28). The record must
/// be that of the person asked about (D5, D26). What that means is looked up in `Mappings/outcomes.csv`; where the
/// outcome has a payload, the tables make it, and where no valid payload can be made, the tables say what that means
/// (D11). Pure: no I/O, no clock.
///
/// - SeeAlso: decisions D1, D4 to D7, D11, D28, D63.
public struct PatientAnswer: Sendable {
    /// An answer, or why there is none, and what should be known of how it came about.
    public typealias Verdict = (outcome: Result<SMSPResponse, BackendFailure>, notes: [AnswerNote])

    private let tables: MappingTables
    private let practices: PracticeDirectory

    /// Answers made by these tables.
    public init(tables: MappingTables, practices: PracticeDirectory) {
        self.tables = tables
        self.practices = practices
    }

    /// What `reply`, to a retrieve of the number in `request`, means to the caller.
    ///
    /// - Parameters:
    ///   - status: the HTTP status that `reply` came with.
    ///   - date: the Europe/London date of the call, by which "current" is judged.
    public func answer(
        to request: SMSPRequest,
        status: Int,
        reply: PDSReply,
        on date: CalendarDate,
        profile: SiteProfile
    ) -> Verdict {
        var question = Question(
            operation: request.operation,
            asked: request.nhsNumber,
            localIdentifier: request.localIdentifier,
            status: status,
            reply: reply,
            date: date,
            profile: profile
        )
        if case .patient(let patient) = reply {
            question.isVerified = CrossCheck.verifies(request, patient, on: date)
        }
        return answer(to: question)
    }

    /// The answer that a record makes for its own number, nobody having asked about a person.
    ///
    /// For conversions offline; a call is never answered this way.
    public func conversion(of patient: Patient, for operation: SMSPOperation, on date: CalendarDate) -> Verdict {
        answer(
            to: Question(
                operation: operation,
                asked: NHSNumber(patient.id),
                localIdentifier: nil,
                status: 200,
                reply: .patient(patient),
                date: date,
                profile: SiteProfile(),
                isVerified: true
            )
        )
    }

    private struct Question {
        let operation: SMSPOperation
        let asked: NHSNumber?
        let localIdentifier: InstanceIdentifier?
        let status: Int
        let reply: PDSReply
        let date: CalendarDate
        let profile: SiteProfile
        var isVerified = false

        /// What is to be known of the reply beyond its form.
        var condition: OutcomeCondition? {
            switch reply {
            case .patient(let patient):
                guard patient.confidentiality != .redacted else { return .redacted }
                return switch (patient.id == asked?.digits, isVerified) {
                case (true, true): .verified
                case (true, false): .notVerified
                case (false, true): .supersededVerified
                case (false, false): .supersededNotVerified
                }
            // A record without id is readable and makes no answer (D11; docs/decisions/0003).
            case .unreadable(.identity(.idMissing)): return .noValidAnswer
            case .searchset, .outcome, .unreadable: return nil
            }
        }
    }

    private func answer(to question: Question) -> Verdict {
        var notes: [AnswerNote] = []
        let outcome = outcome(of: question, condition: question.condition, notes: &notes)
        guard outcome.payload == .full, case .patient(let patient) = question.reply else {
            return (resolve(outcome, question: question, content: nil), notes)
        }
        let mapped = tables.patientDetails(
            from: patient,
            localIdentifier: question.localIdentifier,
            practices: practices,
            on: question.date,
            profile: question.profile
        )
        notes += mapped.diagnostics.map(AnswerNote.init)
        guard let details = mapped.details else {
            let refused = self.outcome(of: question, condition: .noValidAnswer, notes: &notes)
            return (resolve(refused, question: question, content: nil), notes)
        }
        let content: SMSPResponse.Content =
            question.operation == .verifyNHSNumber
            ? .validIdentifier(ValidIdentifier(isValid: true, nhsNumber: details.nhsNumber)) : .patient(details)
        return (resolve(outcome, question: question, content: content), notes)
    }

    private func outcome(
        of question: Question,
        condition: OutcomeCondition?,
        notes: inout [AnswerNote]
    ) -> Outcome {
        let outcome = tables.outcome(
            operation: question.operation,
            call: .retrieve,
            status: question.status,
            resource: question.reply.resource ?? (condition == .noValidAnswer ? "Patient" : nil),
            code: question.reply.spineCode,
            condition: condition
        )
        if let alarm = outcome.alarm { notes.append(AnswerNote(alarm, isAlarm: true)) }
        return outcome
    }

    /// The answer that an outcome stands for, its names resolved by the site's profile.
    private func resolve(
        _ outcome: Outcome,
        question: Question,
        content: SMSPResponse.Content?
    ) -> Result<SMSPResponse, BackendFailure> {
        func response(_ code: ResponseCode, _ content: SMSPResponse.Content?) -> Result<SMSPResponse, BackendFailure> {
            .success(SMSPResponse(operation: question.operation, code: code, content: content))
        }
        switch outcome.answer {
        case .code(let code): return response(code, content)
        case .unavailable: return .failure(.unavailable)
        case .busy: return .failure(.busy)
        case .superseded: return response(.superseded, question.profile.superseded == .full ? content : nil)
        case .verifyFailure:
            guard question.operation == .verifyNHSNumber, question.profile.verifyFailure == .withFalse,
                let asked = question.asked
            else { return response(.notVerified, nil) }
            return response(.notVerified, .validIdentifier(ValidIdentifier(isValid: false, nhsNumber: asked)))
        }
    }
}
