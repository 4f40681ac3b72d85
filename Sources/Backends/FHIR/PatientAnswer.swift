public import MappingEngine
import NHSIdentifiers
public import PDSFHIR
public import SMSPContract

/// Turns what PDS gave for a request into the answer to the caller.
///
/// The steps and their order: ``condition(of:to:call:on:)`` finds out what is to be known of the reply, whether its
/// record belongs to the person of the request first of all. `Mappings/outcomes.csv` has the meaning of the result;
/// where the outcome has a payload, the tables make it, and where no valid payload can be made, the tables say what
/// that means (D11). Pure: no I/O, no clock.
///
/// - SeeAlso: decisions D1, D4 to D7, D11, D24, D25, D28, D50, D63.
public struct PatientAnswer: Sendable {
    /// An answer, or why there is none, what should be known of how it came about, and the row of `outcomes.csv` by
    /// which it is so.
    public typealias Verdict = (
        outcome: Result<SMSPResponse, BackendFailure>, diagnostics: [CallDiagnostic], row: SourceLine
    )

    let tables: MappingTables
    private let practices: PracticeDirectory

    /// Answers made by these tables.
    public init(tables: MappingTables, practices: PracticeDirectory) {
        self.tables = tables
        self.practices = practices
    }

    /// The answer to the caller for `reply`, to a call made for `request`.
    ///
    /// - Parameters:
    ///   - status: the HTTP status that `reply` came with.
    ///   - date: the Europe/London date of the call, by which "current" is judged.
    public func answer(
        to request: SMSPRequest,
        call: PDSCall,
        status: Int,
        reply: PDSReply,
        on date: CalendarDate,
        profile: SiteProfile
    ) -> Verdict {
        let question = Question(
            operation: request.operation,
            asked: request.nhsNumber,
            localIdentifier: request.localIdentifier,
            call: call,
            status: status,
            reply: reply,
            date: date,
            profile: profile
        )
        var verdict = answer(to: question, condition: condition(of: reply, to: request, call: call, on: date))
        if case .success(let response) = verdict.outcome, response.content != nil, let patient = question.patient {
            verdict.diagnostics += differences(of: patient, from: request)
        }
        return verdict
    }

    /// The answer made from a record for its own number, without a request.
    ///
    /// For conversions offline; a call is never answered this way.
    public func conversion(of patient: Patient, for operation: SMSPOperation, on date: CalendarDate) -> Verdict {
        let call: PDSCall =
            operation.queryKey != .search ? .retrieve : operation.answerContent == .number ? .search : .found
        let usual: OutcomeCondition = call == .retrieve ? .verified : .fits
        return answer(
            to: Question(
                operation: operation,
                asked: NHSNumber(patient.id),
                localIdentifier: nil,
                call: call,
                status: 200,
                reply: .patient(patient),
                date: date,
                profile: SiteProfile()
            ),
            condition: Self.condition(ofRecord: patient) ?? usual
        )
    }

    private struct Question {
        let operation: SMSPOperation
        let asked: NHSNumber?
        let localIdentifier: InstanceIdentifier?
        let call: PDSCall
        let status: Int
        let reply: PDSReply
        let date: CalendarDate
        let profile: SiteProfile

        /// The record that the reply is, or the one that it found.
        var patient: Patient? { reply.onePatient }
    }

    private func answer(to question: Question, condition: OutcomeCondition?) -> Verdict {
        var diagnostics: [CallDiagnostic] = []
        let outcome = outcome(of: question, condition: condition, diagnostics: &diagnostics)
        guard outcome.payload == .full, let patient = question.patient else {
            // A name of an unlisted use verifies nobody: that alarms too.
            diagnostics += question.patient.map(tables.unlisted)?.map(CallDiagnostic.init) ?? []
            return (resolve(outcome, question: question, content: nil), diagnostics, outcome.row)
        }
        let mapped = tables.patientDetails(
            from: patient,
            localIdentifier: question.localIdentifier,
            practices: practices,
            on: question.date,
            profile: question.profile
        )
        diagnostics += mapped.diagnostics.map(CallDiagnostic.init)
        guard let details = mapped.details else {
            let refused = self.outcome(of: question, condition: .noValidAnswer, diagnostics: &diagnostics)
            return (resolve(refused, question: question, content: nil), diagnostics, refused.row)
        }
        let content = details.content(for: question.operation)
        return (resolve(outcome, question: question, content: content), diagnostics, outcome.row)
    }

    private func outcome(
        of question: Question,
        condition: OutcomeCondition?,
        diagnostics: inout [CallDiagnostic]
    ) -> Outcome {
        let outcome = tables.outcome(
            operation: question.operation,
            call: question.call,
            status: question.status,
            // What is known of a record is known of one that the call gives, even where it could not be read whole.
            resource: [nil, .valueRefused].contains(condition) ? question.reply.resource : question.call.resource,
            code: question.reply.spineCode,
            condition: condition
        )
        if let alarm = outcome.alarm { diagnostics.append(CallDiagnostic(alarm, isAlarm: true)) }
        return outcome
    }

    /// The answer of an outcome, its names resolved by the site's profile.
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
        case .requestRefused: return .failure(.requestRefused)
        case .superseded: return response(.superseded, question.profile.superseded == .full ? content : nil)
        case .verifyFailure:
            guard question.operation == .verifyNHSNumber, question.profile.verifyFailure == .withFalse,
                let asked = question.asked
            else { return response(.notVerified, nil) }
            return response(.notVerified, .validIdentifier(ValidIdentifier(isValid: false, nhsNumber: asked)))
        }
    }
}

extension PatientDetails {
    /// The payload of an answer to `operation` for a patient.
    ///
    /// - SeeAlso: COMT_MT000013GB01 and COMT_MT000014GB01, which have no place for anything but numbers.
    fileprivate func content(for operation: SMSPOperation) -> SMSPResponse.Content {
        switch operation.answerContent {
        case .verification: return .validIdentifier(ValidIdentifier(isValid: true, nhsNumber: nhsNumber))
        case .number:
            var numbers = PatientDetails(nhsNumber: nhsNumber)
            numbers.localIdentifier = localIdentifier
            return .patient(numbers)
        case .details: return .patient(self)
        }
    }
}

extension PatientAnswer {
    /// The condition of a reply beyond its form, for the tables to interpret; nil if there is none.
    ///
    /// 1. A redacted record is an invalidated number, before anything else (D28).
    /// 2. A record that may tell of a death or a merger which no row reads makes no answer (D67).
    /// 3. A record retrieved by the requested number must belong to the person of the request (D5, D26).
    /// 4. A search has one match, none or several, or reports another number of matches than it returns (D50).
    /// 5. A record found must not contradict the request (D25).
    /// 6. A search may be refused for a value of the request, which the refusal then names (D63).
    public func condition(
        of reply: PDSReply,
        to request: SMSPRequest,
        call: PDSCall,
        on date: CalendarDate
    ) -> OutcomeCondition? {
        switch (call, reply) {
        // A record without id is readable and makes no answer (D11, N3).
        case (_, .unreadable(.identity(.idMissing))): .noValidAnswer
        case (.retrieve, .patient(let patient)):
            Self.condition(ofRecord: patient) ?? Self.condition(ofRetrieved: patient, by: request, on: date)
        case (.found, .patient(let patient)):
            Self.condition(ofRecord: patient) ?? condition(ofFound: patient, by: request)
        case (.search, .searchset(let searchset)):
            switch searchset.found {
            case .nobody: .nobody
            case .several: .several
            case .contradictory: .inconsistent
            case .one(let patient): Self.condition(ofRecord: patient) ?? condition(ofFound: patient, by: request)
            }
        case (.search, .outcome(let refusal)):
            refusal.refuses(parameterOf: tables.searchCall(for: request)?.query?.names ?? []) ? .valueRefused : nil
        default: nil
        }
    }

    /// The condition of a record whatever was requested; nil if there is none.
    private static func condition(ofRecord patient: Patient) -> OutcomeCondition? {
        if patient.confidentiality == .redacted { return .redacted }
        return patient.hasUnreadStatus ? .unreadStatus : nil
    }

    private static func condition(
        ofRetrieved patient: Patient,
        by request: SMSPRequest,
        on date: CalendarDate
    ) -> OutcomeCondition {
        switch (patient.id == request.nhsNumber?.digits, CrossCheck.verifies(request, patient, on: date)) {
        case (true, true): .verified
        case (true, false): .notVerified
        case (false, true): .supersededVerified
        case (false, false): .supersededNotVerified
        }
    }

    private func condition(ofFound patient: Patient, by request: SMSPRequest) -> OutcomeCondition {
        contradiction(to: request).isFound(in: patient) ? .contradicts : .fits
    }

    /// The values of a search that the record found does not have; empty for a request by number.
    func differences(of patient: Patient, from request: SMSPRequest) -> [CallDiagnostic] {
        request.isByNumber ? [] : contradiction(to: request).differences(from: patient)
    }

    private func contradiction(to request: SMSPRequest) -> Contradiction {
        Contradiction(request: request, gender: tables.searchCall(for: request)?.query?[.gender])
    }
}
