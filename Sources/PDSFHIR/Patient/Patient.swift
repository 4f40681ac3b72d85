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

    /// The name in use on a day: of the current `usual` ones the one that started last, the first of those that started
    /// together; nil if there is none.
    ///
    /// - SeeAlso: decisions D17, D44, D46.
    public func usualName(on date: CalendarDate) -> HumanName? {
        let current = (json["name"]?.elements ?? []).filter { name in
            name["use"]?.string == "usual" && FHIRPeriod(name["period"]).isCurrent(on: date)
        }
        return FHIRPeriod.latestStart(of: current) { $0["period"] }.map { HumanName($0) }
    }

    /// True if the record says something of itself that no row of the tables reads and that may be a death or a merger:
    /// `deceasedBoolean` other than false, a `deceasedDateTime` that is no text or only has extensions, `active` other
    /// than true, or a `link`.
    ///
    /// PDS FHIR documents none of them.
    ///
    /// - SeeAlso: decision D67.
    public var hasUnreadStatus: Bool {
        let isDeceased = json["deceasedBoolean"].map { ![.bool(false), .null].contains($0) } ?? false
        let dateOfDeath = json["deceasedDateTime"]
        let hasNoDateOfDeath =
            dateOfDeath?.string == nil && (dateOfDeath.isFilled || json["_deceasedDateTime"].isFilled)
        let isInactive = json["active"].map { ![.bool(true), .null].contains($0) } ?? false
        return isDeceased || hasNoDateOfDeath || isInactive || json["link"].isFilled
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

extension JSONValue? {
    /// True if there is a value, and no empty list or object.
    fileprivate var isFilled: Bool {
        switch self {
        case nil, .null?: false
        case .array(let elements)?: !elements.isEmpty
        case .object(let members)?: !members.isEmpty
        case .string?, .number?, .bool?: true
        }
    }
}
