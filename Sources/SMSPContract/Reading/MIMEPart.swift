/// The media type of a field `Content-Type`, with its parameters.
///
/// - SeeAlso: RFC 9110 §8.3.1.
struct MIMEType {
    /// Type and subtype, lower case: `multipart/related`.
    let name: String
    private let parameters: [String: String]

    /// Nil for a missing or empty field.
    init?(_ field: String?) {
        guard let field else { return nil }
        var pieces = Self.pieces(of: field)[...]
        guard let name = pieces.popFirst()?.trimmed.lowercased(), !name.isEmpty else { return nil }
        self.name = name
        let pairs = pieces.compactMap { piece -> (String, String)? in
            guard let sign = piece.firstIndex(of: "=") else { return nil }
            return (
                String(piece[..<sign]).trimmed.lowercased(),
                Self.unquoted(String(piece[piece.index(after: sign)...]).trimmed)
            )
        }
        parameters = Dictionary(pairs) { first, _ in first }
    }

    /// The value of a parameter, named in lower case; nil if it is missing or empty.
    subscript(parameter: String) -> String? { parameters[parameter].flatMap { $0.isEmpty ? nil : $0 } }

    /// True if the body is in parts.
    var isMultipart: Bool { name.hasPrefix("multipart/") }

    /// The text between the semicolons that stand outside quotes.
    private static func pieces(of field: String) -> [String] {
        var pieces = [""]
        var (isQuoted, isEscaped) = (false, false)
        for letter in field {
            if letter == ";", !isQuoted {
                pieces.append("")
                continue
            }
            if letter == "\"", !isEscaped { isQuoted.toggle() }
            isEscaped = letter == "\\" && isQuoted && !isEscaped
            pieces[pieces.count - 1].append(letter)
        }
        return pieces
    }

    private static func unquoted(_ value: String) -> String {
        guard value.count >= 2, value.hasPrefix("\""), value.hasSuffix("\"") else { return value }
        return String(value.dropFirst().dropLast()).replacing(/\\(.)/) { String($0.1) }
    }
}

/// A part of a multipart body.
struct MIMEPart {
    /// The fields of the part.
    let fields: [HTTPField]
    /// The content, as it was sent.
    let body: [UInt8]

    /// True if the content is the bytes themselves, which every SOAP toolkit sends.
    var isUnencoded: Bool {
        let encoding = fields.value(of: "Content-Transfer-Encoding")?.lowercased() ?? "binary"
        return ["7bit", "8bit", "binary"].contains(encoding)
    }

    /// The part that holds the message: the one that `start` names, or else the first.
    ///
    /// - Returns: nil for a body that has no such part, or in which it does not end.
    /// - SeeAlso: RFC 2046 §5.1.1; RFC 2387 §3.2.
    static func root(of body: [UInt8], type: MIMEType) -> MIMEPart? {
        guard let boundary = type["boundary"], let parts = parts(of: body, boundary: boundary) else { return nil }
        guard let start = type["start"] else { return parts.first }
        return parts.first { $0.fields.value(of: "Content-ID") == start }
    }

    /// The parts between delimiters, up to the one that closes; nil if a part cannot be read or there is no such one.
    private static func parts(of body: [UInt8], boundary: String) -> [MIMEPart]? {
        let delimiter = Array("--\(boundary)".utf8)
        var parts: [MIMEPart] = []
        var start: Int?
        var line = 0
        while line < body.count {
            let end = body[line...].firstIndex(of: newline) ?? body.count
            if body[line..<end].starts(with: delimiter) {
                if let start {
                    guard let part = MIMEPart(body[start..<max(start, line)]) else { return nil }
                    parts.append(part)
                }
                if body[(line + delimiter.count)..<end].starts(with: Array("--".utf8)) { return parts }
                start = end + 1
            }
            line = end + 1
        }
        return nil
    }

    /// The part in the lines between two delimiters; nil if its fields do not end.
    private init?(_ lines: ArraySlice<UInt8>) {
        var fields: [HTTPField] = []
        var rest = lines
        while true {
            guard let end = rest.firstIndex(of: Self.newline) else { return nil }
            let line = String(decoding: rest[..<end], as: UTF8.self).trimmed
            rest = rest[(end + 1)...]
            if line.isEmpty { break }
            guard let colon = line.firstIndex(of: ":") else { continue }
            fields.append(HTTPField(String(line[..<colon]), String(line[line.index(after: colon)...]).trimmed))
        }
        // The line end before a delimiter belongs to the delimiter.
        if rest.last == Self.newline { rest.removeLast() }
        if rest.last == UInt8(ascii: "\r") { rest.removeLast() }
        self.fields = fields
        body = Array(rest)
    }

    private static let newline = UInt8(ascii: "\n")
}
