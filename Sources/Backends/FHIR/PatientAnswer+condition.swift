public import MappingEngine
import NHSIdentifiers
public import PDSFHIR
public import SMSPContract

extension PatientAnswer {
    /// What is to be known of a reply beyond its form, for the tables to give a meaning to; nil when nothing is.
    ///
    /// 1. A redacted record is an invalidated number, before anything else (D28).
    /// 2. A record retrieved by the number asked must be that of the person asked about (D5, D26).
    /// 3. A search finds one, nobody or several, or says that it found others than it gives (D50).
    /// 4. A record found must not contradict the request (D25).
    public func condition(
        of reply: PDSReply,
        to request: SMSPRequest,
        call: PDSCall,
        on date: CalendarDate
    ) -> OutcomeCondition? {
        switch (call, reply) {
        // A record without id is readable and makes no answer (D11, N3).
        case (_, .unreadable(.identity(.idMissing))): .noValidAnswer
        case (.retrieve, .patient(let patient)) where patient.confidentiality == .redacted: .redacted
        case (.found, .patient(let patient)) where patient.confidentiality == .redacted: .redacted
        case (.retrieve, .patient(let patient)): Self.condition(ofRetrieved: patient, by: request, on: date)
        case (.found, .patient(let patient)): condition(ofFound: patient, by: request)
        case (.search, .searchset(let searchset)):
            switch searchset.found {
            case .nobody: .nobody
            case .several: .several
            case .contradictory: .inconsistent
            case .one(let patient) where patient.confidentiality == .redacted: .redacted
            case .one(let patient): condition(ofFound: patient, by: request)
            }
        default: nil
        }
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

    /// What of a search no value of the record that answers it has; nothing of a request by number.
    func differences(of patient: Patient, from request: SMSPRequest) -> [CallDiagnostic] {
        request.isByNumber ? [] : contradiction(to: request).differences(from: patient)
    }

    private func contradiction(to request: SMSPRequest) -> Contradiction {
        Contradiction(request: request, gender: tables.searchCall(for: request)?.query?[.gender])
    }
}
