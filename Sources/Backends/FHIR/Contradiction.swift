import JSONTree
import PDSFHIR
import SMSPContract

/// The contradiction between a request and the record that its search found (decision D25).
///
/// PDS matches a request against more than it returns: names and postcodes of every type and of the past. What it
/// shows must not contradict the rest:
///
/// 1. The date of birth, at the lower of both precisions; a record without one contradicts.
/// 2. A gender that was sent; a record without one that FHIR knows does not contradict.
///
/// Names and postcodes may differ, which is noted.
struct Contradiction: Sendable {
    /// The caller's request.
    let request: SMSPRequest
    /// The gender that PDS was sent; nil when it was sent none.
    let gender: String?

    /// True if `patient` contradicts the request.
    func isFound(in patient: Patient) -> Bool {
        contradictsDateOfBirth(patient) || contradictsGender(patient)
    }

    private func contradictsDateOfBirth(_ patient: Patient) -> Bool {
        guard let held = patient.birthDate?.digits else { return true }
        let asked = request.dateOfBirth.digits
        return !(held.hasPrefix(asked) || asked.hasPrefix(held))
    }

    private func contradictsGender(_ patient: Patient) -> Bool {
        guard let gender, let held = patient.gender else { return false }
        return held.rawValue != gender
    }

    /// The values of the request that no returned name or address of `patient` has.
    func differences(from patient: Patient) -> [CallDiagnostic] {
        let names = (patient.json["name"]?.elements ?? []).map { HumanName($0) }
        let postcodes = (patient.json["address"]?.elements ?? []).compactMap { $0["postalCode"]?.string }
        let parts: [(String, asked: String?, held: [String])] = [
            ("family", request.name?.family, names.compactMap(\.family)),
            ("given", request.name?.given, names.compactMap(\.given.first)),
            ("postalCode", request.postcode.map(Self.withoutSpaces), postcodes.map(Self.withoutSpaces)),
        ]
        return parts.compactMap { place, asked, held in
            guard let asked, !held.isEmpty, !held.contains(where: { Self.matches($0, asked) }) else { return nil }
            return CallDiagnostic("foundByOtherValue", at: place)
        }
    }

    private static func withoutSpaces(_ postcode: String) -> String {
        postcode.filter { $0 != " " }
    }

    /// True if `held` matches `asked`, in which `*` matches any characters or none.
    private static func matches(_ held: String, _ asked: String) -> Bool {
        let parts = CrossCheck.folded(asked).split(separator: "*", omittingEmptySubsequences: false)
        var rest = CrossCheck.folded(held)[...]
        guard parts.count > 1, let first = parts.first, let last = parts.last else { return rest == parts.first }
        guard rest.starts(with: first) else { return false }
        rest = rest.dropFirst(first.count)
        for part in parts.dropFirst().dropLast() where !part.isEmpty {
            guard let range = rest.firstRange(of: part) else { return false }
            rest = rest[range.upperBound...]
        }
        return rest.count >= last.count && rest.suffix(last.count).elementsEqual(last)
    }
}
