public import JSONTree
public import NHSIdentifiers

/// The identity of a Patient record: its NHS number, which nothing in the record contradicts.
///
/// 1. `id` is a valid NHS number.
/// 2. Each `identifier` that is an NHS number has the same value.
///
/// A record that breaks this is not used: an answer was crossed, or a body damaged in transit. A record without `id` is
/// another case: it is not wrong, but no answer can be made from it (D11).
///
/// - SeeAlso: decision D34.
public struct PatientIdentity: Sendable, Hashable, Redacted {
    /// The NHS number, ten digits.
    public let nhsNumber: String

    /// The `system` of an identifier that is an NHS number.
    public static let system = "https://fhir.nhs.uk/Id/nhs-number"

    /// The identity of the Patient in `json`.
    public init(_ json: JSONValue) throws(PatientIdentityProblem) {
        guard let value = json["id"] else { throw .idMissing }
        guard let id = value.string, NHSNumber(id) != nil else { throw .idIsNoNHSNumber }
        let numbers = json["identifier"]?.elements.filter { $0["system"]?.string == Self.system } ?? []
        guard numbers.allSatisfy({ $0["value"]?.string == id }) else { throw .identifierDiffers }
        nhsNumber = id
    }
}

/// The reason that a record cannot be attributed to one person.
public enum PatientIdentityProblem: Error, Sendable, Hashable {
    /// `id` is missing.
    case idMissing
    /// `id` is no NHS number, or one with a wrong check digit.
    case idIsNoNHSNumber
    /// An NHS number among the identifiers is not `id`.
    case identifierDiffers
}
