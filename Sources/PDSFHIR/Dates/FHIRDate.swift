public import NHSIdentifiers

/// A date of a record, with the precision that PDS sent it with.
///
/// - SeeAlso: FHIR R4, data type `date`: `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
public enum FHIRDate: Sendable, Hashable, Redacted {
    /// A year.
    case year(Int)
    /// A month of a year.
    case month(Int, of: Int)
    /// A day.
    case day(CalendarDate)
    /// The value is no date: it has another form or type, or the day does not exist.
    case impossible

    /// The date that `text` names.
    public init(_ text: String) {
        let parts = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        let numbers = zip(parts, [4, 2, 2]).compactMap { Self.number($0, digits: $1) }
        guard (1...3).contains(parts.count), numbers.count == parts.count, numbers[0] > 0 else {
            self = .impossible
            return
        }
        switch numbers.count {
        case 1: self = .year(numbers[0])
        case 2: self = (1...12).contains(numbers[1]) ? .month(numbers[1], of: numbers[0]) : .impossible
        default:
            self = CalendarDate(year: numbers[0], month: numbers[1], day: numbers[2]).map { .day($0) } ?? .impossible
        }
    }

    /// The date part of a `dateTime`, which is not shifted to another time zone.
    ///
    /// - SeeAlso: FHIR R4, data type `dateTime`; decision D44.
    public init(dateTime text: String) {
        guard let separator = text.firstIndex(of: "T") else {
            self = FHIRDate(text)
            return
        }
        let time = /[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]+)?(?:Z|[+-][0-9]{2}:[0-9]{2})?/
        let date = FHIRDate(String(text[..<separator]))
        guard case .day = date, text[text.index(after: separator)...].wholeMatch(of: time) != nil else {
            self = .impossible
            return
        }
        self = date
    }

    /// Year, month and day, as far as they are known; none of an impossible date.
    var numbers: [Int] {
        switch self {
        case .year(let year): [year]
        case .month(let month, let year): [year, month]
        case .day(let date): [date.year, date.month, date.day]
        case .impossible: []
        }
    }

    /// The date in ISO 8601: `2010`, `2010-10` or `2010-10-22`; nil of an impossible date.
    public var text: String? { self == .impossible ? nil : Self.digits(numbers, separator: "-") }

    /// The date's digits as an HL7v3 TS holds them: `2010`, `201010` or `20101022`; nil of an impossible date.
    public var digits: String? { self == .impossible ? nil : Self.digits(numbers, separator: "") }

    /// A year of four digits, a month and a day of two, as far as there are numbers for them.
    static func digits(_ numbers: [Int], separator: String) -> String {
        zip(numbers, [4, 2, 2]).map { number, width in
            let digits = String(number)
            return String(repeating: "0", count: width - digits.utf8.count) + digits
        }.joined(separator: separator)
    }

    private static func number(_ text: Substring.UTF8View.SubSequence, digits: Int) -> Int? {
        guard text.count == digits, text.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else {
            return nil
        }
        return text.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
    }
}
