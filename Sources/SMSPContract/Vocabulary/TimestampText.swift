public import NHSIdentifiers

/// TS: a calendar date with the precision it was sent with: `1985`, `198510` or `19851022`.
///
/// Never padded.
///
/// Shape: four, six or eight ASCII digits that name an existing year, month or day of the Gregorian calendar.
///
/// - SeeAlso: `datatypes.xsd#TS`; PDS SMS Provider Requirements §4.3–4.7, date of birth.
public struct TimestampText: Sendable, Hashable, Redacted {
    /// The precision of a date.
    public enum Precision: Sendable, Hashable, Comparable {
        case year, month, day
    }

    /// The digits, as `TS/@value` holds them.
    public let digits: String
    /// The precision of the date.
    public let precision: Precision

    /// The date in `digits`; nil when the length is another one or no such date exists.
    public init?(_ digits: String) {
        let bytes = Array(digits.utf8)
        guard bytes.allSatisfy({ (48...57).contains($0) }) else { return nil }
        func number(_ range: Range<Int>) -> Int { bytes[range].reduce(0) { $0 * 10 + Int($1) - 48 } }
        switch bytes.count {
        case 4: precision = .year
        case 6: precision = .month
        case 8: precision = .day
        default: return nil
        }
        let year = number(0..<4)
        guard year > 0 else { return nil }
        if precision > .year {
            let month = number(4..<6)
            guard (1...12).contains(month) else { return nil }
            if precision == .day {
                guard (1...TimestampText.days(inMonth: month, of: year)).contains(number(6..<8)) else { return nil }
            }
        }
        self.digits = digits
    }

    /// The digits of the year.
    public var year: Substring { digits.prefix(4) }
    /// The digits of the month; nil when only the year is known.
    public var month: Substring? { precision > .year ? digits.dropFirst(4).prefix(2) : nil }
    /// The digits of the day; nil when the day is not known.
    public var day: Substring? { precision == .day ? digits.dropFirst(6) : nil }

    private static func days(inMonth month: Int, of year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}
