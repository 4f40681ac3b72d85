import NHSIdentifiers

/// The writer of the heads of answers.
///
/// Whatever it is given, it writes one head and nothing behind it: framing is its own, a name that is no token is left
/// out with its field, and a control character becomes a space. An answer that passes through has been refused for
/// these before (decision D8), so that its fields are written byte for byte.
enum AnswerHeadWriter {
    /// The head of an answer, with the empty line that ends it.
    ///
    /// - Parameters:
    ///   - status: 200 to 599; any other is written as 500.
    ///   - isOld: True for HTTP/1.0.
    ///   - fields: The fields in their order, with values as bytes; those of framing are left out.
    ///   - length: The length of the body that follows.
    ///   - isKept: True if the connection stays open.
    static func head(
        status: Int,
        reason: String,
        isOld: Bool,
        fields: [(name: String, value: [UInt8])],
        length: Int,
        isKept: Bool
    ) -> [UInt8] {
        let status = (200...599).contains(status) ? status : 500
        var head = Array("HTTP/1.\(isOld ? 0 : 1) \(status) ".utf8)
        append(Array(reason.utf8), to: &head)
        if hasBody(status) { append("Content-Length", Array("\(length)".utf8), to: &head) }
        for field in fields where HTTPFieldSyntax.isName(field.name.utf8) {
            if !framing.contains(field.name.lowercased()) { append(field.name, field.value, to: &head) }
        }
        if !isKept { append("Connection", Array("close".utf8), to: &head) }
        return head + lineEnd
    }

    /// True if an answer with this status has a body, be it an empty one.
    static func hasBody(_ status: Int) -> Bool { status != 204 && status != 304 }

    private static func append(_ name: String, _ value: [UInt8], to head: inout [UInt8]) {
        head += Array(name.utf8) + [UInt8(ascii: ":"), UInt8(ascii: " ")]
        append(value, to: &head)
    }

    /// Appends a line's last part and the line's end.
    private static func append(_ value: [UInt8], to head: inout [UInt8]) {
        head += HTTPFieldSyntax.isValue(value) ? value : value.map { HTTPFieldSyntax.isValue([$0]) ? $0 : 0x20 }
        head += lineEnd
    }

    private static let lineEnd: [UInt8] = [0x0D, 0x0A]
    /// The names of fields that say where an answer ends, or what the connection is for.
    private static let framing: Set = [
        "connection", "content-length", "keep-alive", "proxy-connection", "te", "trailer", "transfer-encoding",
        "upgrade",
    ]
}
