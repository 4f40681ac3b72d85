/// A whole number with a unit behind it.
private struct Quantity {
    let count: Int
    let unit: Substring

    /// The longest count, decimal digits: with any unit here it stays far from the end of `Int`.
    private static let longestCount = 9

    init?(_ text: String) {
        let digits = text.prefix { ("0"..."9").contains($0) }
        guard digits.utf8.count <= Self.longestCount, let count = Int(digits) else { return nil }
        (self.count, unit) = (count, text[digits.endIndex...])
    }
}

/// A duration as files write it.
///
/// A whole number and `ms`, `s`, `m`, `h` or `d`; a day has 24 hours.
struct DurationText {
    /// The duration that the text names.
    let duration: Duration

    /// The form, as a regular expression.
    static let expression = "[0-9]{1,9}(?:ms|s|m|h|d)"

    /// The duration in `text`; nil in any other form.
    init?(_ text: String) {
        guard let quantity = Quantity(text) else { return nil }
        switch quantity.unit {
        case "ms": duration = .milliseconds(quantity.count)
        case "s": duration = .seconds(quantity.count)
        case "m": duration = .seconds(quantity.count * 60)
        case "h": duration = .seconds(quantity.count * 3_600)
        case "d": duration = .seconds(quantity.count * 86_400)
        default: return nil
        }
    }
}

/// A number of bytes as files write it.
///
/// A whole number, with `KiB`, `MiB`, `GiB` or nothing behind it.
struct ByteSizeText {
    /// The number of bytes that the text names.
    let bytes: Int

    /// The form, as a regular expression.
    static let expression = "[0-9]{1,9}(?:KiB|MiB|GiB)?"

    /// The size in `text`; nil in any other form.
    init?(_ text: String) {
        guard let quantity = Quantity(text) else { return nil }
        switch quantity.unit {
        case "": bytes = quantity.count
        case "KiB": bytes = quantity.count << 10
        case "MiB": bytes = quantity.count << 20
        case "GiB": bytes = quantity.count << 30
        default: return nil
        }
    }
}

/// A day as files write it, `2026-11-01`.
enum DateText {
    /// True if `text` names an existing day of the Gregorian calendar.
    static func isDate(_ text: String) -> Bool {
        guard let match = text.wholeMatch(of: /([0-9]{4})-([0-9]{2})-([0-9]{2})/),
            let year = Int(match.1), let month = Int(match.2), let day = Int(match.3), year > 0
        else { return false }
        let isLeapYear = year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400))
        let days = [31, isLeapYear ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        return days.indices.contains(month - 1) && (1...days[month - 1]).contains(day)
    }
}

extension Double {
    /// The number without an exponent or a needless `.0`.
    var plainText: String {
        let text = String(describing: self)
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }
}
