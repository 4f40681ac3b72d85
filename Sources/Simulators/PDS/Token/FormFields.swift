/// The fields of an `application/x-www-form-urlencoded` body; of a field sent twice, the first.
///
/// Source: WHATWG URL §5.1.
struct FormFields: Sendable {
    private var values: [String: String] = [:]

    init(_ body: [UInt8]) {
        for field in body.split(separator: UInt8(ascii: "&")) {
            let halves = field.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            let name = Self.decode(halves[0])
            guard values[name] == nil else { continue }
            values[name] = halves.count > 1 ? Self.decode(halves[1]) : ""
        }
    }

    /// The value of a field; nil when it was not sent, or sent empty.
    subscript(name: String) -> String? {
        values[name].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// `+` is a space; `%` not before two hex digits stands for itself.
    private static func decode(_ bytes: ArraySlice<UInt8>) -> String {
        var decoded: [UInt8] = []
        var rest = bytes
        while let byte = rest.popFirst() {
            let digits = Character(UnicodeScalar(byte)) == "%" ? String(decoding: rest.prefix(2), as: UTF8.self) : ""
            if digits.count == 2, digits.allSatisfy(\.isHexDigit), let value = UInt8(digits, radix: 16) {
                decoded.append(value)
                rest = rest.dropFirst(2)
            } else {
                decoded.append(byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
            }
        }
        return String(decoding: decoded, as: UTF8.self)
    }
}
