public import NHSIdentifiers

/// A day of the Gregorian calendar, which is taken to have been in force for ever.
public struct CalendarDate: Sendable, Hashable, Redacted {
    /// The year, 1 to 9999.
    public let year: Int
    /// The month, 1 to 12.
    public let month: Int
    /// The day of the month, from 1.
    public let day: Int

    /// The day of these numbers; nil when there is no such day.
    public init?(year: Int, month: Int, day: Int) {
        guard (1...9_999).contains(year), let days = CalendarDate.days(inMonth: month, of: year),
            (1...days).contains(day)
        else { return nil }
        (self.year, self.month, self.day) = (year, month, day)
    }

    /// The day that `text` names as `2026-11-23`; nil in any other form and when there is no such day.
    public init?(_ text: String) {
        guard case .day(let date) = FHIRDate(text) else { return nil }
        self = date
    }

    /// The day in ISO 8601, `2026-11-23`.
    public var text: String { FHIRDate.digits([year, month, day], separator: "-") }

    /// The number of days of the month; nil if there is no such month.
    public static func days(inMonth month: Int, of year: Int) -> Int? {
        switch month {
        case 2: year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400)) ? 29 : 28
        case 4, 6, 9, 11: 30
        case 1, 3, 5, 7, 8, 10, 12: 31
        default: nil
        }
    }
}

extension CalendarDate: Comparable {
    /// True if one day is before the other.
    public static func < (one: CalendarDate, other: CalendarDate) -> Bool {
        (one.year, one.month, one.day) < (other.year, other.month, other.day)
    }
}
