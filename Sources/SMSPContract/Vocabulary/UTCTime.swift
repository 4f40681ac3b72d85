public import FoundationEssentials

/// `xsd:dateTime` with a zone, as `wsu:Created` and `wsu:Expires` hold it.
///
/// - SeeAlso: Web Service Transport Requirements, WS-DSC-03: header times are UTC.
public enum UTCTime {
    /// The instant that `text` names; nil when it is no `dateTime` with a zone.
    ///
    /// Fractions of a second of any length are read; real clients send nanoseconds.
    public static func date(from text: String) -> Date? {
        var rest = Substring(text)
        var fraction = 0.0
        if let dot = rest.firstIndex(of: ".") {
            let digits = rest[rest.index(after: dot)...].prefix(while: { $0.isASCII && $0.isNumber })
            guard !digits.isEmpty, let value = Double("0." + digits) else { return nil }
            fraction = value
            rest = rest[..<dot] + rest[digits.endIndex...]
        }
        guard let whole = try? Date(String(rest), strategy: .iso8601) else { return nil }
        return whole.addingTimeInterval(fraction)
    }

    /// `date` in whole seconds of UTC, `2026-11-23T09:30:00Z`.
    public static func text(of date: Date) -> String {
        date.formatted(.iso8601)
    }
}
