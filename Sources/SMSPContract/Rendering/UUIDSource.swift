/// Where the ids of messages come from.
///
/// An answer's ids are random in service and derived from a seed where an answer must come out the same again, as in
/// tests and in a simulator.
public struct UUIDSource: Sendable {
    /// The next UUID: upper case, without prefix, as every id of the contract is written.
    public let next: @Sendable () -> String

    /// A source that calls `next` for each id.
    public init(_ next: @escaping @Sendable () -> String) {
        self.next = next
    }

    /// Version 4 UUIDs of the system's random numbers.
    public static let random = UUIDSource {
        var generator = SystemRandomNumberGenerator()
        return uuid(high: generator.next(), low: generator.next())
    }

    /// The version 4 UUID that 122 of the 128 bits given make (RFC 9562 §5.4).
    public static func uuid(high: UInt64, low: UInt64) -> String {
        let version = high & ~0xF000 | 0x4000
        let variant = low & ~(0b11 << 62) | (0b10 << 62)
        let digits = hexadecimal(version) + hexadecimal(variant)
        var text = ""
        for (index, digit) in digits.enumerated() {
            if [8, 12, 16, 20].contains(index) { text.append("-") }
            text.append(digit)
        }
        return text
    }

    /// Whether `text` is a UUID of any version, in either case, without prefix.
    public static func isUUID(_ text: String) -> Bool {
        text.wholeMatch(of: /[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}/) != nil
    }

    /// The UUID in an id that a client chose, upper case, without the prefixes that are in use; nil when the id is
    /// anything else, which could be any text.
    public static func uuid(in id: String) -> String? {
        var text = id[...]
        for prefix in ["urn:", "uuid:", "uuid_"] where text.lowercased().hasPrefix(prefix) {
            text = text.dropFirst(prefix.count)
        }
        let uuid = String(text).uppercased()
        return isUUID(uuid) ? uuid : nil
    }

    private static func hexadecimal(_ value: UInt64) -> String {
        let digits = String(value, radix: 16, uppercase: true)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
