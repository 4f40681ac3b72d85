import SMSPContract

/// Dates as PDS holds them, read for an answer.
enum PDSDate {
    /// The date in `text`: `yyyy`, `yyyy-mm`, `yyyy-mm-dd`, or the last with a time behind it.
    ///
    /// The time is cut off and no zone moves the day (D18, D44); a date that no calendar has is nil (D11).
    static func timestamp(_ text: String) -> TimestampText? {
        let parts = text.split(separator: "T", maxSplits: 1, omittingEmptySubsequences: false)
        let fields = parts[0].split(separator: "-", omittingEmptySubsequences: false)
        guard zip(fields, [4, 2, 2]).allSatisfy({ $0.utf8.count == $1 }), fields.count <= 3,
            let timestamp = TimestampText(fields.joined()), parts.count == 1 || timestamp.precision == .day
        else { return nil }
        return timestamp
    }

    /// The digits of the date in `text`; nil when it is none.
    static func digits(of text: String) -> String? {
        timestamp(text)?.digits
    }
}
