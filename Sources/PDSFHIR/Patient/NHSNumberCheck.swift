/// The check digit of NHS numbers.
///
/// - SeeAlso: NHS Data Dictionary, NHS NUMBER: modulus 11.
enum NHSNumberCheck {
    /// Whether `text` is ten digits of which the last is the right check digit.
    ///
    /// 1. Multiply the first nine digits by 10, 9, … 2 and add up.
    /// 2. The check digit is 11 less the remainder of the sum by 11; 11 stands for 0, and 10 is no digit.
    static func isValid(_ text: String) -> Bool {
        let digits = text.utf8.map { Int($0) - 48 }
        guard digits.count == 10, digits.allSatisfy((0...9).contains) else { return false }
        let sum = zip(digits, stride(from: 10, to: 1, by: -1)).reduce(0) { $0 + $1.0 * $1.1 }
        return (11 - sum % 11) % 11 == digits[9]
    }
}
