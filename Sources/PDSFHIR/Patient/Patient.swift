public import JSONTree
public import NHSIdentifiers

/// A patient's record, as PDS FHIR gives it.
///
/// Typed is only what code decides on; everything else is read from ``json`` by path. Every part but `id` may be absent
/// from a valid record.
///
/// - SeeAlso: PDS FHIR, Patient resource, restated in docs/contract/pds-fhir.md §3.
public struct Patient: Sendable, Equatable, Redacted {
    /// The record.
    public let json: JSONValue
    /// Whose record it is.
    public let identity: PatientIdentity
    /// The confidentiality, from the security labels.
    public let confidentiality: Confidentiality
    /// The date of birth; nil when the record has none.
    public let birthDate: FHIRDate?

    /// The record in `json`.
    public init(_ json: JSONValue) throws(PatientProblem) {
        guard json["resourceType"]?.string == "Patient" else { throw .notAPatient }
        do throws(PatientIdentityProblem) {
            identity = try PatientIdentity(json)
        } catch {
            throw .identity(error)
        }
        self.json = json
        confidentiality = Confidentiality(json)
        birthDate =
            switch json["birthDate"] {
            case nil, .null?: nil
            case .string(let text)?: FHIRDate(text)
            default: .impossible
            }
    }

    /// The NHS number, ten digits; differs from the requested one if that is superseded.
    public var id: String { identity.nhsNumber }

    /// The version of the record; nil when it tells none.
    public var versionID: String? { json["meta"]?["versionId"]?.string }

    /// The gender; nil when the record has none, or one that FHIR does not know.
    public var gender: Gender? { json["gender"]?.string.flatMap(Gender.init) }

    /// The name in use on a day: the first current `usual` one; nil if there is none.
    ///
    /// - SeeAlso: decisions D44, D46.
    public func usualName(on date: CalendarDate) -> HumanName? {
        json["name"]?.elements.first { name in
            name["use"]?.string == "usual" && FHIRPeriod(name["period"]).isCurrent(on: date)
        }.map { HumanName($0) }
    }
}

extension Patient {
    /// The gender on official documents.
    ///
    /// - SeeAlso: FHIR R4, code system `administrative-gender`.
    public enum Gender: String, Sendable, Hashable, CaseIterable {
        case male
        case female
        case other
        case unknown
    }
}

/// The reason that a JSON value is no patient's record.
public enum PatientProblem: Error, Sendable, Hashable {
    /// It is no Patient resource.
    case notAPatient
    /// It is not known whose record it is.
    case identity(PatientIdentityProblem)
}
