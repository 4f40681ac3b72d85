import FoundationEssentials
import SMSPContract

/// A window of evidence: one day, one week or one month of the grid of ``EvidenceDay``.
///
/// No other span of time can be queried: two spans that differ by minutes would differ by one person.
public struct EvidenceWindow: Sendable, Hashable {
    /// The days of the window.
    public let days: Range<EvidenceDay>

    /// Reads a day (`2026-11-23`), a week (`2026-W48`) or a month (`2026-11`); nil for any other text.
    public init?(_ text: String) {
        if text.wholeMatch(of: /[0-9]{4}-[0-9]{2}-[0-9]{2}/) != nil {
            guard let day = Self.day(text) else { return nil }
            days = day..<day.advanced(by: 1)
        } else if let week = text.wholeMatch(of: /([0-9]{4})-W([0-9]{2})/) {
            // The first week of a year is the one with 4 January.
            guard let number = Int(week.2), number > 0, let january = Self.day("\(week.1)-01-04") else { return nil }
            let monday = january.monday.advanced(by: 7 * (number - 1))
            guard UTCTime.text(of: monday.advanced(by: 3).start).hasPrefix(week.1) else { return nil }
            days = monday..<monday.advanced(by: 7)
        } else if let month = text.wholeMatch(of: /([0-9]{4})-([0-9]{2})/) {
            guard let year = Int(month.1), let number = Int(month.2), let first = Self.day(text + "-01") else {
                return nil
            }
            let following = number == 12 ? "\(year + 1)-01-01" : "\(month.1)-\(number < 9 ? "0" : "")\(number + 1)-01"
            guard let next = Self.day(following) else { return nil }
            days = Self.firstMonday(ofMonth: first)..<Self.firstMonday(ofMonth: next)
        } else {
            return nil
        }
    }

    /// True if every day of `other` is in the window.
    public func contains(_ other: ClosedRange<EvidenceDay>) -> Bool {
        days.contains(other.lowerBound) && days.contains(other.upperBound)
    }

    private static func day(_ text: String) -> EvidenceDay? {
        guard let date = UTCTime.date(from: text + "T00:00:00Z"), UTCTime.text(of: date).hasPrefix(text) else {
            return nil
        }
        return EvidenceDay(date)
    }

    /// The Monday of the first week whose Thursday is in the month that begins on `first`.
    private static func firstMonday(ofMonth first: EvidenceDay) -> EvidenceDay {
        let monday = first.monday
        return monday.advanced(by: 3) < first ? monday.advanced(by: 7) : monday
    }
}
