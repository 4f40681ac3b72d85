import HTTPTypes
import NHSIdentifiers

/// The back end behind the gateway: the records, and the parts of them that callers may see.
///
/// - SeeAlso: docs/contract/pds-fhir.md §2, §3.
struct Spine: Sendable {
    let people: SyntheticPeople
    /// Patients served as they are by their numbers; they hide people of the same number, and no search finds them.
    let patients: PatientsDirectory

    /// The answer to a call that the gateway let pass.
    ///
    /// - Parameter maxResults: how many patients a search may find that does not say so itself.
    func answer(to call: PDSCall, maxResults: Int, showsEmptyAddressLines: Bool) throws(PDSRefusal) -> PDSAnswer {
        guard call.method == .get else { throw .unsupportedService }
        switch call.endpoint {
        case .patient(let id):
            guard call.requestID != nil else { throw .missingRequestID }
            return try record(of: id, showsEmptyAddressLines: showsEmptyAddressLines)
        case .patients:
            guard call.requestID != nil else { throw .missingRequestID }
            let search = try PatientSearch(call.queryFields, maxResults: maxResults)
            return try result(of: search, for: call, showsEmptyAddressLines: showsEmptyAddressLines)
        default:
            throw .unsupportedService
        }
    }

    private func record(of id: String, showsEmptyAddressLines: Bool) throws(PDSRefusal) -> PDSAnswer {
        guard let number = NHSNumber(id) else { throw .invalidResourceID }
        if let patient = patients[number] { return patient }
        switch people.record(for: number) {
        case .person(let person):
            return Self.answer(of: person, showsEmptyAddressLines: showsEmptyAddressLines)
        case .invalidated:
            throw .invalidatedResource
        case .unknown:
            throw .resourceNotFound
        }
    }

    private func result(
        of search: PatientSearch,
        for call: PDSCall,
        showsEmptyAddressLines: Bool
    ) throws(PDSRefusal) -> PDSAnswer {
        let date = LondonDate(at: call.time)
        let matches = search.matches(among: people, on: date).filter { patients[$0.person.nhsNumber] == nil }
        guard matches.count <= search.maxResults else { throw .tooManyMatches }
        let searchset = SearchsetResource(
            matches: matches,
            baseURL: "http://\(call.authority ?? "localhost")\(PDSEndpoint.base)",
            time: call.time,
            date: date,
            showsEmptyAddressLines: showsEmptyAddressLines
        )
        return PDSAnswer(fhir: searchset.value)
    }

    /// The next live record after that of `id`, for answers that go to the wrong caller; nil when there is no other.
    func somebodyElse(than id: String) -> (number: String, answer: PDSAnswer)? {
        let own = NHSNumber(id).map { people.record(for: $0) }
        let start = people.all.firstIndex { $0.nhsNumber.digits == id }.map { $0 + 1 } ?? 0
        let others = people.all[start...] + people.all[..<start]
        guard let other = others.first(where: { $0.state == .live && own != .person($0) && $0.nhsNumber.digits != id })
        else { return nil }
        return (other.nhsNumber.digits, Self.answer(of: other, showsEmptyAddressLines: false))
    }

    private static func answer(of person: SyntheticPerson, showsEmptyAddressLines: Bool) -> PDSAnswer {
        let resource = PatientResource(person: person, showsEmptyAddressLines: showsEmptyAddressLines)
        var answer = PDSAnswer(fhir: resource.value)
        answer.headers[.eTag] = "W/\"\(person.version)\""
        return answer
    }
}
