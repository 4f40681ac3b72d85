import Foundation
public import NHSIdentifiers
public import SMSPContract

/// The key that identifies the patient of a call, equal for every form of the query.
///
/// - SeeAlso: docs/evidence.md §1, sticky, and §4, counting.
public enum SubjectKey: Sendable, Hashable, Redacted {
    /// The NHS number of the request or of the answer.
    case number(NHSNumber)
    /// The part of a search that every wildcard and every partial date of birth keeps: the year of birth, and the first
    /// two letters of the surname, folded.
    case search(yearOfBirth: String, surname: String)

    /// The key of the patient whom `request` is about.
    public init(_ request: SMSPRequest) {
        if let number = request.nhsNumber {
            self = .number(number)
        } else {
            let letters = (request.name?.family ?? "").decomposedStringWithCanonicalMapping.unicodeScalars.filter {
                $0.properties.isAlphabetic
            }
            self = .search(
                yearOfBirth: String(request.dateOfBirth.year),
                surname: String(String.UnicodeScalarView(letters.prefix(2))).uppercased()
            )
        }
    }

    /// True if the key names one person.
    ///
    /// That of a search is for counting alone.
    public var isOfOnePerson: Bool {
        switch self {
        case .number: true
        case .search: false
        }
    }

    /// The text that keys are hashed as.
    var bytes: [UInt8] {
        switch self {
        case .number(let number): Array("number:\(number.digits)".utf8)
        case .search(let year, let surname): Array("search:\(year):\(surname)".utf8)
        }
    }
}
