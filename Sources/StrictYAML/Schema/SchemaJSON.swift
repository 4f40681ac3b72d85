/// A JSON value whose members keep their order, and its text.
enum SchemaJSON {
    case object([(String, SchemaJSON)])
    case array([SchemaJSON])
    case string(String)
    case integer(Int)
    case number(Double)
    case bool(Bool)

    /// The value as text of several lines, two spaces deeper for each level.
    func text(indent: String = "") -> String {
        switch self {
        case .object(let members) where members.isEmpty: "{}"
        case .object(let members):
            Self.lines(members.map { Self.quoted($0.0) + ": " + $0.1.text(indent: indent + "  ") }, "{", "}", indent)
        case .array(let elements) where elements.allSatisfy(\.isScalar):
            "[" + elements.map { $0.text() }.joined(separator: ", ") + "]"
        case .array(let elements): Self.lines(elements.map { $0.text(indent: indent + "  ") }, "[", "]", indent)
        case .string(let text): Self.quoted(text)
        case .integer(let value): String(value)
        case .number(let value): value.plainText
        case .bool(let value): String(value)
        }
    }

    private var isScalar: Bool {
        switch self {
        case .object, .array: false
        default: true
        }
    }

    private static func lines(_ parts: [String], _ open: String, _ close: String, _ indent: String) -> String {
        open + "\n" + parts.map { indent + "  " + $0 }.joined(separator: ",\n") + "\n" + indent + close
    }

    /// A JSON string (RFC 8259 §7).
    private static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": quoted += "\\" + String(scalar)
            case "\n": quoted += "\\n"
            case "\t": quoted += "\\t"
            case ..<" ":
                let digits = String(scalar.value, radix: 16)
                quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}
