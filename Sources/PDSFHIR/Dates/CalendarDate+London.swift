extension CalendarDate {
    /// The date in London at an instant.
    ///
    /// The United Kingdom's time is UTC, and an hour ahead of it from 01:00 UTC on the last Sunday of March to 01:00
    /// UTC on the last Sunday of October. That is the rule since 1996; earlier summers ended on other days, which a
    /// live call does not meet.
    ///
    /// - Parameter seconds: seconds since 1970-01-01T00:00:00Z, leap seconds not counted.
    /// - SeeAlso: Summer Time Act 1972 section 1, as amended by the Summer Time Order 2002 (SI 2002/262); decision D44.
    public init(inLondonAt seconds: Double) {
        let second = Int(seconds.rounded(.down))
        let (year, _, _) = Self.civil(day: Self.day(ofSecond: second))
        let summer = Self.changeSecond(month: 3, of: year)..<Self.changeSecond(month: 10, of: year)
        let local = summer.contains(second) ? second + 3_600 : second
        (self.year, month, day) = Self.civil(day: Self.day(ofSecond: local))
    }

    /// The instant at which the clocks change in a month of 31 days, its last Sunday at 01:00 UTC: seconds since 1970.
    private static func changeSecond(month: Int, of year: Int) -> Int {
        let last = dayNumber(year: year, month: month, day: 31)
        // Day 0, 1970-01-01, was a Thursday; three days later it is Sunday.
        let daysSinceSunday = ((last - 3) % 7 + 7) % 7
        return (last - daysSinceSunday) * secondsADay + 3_600
    }

    private static let secondsADay = 86_400

    /// The day that a second belongs to, both counted from 1970.
    private static func day(ofSecond second: Int) -> Int {
        second >= 0 ? second / secondsADay : (second + 1) / secondsADay - 1
    }

    /// The number of a day, counted from 1970-01-01.
    ///
    /// Years are counted from March, so that the day that may be missing is a year's last, in eras of 400 years, which
    /// are all of one length.
    ///
    /// - SeeAlso: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", `days_from_civil`.
    private static func dayNumber(year: Int, month: Int, day: Int) -> Int {
        let marchYear = month > 2 ? year : year - 1
        let era = (marchYear >= 0 ? marchYear : marchYear - 399) / 400
        let yearOfEra = marchYear - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    /// The date of a day that is counted from 1970-01-01.
    ///
    /// - SeeAlso: Howard Hinnant, as above, `civil_from_days`.
    private static func civil(day number: Int) -> (year: Int, month: Int, day: Int) {
        let shifted = number + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let marchMonth = (5 * dayOfYear + 2) / 153
        let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * marchMonth + 2) / 5 + 1)
    }
}
