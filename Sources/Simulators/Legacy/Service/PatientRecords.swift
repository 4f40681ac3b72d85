import NHSIdentifiers
import SMSPContract

/// Answers valid requests from the people's records, by number and by search.
///
/// - SeeAlso: PDS SMS Provider Requirements §4.3 to §4.7; decisions D4 to D6, D23, D24, D28, D37.
struct PatientRecords {
    let people: SyntheticPeople
    let practices: PracticeFile
    /// The day that "current" is judged by.
    let date: LondonDate
    /// Whether a search with a postcode finds restricted people too.
    var findsRestrictedByPostcode = false

    /// The response that `request` is owed.
    func response(to request: SMSPRequest) -> SMSPResponse {
        guard let number = request.nhsNumber else { return search(request) }
        switch people.record(for: number) {
        case .unknown: return .codeOnly(.noMatch, for: request.operation)
        case .invalidated: return .codeOnly(.invalidated, for: request.operation)
        case .person(let person):
            guard !person.isRedacted else { return .codeOnly(.invalidated, for: request.operation) }
            guard Verification(request: request, date: date).accepts(person) else {
                return .codeOnly(.notVerified, for: request.operation)
            }
            return response(person.nhsNumber == number ? .success : .superseded, about: person, to: request)
        }
    }

    /// The answer to a call about somebody else: the next live person after the one of `number`.
    func response(aboutSomebodyElseThan number: NHSNumber?, for operation: SMSPOperation) -> SMSPResponse? {
        let start = people.all.firstIndex { $0.nhsNumber == number }.map { $0 + 1 } ?? 0
        let own = number.map { people.record(for: $0) }
        let others = people.all[start...] + people.all[..<start]
        return others.first { $0.state == .live && !$0.isRedacted && own != .person($0) }.map { person in
            SMSPResponse(operation: operation, code: .success, content: content(about: person, of: operation))
        }
    }

    private func search(_ request: SMSPRequest) -> SMSPResponse {
        let search = PersonSearch(
            request: request,
            date: date,
            findsRestrictedByPostcode: findsRestrictedByPostcode
        )
        let found = search.found(among: people)
        guard let person = found.first else { return .codeOnly(.noMatch, for: request.operation) }
        guard found.count == 1 else { return .codeOnly(.multipleMatches, for: request.operation) }
        guard !person.isRedacted else { return .codeOnly(.invalidated, for: request.operation) }
        return response(.success, about: person, to: request)
    }

    private func response(
        _ code: ResponseCode,
        about person: SyntheticPerson,
        to request: SMSPRequest
    ) -> SMSPResponse {
        var content = content(about: person, of: request.operation)
        if case .patient(var details) = content {
            details.localIdentifier = request.localIdentifier
            content = .patient(details)
        }
        return SMSPResponse(operation: request.operation, code: code, content: content)
    }

    /// What an answer of `operation` tells about `person`.
    private func content(about person: SyntheticPerson, of operation: SMSPOperation) -> SMSPResponse.Content {
        switch operation {
        case .verifyNHSNumber: .validIdentifier(ValidIdentifier(isValid: true, nhsNumber: person.nhsNumber))
        case .getNHSNumber: .patient(PatientDetails(nhsNumber: person.nhsNumber))
        case .getPatientDetailsByNHSNumber, .getPatientDetailsBySearch, .getPatientDetails:
            .patient(PersonAnswer(practices: practices, date: date).answer(about: person))
        }
    }
}
