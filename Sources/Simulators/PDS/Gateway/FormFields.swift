/// The fields of an `application/x-www-form-urlencoded` body, or of a query, which is encoded as one.
///
/// Source: WHATWG URL §5.1.
struct FormFields: Sendable {
    /// A field as it was sent, decoded.
    struct Field: Sendable {
        let name: String
        let value: String
    }

    /// Every field in the order sent.
    let all: [Field]

    init(_ body: [UInt8]) {
        all = body.split(separator: UInt8(ascii: "&")).map { field in
            let halves = field.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            return Field(name: Self.decode(halves[0]), value: halves.count > 1 ? Self.decode(halves[1]) : "")
        }
    }

    /// The value of a field; nil when it was not sent, or sent empty, and of a field sent twice, the first.
    subscript(name: String) -> String? {
        all.first { $0.name == name }.flatMap { $0.value.isEmpty ? nil : $0.value }
    }

    /// The values of a field in the order sent.
    func values(of name: String) -> [String] {
        all.filter { $0.name == name }.map(\.value)
    }

    /// `+` is a space; `%` that is not before two hex digits is literal.
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
