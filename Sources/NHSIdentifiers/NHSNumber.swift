/// A new-style NHS number: ten digits, the last of which is the modulus 11 check digit.
///
/// The check digit:
/// 1. Multiply the first nine digits by 10, 9, … 2 and add up.
/// 2. The check digit is 11 less the remainder of the sum by 11; 11 means 0, and 10 is no digit.
///
/// - SeeAlso: PDS SMS Provider Requirements §4.3.2; NHS Data Dictionary, NHS NUMBER.
public struct NHSNumber: Sendable, Hashable, Redacted {
    /// The ten digits, without spaces.
    public let digits: String

    /// The number in `text`; nil unless `text` is ten ASCII digits with the right check digit.
    public init?(_ text: String) {
        guard NHSNumber.isNewStyle(text) else { return nil }
        let values = text.utf8.map { Int($0) - 48 }
        let weighted = zip(values.prefix(9), stride(from: 10, to: 1, by: -1)).reduce(0) { $0 + $1.0 * $1.1 }
        let check = (11 - weighted % 11) % 11
        guard check == values[9] else { return nil }
        self.digits = text
    }

    /// True if `text` has the form of a new-style number, ten ASCII digits, even if its check digit is wrong.
    public static func isNewStyle(_ text: String) -> Bool {
        text.utf8.count == 10 && text.utf8.allSatisfy { (48...57).contains($0) }
    }
}
