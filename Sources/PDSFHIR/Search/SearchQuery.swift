public import NHSIdentifiers

/// The parameters of a search for patients, in the order in which they are sent.
///
/// Like the people it asks about it does not show itself: a query string is patient data.
///
/// - SeeAlso: docs/contract/pds-fhir.md §2.1.
public struct SearchQuery: Sendable, Hashable, Redacted {
    /// A parameter that PDS knows.
    public enum Name: String, Sendable, Hashable, CaseIterable {
        /// The surname; `*` behind at least two characters.
        case family
        /// A given name, as often as there are some; `*` behind at least two characters.
        case given
        /// `male`, `female`, `other` or `unknown`.
        case gender
        /// The date of birth behind `eq`, `ge` or `le`; twice for a range.
        case birthdate
        /// The date of death, as the date of birth.
        case deathDate = "death-date"
        /// A postcode of any known address; `*` behind at least two characters.
        case postalCode = "address-postalcode"
        /// The ODS code of the practice.
        case generalPractitioner = "general-practitioner"
        /// An e-mail address.
        case email
        /// A telephone number.
        case phone
        /// True if names that sound alike match too.
        case fuzzyMatch = "_fuzzy-match"
        /// True if only exact matches are returned.
        case exactMatch = "_exact-match"
        /// True if values of the past match too.
        case history = "_history"
        /// The largest number of matches; always 1 with application-restricted access.
        case maxResults = "_max-results"
    }

    /// A parameter with its value.
    public struct Parameter: Sendable, Hashable, Redacted {
        /// Which parameter it is.
        public let name: Name
        /// Its value, not encoded.
        public let value: String
    }

    /// The parameters.
    public private(set) var parameters: [Parameter] = []

    /// A query without parameters.
    public init() {}

    /// Adds a parameter behind the others.
    public mutating func append(_ name: Name, _ value: String) {
        parameters.append(Parameter(name: name, value: value))
    }

    /// The value of the first parameter of this name; nil if there is none.
    public subscript(name: Name) -> String? { parameters.first { $0.name == name }?.value }

    /// The names of the parameters, as they are sent.
    public var names: [String] { parameters.map(\.name.rawValue) }

    /// The query without the parameters of this name.
    public func without(_ name: Name) -> SearchQuery {
        var query = self
        query.parameters.removeAll { $0.name == name }
        return query
    }

    /// The query as it follows the `?` of a URL.
    public var encoded: String {
        parameters.map { $0.name.rawValue + "=" + Self.percentEncoded($0.value) }.joined(separator: "&")
    }

    /// The names of the parameters that a path has behind its `?`, as ``encoded`` writes them; none for a path without.
    public static func names(in path: String) -> [String] {
        guard let query = path.split(separator: "?", maxSplits: 1).dropFirst().first else { return [] }
        return query.split(separator: "&").map { String($0.prefix { $0 != "=" }) }
    }

    /// `text` in UTF-8, each byte percent-encoded that is no unreserved character (RFC 3986 §2.3).
    ///
    /// That encodes a space as `%20` and `*` as `%2A`, as PDS asks.
    private static func percentEncoded(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF")
        return text.utf8.reduce(into: "") { encoded, byte in
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                encoded.append(Character(Unicode.Scalar(byte)))
            default: encoded += "%\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
            }
        }
    }
}
