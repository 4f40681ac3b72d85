/// The syntax of a field in an HTTP head, sent or received.
///
/// - SeeAlso: RFC 9110 §5.1, §5.5 and §5.6.2.
public enum HTTPFieldSyntax {
    /// True if `name` is a token: one or more `tchar`.
    public static func isName(_ name: some Sequence<UInt8>) -> Bool {
        var isEmpty = true
        for byte in name {
            guard isTokenCharacter(byte) else { return false }
            isEmpty = false
        }
        return !isEmpty
    }

    /// True if `value` holds no control character other than a tab.
    ///
    /// Bytes from 0x80 up are allowed (`obs-text`).
    public static func isValue(_ value: some Sequence<UInt8>) -> Bool {
        value.allSatisfy { $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }
    }

    private static func isTokenCharacter(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
        }
    }
}
