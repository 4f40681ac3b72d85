public import FoundationEssentials

/// `HTTP-date` in its one preferred form, `Sun, 06 Nov 1994 08:49:37 GMT`.
///
/// - SeeAlso: RFC 9110 §5.6.7.
public enum HTTPDate {
    private static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// The instant that `text` names; nil in any other form.
    public static func date(from text: String) -> Date? {
        let form = /[A-Z][a-z]{2}, ([0-9]{2}) ([A-Z][a-z]{2}) ([0-9]{4}) ([0-9]{2}:[0-9]{2}:[0-9]{2}) GMT/
        guard let match = text.wholeMatch(of: form), let month = months.firstIndex(of: String(match.2)) else {
            return nil
        }
        let number = month < 9 ? "0\(month + 1)" : "\(month + 1)"
        return try? Date("\(match.3)-\(number)-\(match.1)T\(match.4)Z", strategy: .iso8601)
    }

    /// `date` in whole seconds.
    public static func text(of date: Date) -> String {
        // `2026-11-23T09:30:00Z`: the parts stand at fixed places.
        let text = UTCTime.text(of: date)
        let (year, month, day) = (text.prefix(4), Int(text.dropFirst(5).prefix(2)) ?? 1, text.dropFirst(8).prefix(2))
        // The first day of the epoch was a Thursday.
        let days = Int((date.timeIntervalSince1970 / 86_400).rounded(.down))
        let weekday = weekdays[((days + 4) % 7 + 7) % 7]
        return "\(weekday), \(day) \(months[month - 1]) \(year) \(text.dropFirst(11).prefix(8)) GMT"
    }
}
