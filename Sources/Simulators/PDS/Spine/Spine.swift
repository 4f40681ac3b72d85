import HTTPTypes
import SMSPContract

/// What stands behind the gateway: the records, and what may be seen of them.
///
/// - SeeAlso: pds-fhir-contract §3.
struct Spine: Sendable {
    let people: SyntheticPeople
    /// Patients served as they are; they hide people of the same number.
    let patients: PatientsDirectory

    /// The answer to a call that the gateway let pass; search is not played.
    func answer(to call: PDSCall, showsEmptyAddressLines: Bool) throws(PDSRefusal) -> PDSAnswer {
        guard call.method == .get, case .patient(let id) = call.endpoint else { throw .unsupportedService }
        guard call.requestID != nil else { throw .missingRequestID }
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
