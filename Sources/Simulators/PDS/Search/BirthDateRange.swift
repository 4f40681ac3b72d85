/// The days on which a person may have been born, as `birthdate` gives them: one day, or a range open or closed.
///
/// - SeeAlso: docs/contract/pds-fhir.md §2.1.
struct BirthDateRange: Sendable, Equatable {
    /// First day, `yyyymmdd`; nil: open.
    private(set) var first: String?
    /// Last day, `yyyymmdd`; nil: open.
    private(set) var last: String?

    /// The days that all of `values` allow: `eq`, `ge` or `le` before `yyyy-mm-dd`, or the day alone; nil for none.
    ///
    /// - Throws: the value that is no such thing.
    init?(_ values: [String]) throws(PDSRefusal) {
        guard !values.isEmpty else { return nil }
        for value in values {
            guard let match = value.wholeMatch(of: /(eq|ge|le)?([0-9]{4}-[0-9]{2}-[0-9]{2})/),
                let digits = PDSDate.digits(of: String(match.2))
            else { throw .invalidValue(value, of: "birthdate") }
            if match.1 != "le" { first = max(first ?? digits, digits) }
            if match.1 != "ge" { last = min(last ?? digits, digits) }
        }
    }

    /// True if a person was certainly born on one of the days.
    ///
    /// Of a date that is known to its month or year only, every day must be one of them; so no single day fits it
    /// (decision D61).
    func contains(_ birthDate: String) -> Bool {
        guard let held = PDSDate.digits(of: birthDate) else { return false }
        let earliest = held + "00000101".dropFirst(held.count)
        let latest = Self.lastDay(of: held)
        return (first.map { $0 <= earliest } ?? true) && (last.map { latest <= $0 } ?? true)
    }

    /// The last day of a year or month, `yyyymmdd`; a day is its own.
    private static func lastDay(of digits: String) -> String {
        let month = digits.count == 4 ? digits + "12" : digits
        guard month.count == 6 else { return month }
        let days = ["31", "30", "29", "28"].map { month + $0 }
        return days.first { day in
            PDSDate.digits(of: "\(day.prefix(4))-\(day.dropFirst(4).prefix(2))-\(day.suffix(2))") != nil
        } ?? month
    }
}
