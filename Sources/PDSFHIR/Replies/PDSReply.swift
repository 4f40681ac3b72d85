import JSONTree

/// An answer of PDS, classified by the body's `resourceType`, not by the status.
///
/// PDS sends 200 with an OperationOutcome when a search finds too many, and proxies on the way send HTML with any
/// status.
///
/// - SeeAlso: docs/contract/pds-fhir.md §2.4, §4; decisions D7, D32, D34.
public enum PDSReply: Sendable, Equatable {
    /// The record of a patient.
    case patient(Patient)
    /// The result of a search.
    case searchset(Searchset)
    /// An error, a warning, or too many matches.
    case outcome(OperationOutcome)
    /// Nothing that can be used.
    case unreadable(UnreadableReply)

    /// Reads an answer of this status and body.
    ///
    /// Records and results come with status 200; with another they are not used.
    public init(status: Int, body: [UInt8]) {
        do throws(UnreadableReply) {
            self = try PDSReply.read(body)
        } catch {
            self = .unreadable(error)
        }
        switch self {
        case .patient where status != 200, .searchset where status != 200: self = .unreadable(.recordWithStatus(status))
        default: break
        }
    }

    private static func read(_ body: [UInt8]) throws(UnreadableReply) -> PDSReply {
        guard let first = body.first(where: { ![0x20, 0x09, 0x0a, 0x0d].contains($0) }) else { throw .empty }
        guard first != UInt8(ascii: "<") else { throw .markup }
        let json = try json(body)
        switch json["resourceType"]?.string {
        case "Patient":
            do throws(PatientProblem) {
                return .patient(try Patient(json))
            } catch {
                throw UnreadableReply(error)
            }
        case "Bundle":
            do throws(SearchsetProblem) {
                return .searchset(try Searchset(json))
            } catch {
                throw UnreadableReply(error)
            }
        case "OperationOutcome": return .outcome(OperationOutcome(json))
        default: throw .otherResource
        }
    }

    private static func json(_ body: [UInt8]) throws(UnreadableReply) -> JSONValue {
        do throws(JSONParseError) {
            return try JSONValue.parse(body)
        } catch {
            throw UnreadableReply(error)
        }
    }

    /// The record that the reply is, or the one that a search found; nil without one.
    public var onePatient: Patient? {
        switch self {
        case .patient(let patient): return patient
        case .searchset(let searchset):
            guard case .one(let patient) = searchset.found else { return nil }
            return patient
        case .outcome, .unreadable: return nil
        }
    }

    /// The `resourceType` of what was read; nil when nothing was.
    public var resource: String? {
        switch self {
        case .patient: "Patient"
        case .searchset: "Bundle"
        case .outcome: "OperationOutcome"
        case .unreadable: nil
        }
    }

    /// The code of an OperationOutcome, as PDS spells it; nil when it is not known, and for any other reply.
    public var spineCode: String? {
        guard case .outcome(let outcome) = self else { return nil }
        return outcome.spineCode?.rawValue
    }

    /// True if each record in the reply belongs to one person; one that does not was crossed or damaged in transit.
    ///
    /// - SeeAlso: decision D34.
    public var isIdentityConsistent: Bool {
        switch self {
        case .unreadable(.identity(.idMissing)): true
        case .unreadable(.identity): false
        default: true
        }
    }
}
