/// A new-style NHS number: ten digits of which the last is the modulus 11 check digit.
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

    /// Whether `text` has the form of a new-style number, ten ASCII digits, whatever its check digit.
    public static func isNewStyle(_ text: String) -> Bool {
        text.utf8.count == 10 && text.utf8.allSatisfy { (48...57).contains($0) }
    }
}
