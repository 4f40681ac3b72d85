public import MappingEngine
public import PDSFHIR
public import SMSPContract

/// Turns a record that PDS gave for an NHS number into the answer to the caller.
///
/// The steps and their order: a redacted record is an invalidated number, before anything else (D28). The record must
/// be that of the person asked about (D5, D26). What that means is looked up in `Mappings/outcomes.csv`; where the
/// outcome has a payload, the tables make it, and where no valid payload can be made, the tables say what that means
/// (D11). Pure: no I/O, no clock.
///
/// - SeeAlso: decisions D1, D4 to D7, D11, D28, D63.
public struct PatientAnswer: Sendable {
    private let tables: MappingTables
    private let practices: PracticeDirectory

    /// An answer made by these tables.
    public init(tables: MappingTables, practices: PracticeDirectory) {
        self.tables = tables
        self.practices = practices
    }

    /// What `reply`, to a retrieve of the number in `request`, means to the caller.
    ///
    /// - Parameters:
    ///   - status: the HTTP status that `reply` came with.
    ///   - date: the Europe/London date of the call, by which "current" is judged.
    ///   - isCrossChecked: false where the person was not asked about, as in an offline conversion.
    public func answer(
        to request: SMSPRequest,
        status: Int,
        reply: PDSReply,
        on date: CalendarDate,
        profile: SiteProfile,
        isCrossChecked: Bool = true
    ) -> (outcome: Result<SMSPResponse, BackendFailure>, notes: [AnswerNote]) {
        var notes: [AnswerNote] = []
        guard case .patient(let patient) = reply else {
            // A record without id is readable and makes no answer (D11; docs/decisions/0003).
            let condition: OutcomeCondition? = reply == .unreadable(.identity(.idMissing)) ? .noValidAnswer : nil
            let outcome = outcome(of: request, status: status, reply: reply, condition: condition, notes: &notes)
            return (resolve(outcome, request: request, content: nil, profile: profile), notes)
        }
        let condition = condition(of: patient, request: request, date: date, isCrossChecked: isCrossChecked)
        let outcome = outcome(of: request, status: status, reply: reply, condition: condition, notes: &notes)
        guard outcome.payload == .full else {
            return (resolve(outcome, request: request, content: nil, profile: profile), notes)
        }
        let mapped = tables.patientDetails(
            from: patient,
            localIdentifier: request.localIdentifier,
            practices: practices,
            on: date,
            profile: profile
        )
        notes += mapped.diagnostics.map(AnswerNote.init)
        guard let details = mapped.details else {
            let refused = self.outcome(of: request, status: status, reply: reply, condition: .noValidAnswer, notes: &notes)
            return (resolve(refused, request: request, content: nil, profile: profile), notes)
        }
        let content: SMSPResponse.Content =
            request.operation == .verifyNHSNumber
            ? .validIdentifier(ValidIdentifier(isValid: true, nhsNumber: details.nhsNumber)) : .patient(details)
        return (resolve(outcome, request: request, content: content, profile: profile), notes)
    }

    private func condition(
        of patient: Patient,
        request: SMSPRequest,
        date: CalendarDate,
        isCrossChecked: Bool
    ) -> OutcomeCondition {
        guard patient.confidentiality != .redacted else { return .redacted }
        let isVerified = !isCrossChecked || CrossCheck.verifies(request, patient, on: date)
        let isSuperseded = patient.id != request.nhsNumber?.digits
        return switch (isSuperseded, isVerified) {
        case (false, true): .verified
        case (false, false): .notVerified
        case (true, true): .supersededVerified
        case (true, false): .supersededNotVerified
        }
    }

    private func outcome(
        of request: SMSPRequest,
        status: Int,
        reply: PDSReply,
        condition: OutcomeCondition?,
        notes: inout [AnswerNote]
    ) -> Outcome {
        let outcome = tables.outcome(
            operation: request.operation,
            call: .retrieve,
            status: status,
            resource: reply.resource ?? (condition == .noValidAnswer ? "Patient" : nil),
            code: reply.spineCode,
            condition: condition
        )
        if let alarm = outcome.alarm { notes.append(AnswerNote(alarm, isAlarm: true)) }
        return outcome
    }

    /// The answer that an outcome stands for, its names resolved by the site's profile.
    private func resolve(
        _ outcome: Outcome,
        request: SMSPRequest,
        content: SMSPResponse.Content?,
        profile: SiteProfile
    ) -> Result<SMSPResponse, BackendFailure> {
        func response(_ code: ResponseCode, _ content: SMSPResponse.Content?) -> Result<SMSPResponse, BackendFailure> {
            .success(SMSPResponse(operation: request.operation, code: code, content: content))
        }
        switch outcome.answer {
        case .code(let code): return response(code, content)
        case .unavailable: return .failure(.unavailable)
        case .busy: return .failure(.busy)
        case .superseded: return response(.superseded, profile.superseded == .full ? content : nil)
        case .verifyFailure:
            guard request.operation == .verifyNHSNumber, profile.verifyFailure == .withFalse,
                let asked = request.nhsNumber
            else { return response(.notVerified, nil) }
            return response(.notVerified, .validIdentifier(ValidIdentifier(isValid: false, nhsNumber: asked)))
        }
    }
}
