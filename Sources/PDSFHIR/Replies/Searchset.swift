public import JSONTree

/// The result of a search.
///
/// Shape: `total`, and an `entry` for each patient; without a match there is no list of entries at all.
///
/// - SeeAlso: docs/contract/pds-fhir.md §2.4.
public struct Searchset: Sendable, Equatable {
    /// The number of matches that PDS reports.
    public let total: Int
    /// The records, a part of what a retrieve would give.
    public let entries: [Patient]

    /// The result in `json`.
    public init(_ json: JSONValue) throws(SearchsetProblem) {
        guard json["resourceType"]?.string == "Bundle", json["type"]?.string == "searchset" else {
            throw .notASearchset
        }
        guard case .number(let digits)? = json["total"], let total = Int(digits), total >= 0 else { throw .noTotal }
        var entries: [Patient] = []
        for entry in json["entry"]?.elements ?? [] {
            do throws(PatientProblem) {
                entries.append(try Patient(entry["resource"] ?? .null))
            } catch {
                switch error {
                case .notAPatient: throw .entryIsNoPatient
                case .identity(let problem): throw .identity(problem)
                }
            }
        }
        (self.total, self.entries) = (total, entries)
    }

    /// The result of the search.
    ///
    /// - SeeAlso: decision D50.
    public var found: Found {
        if total > 1 || entries.count > 1 { return .several }
        guard total == entries.count else { return .contradictory }
        return entries.first.map { .one($0) } ?? .nobody
    }

    /// The result of a search.
    public enum Found: Sendable, Equatable {
        /// No match.
        case nobody
        /// One patient.
        case one(Patient)
        /// More than one patient, by the total or by the entries.
        case several
        /// A total of one and no entry, or the other way round.
        case contradictory
    }
}

/// The reason that a JSON value is no result of a search for patients.
public enum SearchsetProblem: Error, Sendable, Hashable {
    /// It is no Bundle of type searchset.
    case notASearchset
    /// `total` is missing or no count.
    case noTotal
    /// An entry is no Patient resource.
    case entryIsNoPatient
    /// It is not known whose record an entry is.
    case identity(PatientIdentityProblem)
}
