/// Finds the tags of a document that is known to be well-formed and to have no document type, without reading it.
struct TagScanner {
    /// A start tag.
    struct StartTag {
        /// The range of its name.
        let name: Range<Int>
        /// The position of its `>` or `/>`.
        let end: Range<Int>
        /// True if it is an end tag as well.
        let isEmpty: Bool
    }

    private let bytes: [UInt8]
    private var offset = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Moves past the next start tag.
    mutating func nextStartTag() -> StartTag? {
        while let start = bytes[offset...].firstIndex(of: UInt8(ascii: "<")) {
            offset = start
            if skipsMarkup() { continue }
            guard let end = tagEnd() else { return nil }
            guard !bytes[start...].starts(with: "</".utf8) else { continue }
            let name = bytes[(start + 1)..<end].prefix { !" \t\r\n/>".utf8.contains($0) }
            let isEmpty = bytes[end - 1] == UInt8(ascii: "/")
            return StartTag(
                name: name.startIndex..<name.endIndex,
                end: (isEmpty ? end - 1 : end)..<(end + 1),
                isEmpty: isEmpty
            )
        }
        return nil
    }

    /// The runs of text and CDATA sections up to the next tag; comments and processing instructions lie between them.
    mutating func textRuns() -> [Range<Int>] {
        var runs: [Range<Int>] = []
        while true {
            let start = offset
            offset = bytes[offset...].firstIndex(of: UInt8(ascii: "<")) ?? bytes.count
            if start < offset { runs.append(start..<offset) }
            let markup = offset
            let isSection = bytes[offset...].starts(with: "<![CDATA[".utf8)
            guard skipsMarkup() else { return runs }
            if isSection { runs.append(markup..<offset) }
        }
    }

    /// Moves past a comment, a CDATA section or a processing instruction that begins here; whether one does.
    private mutating func skipsMarkup() -> Bool {
        for (begin, end) in [("<!--", "-->"), ("<![CDATA[", "]]>"), ("<?", "?>")]
        where bytes[offset...].starts(with: begin.utf8) {
            offset += begin.utf8.count
            while offset < bytes.count, !bytes[offset...].starts(with: end.utf8) { offset += 1 }
            offset = min(offset + end.utf8.count, bytes.count)
            return true
        }
        return false
    }

    /// Moves past the tag that begins here; returns the position of its `>`, nil if it has none.
    private mutating func tagEnd() -> Int? {
        var quote: UInt8?
        while offset < bytes.count {
            let byte = bytes[offset]
            offset += 1
            if let open = quote {
                if byte == open { quote = nil }
            } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                quote = byte
            } else if byte == UInt8(ascii: ">") {
                return offset - 1
            }
        }
        return nil
    }
}
