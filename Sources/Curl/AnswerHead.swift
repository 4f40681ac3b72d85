import NHSIdentifiers

/// The head of an upstream's answer, checked line by line as it comes.
///
/// libcurl is lenient: it takes `0x9d` for a length of 0, the last of two lengths, white space before a colon, bare
/// carriage returns, and the body behind a 101 for nothing. So its own reading counts for nothing here; an answer that
/// breaks one of these rules is refused, and its connection ends with it:
///
/// 1. A status line is `HTTP/1.0`, `HTTP/1.1` or `HTTP/2` and three digits. The final status is 200 to 599. Interim
///    answers are passed over and frame nothing; 101 is refused, since no request asks for another protocol.
/// 2. A name is a token, a value has no control characters. Any other byte passes as it came, in UTF-8 or not.
/// 3. The length is stated once: by `Content-Length` in digits, by `Transfer-Encoding: chunked` in HTTP/1.1, or by the
///    end of the connection.
/// 4. A line that continues a field (obsolete folding) becomes part of its value behind a space, except for the two
///    fields of rule 3, of which libcurl reads the first line alone.
///
/// - SeeAlso: RFC 9110 §5.5, §15; RFC 9112 §4, §5.2, §6; decisions D7, D8.
struct AnswerHead {
    /// The status of the final answer; 0 until there is one.
    private(set) var status = 0
    /// The fields of the final answer, in order; values are bytes, without outer white space.
    private(set) var fields: [(name: String, value: [UInt8])] = []
    /// True once the last line of the final head has come; a line after it is a trailer, which is not passed on.
    var isComplete: Bool { part == .body }

    private enum Part {
        case statusLine, fields, body
    }

    private var part = Part.statusLine
    private var version: [UInt8] = []
    private var bytes = 0
    private var lines = 0

    /// The limits of all lines of an answer: its head, those of interim answers, trailers.
    static let limits = (bytes: 64 * 1024, lines: 256)

    /// Takes the next line, with its end: CR LF or LF alone.
    mutating func take(_ line: [UInt8]) throws(AnswerRefusal) {
        (bytes, lines) = (bytes + line.count, lines + 1)
        guard bytes <= Self.limits.bytes, lines <= Self.limits.lines else { throw .headTooLong }
        var line = line[...]
        if line.last == UInt8(ascii: "\n") { line.removeLast() }
        if line.last == UInt8(ascii: "\r") { line.removeLast() }
        switch part {
        case .statusLine: try takeStatusLine(line)
        case .fields where line.isEmpty: try end()
        case .fields where line.first.map(Self.isSpace) == true: try fold(line)
        case .fields: try takeField(line)
        case .body: break
        }
    }

    private mutating func takeStatusLine(_ line: ArraySlice<UInt8>) throws(AnswerRefusal) {
        let words = line.split(separator: UInt8(ascii: " "), maxSplits: 2, omittingEmptySubsequences: false)
        guard let first = words.first, Self.versions.contains(Array(first)), words.count >= 2,
            HTTPFieldSyntax.isValue(line)
        else { throw .statusLine }
        guard words[1].count == 3, words[1].allSatisfy(Self.isDigit) else { throw .status }
        let status = words[1].reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
        guard (100...599).contains(status), status != 101 else { throw .status }
        (self.status, version, fields, part) = (status, Array(first), [], .fields)
    }

    private mutating func takeField(_ line: ArraySlice<UInt8>) throws(AnswerRefusal) {
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")), HTTPFieldSyntax.isName(line[..<colon]) else {
            throw .fieldName
        }
        let value = Self.trimmed(line[(colon + 1)...])
        guard HTTPFieldSyntax.isValue(value) else { throw .fieldValue }
        fields.append((String(decoding: line[..<colon], as: UTF8.self), Array(value)))
    }

    private mutating func fold(_ line: ArraySlice<UInt8>) throws(AnswerRefusal) {
        guard HTTPFieldSyntax.isValue(line) else { throw .fieldValue }
        guard let last = fields.popLast() else { throw .fieldName }
        guard !Self.framing.contains(last.name.lowercased()) else { throw .framing }
        let joined = last.value + [UInt8(ascii: " ")] + Self.trimmed(line)
        fields.append((last.name, Array(Self.trimmed(joined[...]))))
    }

    /// Ends a head: the final one, or an interim one, after which another follows.
    private mutating func end() throws(AnswerRefusal) {
        let lengths = values(of: "content-length")
        let codings = values(of: "transfer-encoding")
        guard status >= 200 else {
            guard lengths.isEmpty, codings.isEmpty else { throw .framing }
            (status, part) = (0, .statusLine)
            return
        }
        guard lengths.count + codings.count <= 1 else { throw .length }
        if let length = lengths.first {
            guard (1...18).contains(length.count), length.allSatisfy(Self.isDigit) else { throw .length }
            guard status != 204 || length == [UInt8(ascii: "0")] else { throw .framing }
        }
        if let coding = codings.first {
            guard String(decoding: coding, as: UTF8.self).lowercased() == "chunked", status != 204, status != 304,
                version == Self.chunkedVersion
            else { throw .framing }
        }
        part = .body
    }

    private func values(of name: String) -> [[UInt8]] {
        fields.filter { $0.name.lowercased() == name }.map(\.value)
    }

    private static let framing: Set = ["content-length", "transfer-encoding"]
    private static let chunkedVersion = Array("HTTP/1.1".utf8)
    /// HTTP/2 has no status line; libcurl writes one.
    private static let versions = ["HTTP/1.0", "HTTP/1.1", "HTTP/2"].map { Array($0.utf8) }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    /// `text` without the white space around it.
    private static func trimmed(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        guard let first = text.firstIndex(where: { !isSpace($0) }), let last = text.lastIndex(where: { !isSpace($0) })
        else { return [] }
        return text[first...last]
    }
}
