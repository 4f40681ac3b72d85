import NHSIdentifiers
import SMSPContract

/// Answers valid queries from the people's records, by number and by search.
///
/// - SeeAlso: PDS SMS Provider Requirements §4.3 to §4.7; decisions D4 to D6, D23, D24, D28, D37.
struct PatientRecords {
    let people: SyntheticPeople
    let practices: PracticeFile
    /// The day that "current" is judged by.
    let date: LondonDate
    /// True if a search with a postcode finds restricted people too.
    var findsRestrictedByPostcode = false

    /// The response to `query`.
    func response(to query: LegacyQuery) -> LegacyResponse {
        guard let number = query.nhsNumber else { return search(query) }
        switch people.record(for: number) {
        case .unknown: return LegacyResponse(operation: query.operation, code: .noMatch)
        case .invalidated: return LegacyResponse(operation: query.operation, code: .invalidated)
        case .person(let person):
            guard !person.isRedacted else { return LegacyResponse(operation: query.operation, code: .invalidated) }
            guard Verification(query: query, date: date).accepts(person) else {
                return LegacyResponse(operation: query.operation, code: .notVerified)
            }
            return response(person.nhsNumber == number ? .success : .superseded, about: person, to: query)
        }
    }

    /// The answer to another caller's query: about the next live person after the one of `number`.
    func response(aboutSomebodyElseThan number: NHSNumber?, for operation: SMSPOperation) -> LegacyResponse? {
        let start = people.all.firstIndex { $0.nhsNumber == number }.map { $0 + 1 } ?? 0
        let own = number.map { people.record(for: $0) }
        let others = people.all[start...] + people.all[..<start]
        return others.first { $0.state == .live && !$0.isRedacted && own != .person($0) }.map { person in
            LegacyResponse(
                operation: operation,
                code: .success,
                content: PersonAnswer(practices: practices, date: date).content(about: person, of: operation)
            )
        }
    }

    private func search(_ query: LegacyQuery) -> LegacyResponse {
        let search = PersonSearch(query: query, date: date, findsRestrictedByPostcode: findsRestrictedByPostcode)
        let found = search.found(among: people)
        guard let person = found.first else { return LegacyResponse(operation: query.operation, code: .noMatch) }
        guard found.count == 1 else { return LegacyResponse(operation: query.operation, code: .multipleMatches) }
        guard !person.isRedacted else { return LegacyResponse(operation: query.operation, code: .invalidated) }
        return response(.success, about: person, to: query)
    }

    private func response(
        _ code: ResponseCode,
        about person: SyntheticPerson,
        to query: LegacyQuery
    ) -> LegacyResponse {
        LegacyResponse(
            operation: query.operation,
            code: code,
            content: PersonAnswer(practices: practices, date: date)
                .content(about: person, of: query.operation, localIdentifier: query.localIdentifier)
        )
    }
}
