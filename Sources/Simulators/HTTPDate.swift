import FoundationEssentials

/// The date form of HTTP, `Mon, 23 Nov 2026 09:30:00 GMT`.
///
/// Source: RFC 9110 §5.6.7, IMF-fixdate.
enum HTTPDate {
    static func text(of date: Date) -> String {
        var gmt = Calendar(identifier: .gregorian)
        gmt.timeZone = .gmt
        let parts = gmt.dateComponents([.weekday, .day, .month, .year], from: date)
        let day = String(parts.day ?? 1)
        let time = date.formatted(.iso8601).dropFirst("yyyy-mm-ddT".count).prefix("hh:mm:ss".count)
        return """
            \(weekdays[(parts.weekday ?? 1) - 1]), \(day.count < 2 ? "0" + day : day) \
            \(months[(parts.month ?? 1) - 1]) \(parts.year ?? 1970) \(time) GMT
            """
    }

    private static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
}
