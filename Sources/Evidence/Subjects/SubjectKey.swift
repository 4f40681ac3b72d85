import Foundation
public import NHSIdentifiers
public import SMSPContract

/// By what a call is told from those about other people: stable for all the ways in which a person is asked about.
///
/// - SeeAlso: docs/evidence.md §1, sticky, and §4, counting.
public enum SubjectKey: Sendable, Hashable, Redacted {
    /// The NHS number that was asked about, or that the answer holds.
    case number(NHSNumber)
    /// What every wildcard and every part of a date of birth keeps of a search: the year of birth, and the first two
    /// letters of the surname, folded.
    case search(yearOfBirth: String, surname: String)

    /// What `request` asks about.
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

    /// Whether the key names one person.
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
