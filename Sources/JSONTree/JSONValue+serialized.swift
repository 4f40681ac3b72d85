/// The characters of strings that are escaped, beyond the quotation mark and the backslash.
public enum JSONEscaping: Sendable {
    /// Those of RFC 8259 §7, each in its shortest form: `\n`, `\u0007`.
    case required
    /// Every control character, those of ISO 6429 too, as `\u000a`: for lines that are printed to terminals.
    case allControls
}

extension JSONValue {
    /// The document in its shortest form, in UTF-8, keys in the order held.
    public func serialized(escaping: JSONEscaping = .required) -> [UInt8] {
        var writer = JSONWriter(escaping: escaping, isIndented: false)
        writer.write(self)
        return writer.bytes
    }

    /// The document for people to read, keys in the order held: a line for each member, two spaces deeper for each
    /// level, and an array of scalars on one line.
    public func indented() -> String {
        var writer = JSONWriter(escaping: .required, isIndented: true)
        writer.write(self)
        return String(decoding: writer.bytes, as: UTF8.self)
    }
}

/// The writer of every document.
private struct JSONWriter {
    let escaping: JSONEscaping
    let isIndented: Bool
    var bytes: [UInt8] = []
    /// The number of containers around the value that is written.
    private var depth = 0

    init(escaping: JSONEscaping, isIndented: Bool) {
        self.escaping = escaping
        self.isIndented = isIndented
    }

    mutating func write(_ value: JSONValue) {
        switch value {
        case .object(let members):
            list(members, between: "{", and: "}", isOnOneLine: members.isEmpty) { writer, member in
                writer.write(member.key)
                writer.bytes += (writer.isIndented ? ": " : ":").utf8
                writer.write(member.value)
            }
        case .array(let elements):
            list(elements, between: "[", and: "]", isOnOneLine: elements.allSatisfy(\.isScalar)) { $0.write($1) }
        case .string(let text): write(text)
        case .number(let digits): bytes += digits.utf8
        case .bool(let value): bytes += (value ? "true" : "false").utf8
        case .null: bytes += "null".utf8
        }
    }

    private mutating func list<Part>(
        _ parts: [Part],
        between opening: Unicode.Scalar,
        and closing: Unicode.Scalar,
        isOnOneLine: Bool,
        _ write: (inout JSONWriter, Part) -> Void
    ) {
        bytes.append(UInt8(ascii: opening))
        depth += 1
        for (index, part) in parts.enumerated() {
            if index > 0 { bytes += (isIndented && isOnOneLine ? ", " : ",").utf8 }
            if !isOnOneLine { breakLine() }
            write(&self, part)
        }
        depth -= 1
        if !isOnOneLine { breakLine() }
        bytes.append(UInt8(ascii: closing))
    }

    private mutating func breakLine() {
        guard isIndented else { return }
        bytes.append(UInt8(ascii: "\n"))
        bytes += [UInt8](repeating: UInt8(ascii: " "), count: 2 * depth)
    }

    private mutating func write(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        for scalar in text.unicodeScalars {
            switch (scalar, escaping) {
            case ("\"", _), ("\\", _): bytes += [UInt8(ascii: "\\"), UInt8(ascii: scalar)]
            case ("\n", .required): bytes += "\\n".utf8
            case ("\r", .required): bytes += "\\r".utf8
            case ("\t", .required): bytes += "\\t".utf8
            case ("\u{0}"..."\u{1F}", _), ("\u{7F}"..."\u{9F}", .allControls):
                bytes += ("\\u00" + (scalar.value < 0x10 ? "0" : "") + String(scalar.value, radix: 16)).utf8
            default: bytes += scalar.utf8
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }
}

extension JSONValue {
    fileprivate var isScalar: Bool {
        switch self {
        case .object, .array: false
        default: true
        }
    }
}
