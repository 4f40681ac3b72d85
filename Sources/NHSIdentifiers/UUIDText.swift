/// The text of a UUID: hexadecimal digits in groups of 8, 4, 4, 4 and 12.
///
/// - SeeAlso: RFC 9562 §4.
public enum UUIDText {
    /// True if `text` is a UUID of any version, in either case, without prefix.
    public static func isUUID(_ text: some StringProtocol) -> Bool {
        guard text.utf8.count == 36 else { return false }
        for (index, byte) in text.utf8.enumerated() {
            let isHyphen = index == 8 || index == 13 || index == 18 || index == 23
            guard isHyphen ? byte == UInt8(ascii: "-") : hexadecimalValue(of: byte) != nil else { return false }
        }
        return true
    }

    /// True if `text` is a UUID in upper case, the form that the HL7v3 schemas demand.
    public static func isUpperCaseUUID(_ text: some StringProtocol) -> Bool {
        isUUID(text) && !text.utf8.contains { (97...102).contains($0) }
    }

    /// The version 4 UUID, in upper case, that 122 of the 128 bits given make (RFC 9562 §5.4).
    public static func version4(high: UInt64, low: UInt64) -> String {
        let version = high & ~0xF000 | 0x4000
        let variant = low & ~(0b11 << 62) | (0b10 << 62)
        let bytes = [version, variant].flatMap { word in
            stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: word >> UInt64($0)) }
        }
        let groups = [bytes[..<4], bytes[4..<6], bytes[6..<8], bytes[8..<10], bytes[10...]]
        return groups.map(\.hexadecimal).joined(separator: "-").uppercased()
    }

    /// The UUID in an id that a client chose, upper case, without the prefixes that are in use; nil if the id is
    /// anything else, which could be any text.
    public static func uuid(in id: String) -> String? {
        var text = id[...]
        for prefix in ["urn:", "uuid:", "uuid_"] where text.lowercased().hasPrefix(prefix) {
            text = text.dropFirst(prefix.count)
        }
        let uuid = String(text).uppercased()
        return isUUID(uuid) ? uuid : nil
    }
}
