import Foundation
import NHSIdentifiers
import SMSPContract

/// A valid request: the person whom it is about, as far as its caller knows them.
///
/// - SeeAlso: PDS SMS Provider Requirements §4.3 to §4.7.
struct LegacyQuery: Sendable, Redacted {
    let operation: SMSPOperation
    let dateOfBirth: TimestampText
    /// Present in a query by number, absent in a search.
    var nhsNumber: NHSNumber?
    /// Present in a search.
    var gender: AdministrativeGender?
    var given: String?
    var family: String?
    var postcode: String?
    /// Returned with the patient.
    var localIdentifier: InstanceIdentifier?
}

extension LegacyQuery {
    /// The reason for which the values of a request are refused, as the code that the answer holds.
    struct Refusal: Error {
        var code = ResponseCode.inputInvalid
    }

    /// The longest name or postcode of a search, characters (decision D57).
    private static let longest = 35

    /// The query that a payload makes, by the rules that the schemas do not express.
    init(_ payload: PayloadReader, of operation: SMSPOperation) throws(Refusal) {
        let number = payload.nhsNumber
        self.operation = operation
        if let number {
            guard number.wholeMatch(of: /[0-9]{10}/) != nil else { throw Refusal(code: .notNewStyle) }
            guard let number = NHSNumber(number) else { throw Refusal() }
            nhsNumber = number
        }
        guard let born = payload.dateOfBirth.flatMap(TimestampText.init),
            born.precision == .day || operation == .getNHSNumber
        else { throw Refusal() }
        dateOfBirth = born
        given = payload.given
        family = payload.family
        localIdentifier = payload.localIdentifier
        guard nhsNumber == nil else {
            // With a number, names take no wildcard, and gender and postcode do not count (decision D56).
            guard ![given, family].contains(where: { $0?.contains("*") == true }) else { throw Refusal() }
            return
        }
        gender = payload.gender
        postcode = payload.postcode
        guard let family, gender != nil, given != nil || operation != .getPatientDetails else { throw Refusal() }
        guard [family, given, postcode].allSatisfy({ $0.map(Self.isSearchable) ?? true }),
            postcode.map(Self.isPostcode) ?? true
        else { throw Refusal() }
    }

    /// True if two characters or more come before the first `*`, and the value is no longer than PDS keeps.
    private static func isSearchable(_ value: String) -> Bool {
        let scalars = value.unicodeScalars
        return scalars.count <= longest && (scalars.contains("*") ? scalars.prefix { $0 != "*" }.count > 1 : true)
    }

    /// True for two words of letters and digits with one space between them, eight characters in all, or any text
    /// with a wildcard.
    private static func isPostcode(_ value: String) -> Bool {
        value.unicodeScalars.contains("*")
            || (value.unicodeScalars.count <= 8 && value.wholeMatch(of: /[A-Za-z0-9]+ [A-Za-z0-9]+/) != nil)
    }
}

extension String {
    /// The text with its accents composed, as names are counted and compared (decision D68).
    var precomposed: String { precomposedStringWithCanonicalMapping }
}
