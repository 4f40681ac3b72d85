import Foundation

/// A day by the clocks of London, by which the legacy service judges what is current (decision D44).
struct LondonDate: Sendable {
    /// `yyyymmdd`.
    let digits: String

    /// The day in London at `time`.
    init(at time: Date) {
        let parts = Self.calendar.dateComponents([.year, .month, .day], from: time)
        let (year, month, day) = (parts.year ?? 1, parts.month ?? 1, parts.day ?? 1)
        digits = String(10_000 * year + 100 * month + day)
    }

    private static let calendar = {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = TimeZone(identifier: "Europe/London") ?? .gmt
        return calendar
    }()
}

extension Array {
    /// The entry whose period began last, the first of those that began together; one without a beginning is the earliest.
    func lastBegun(_ period: (Element) -> SyntheticPeriod) -> Element? {
        var last: (entry: Element, from: String)?
        for entry in self {
            let from = period(entry).from.flatMap(PDSDate.digits) ?? ""
            if last.map({ $0.from < from }) ?? true { last = (entry, from) }
        }
        return last?.entry
    }
}

extension SyntheticPeriod {
    /// True if the period has begun by `date`; false also if its beginning cannot be read.
    ///
    /// A day that is known to its month or year is compared as far as it is known.
    func hasBegun(by date: LondonDate) -> Bool {
        guard let from else { return true }
        guard let first = PDSDate.digits(of: from) else { return false }
        return String(date.digits.prefix(first.count)) >= first
    }

    /// True if the period has begun and is not over on `date`.
    func isCurrent(on date: LondonDate) -> Bool {
        guard hasBegun(by: date) else { return false }
        guard let to else { return true }
        guard let last = PDSDate.digits(of: to) else { return false }
        return String(date.digits.prefix(last.count)) <= last
    }
}
