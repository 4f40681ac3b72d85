/// Counts the attributes of each tag of a document, namespace declarations included, without parsing it.
///
/// The count is exact as far as the document is well-formed, and no further does libxml2 read.
struct AttributeCount {
    private let bytes: [UInt8]
    private let limit: Int
    private var offset = 0

    /// Refuses a document with a tag that has more than `limit` attributes.
    static func check(_ bytes: [UInt8], limit: Int) throws(XMLParseError) {
        var count = AttributeCount(bytes: bytes, limit: limit)
        try count.checkTags()
    }

    private init(bytes: [UInt8], limit: Int) {
        self.bytes = bytes
        self.limit = limit
    }

    private mutating func checkTags() throws(XMLParseError) {
        while let start = bytes[offset...].firstIndex(of: UInt8(ascii: "<")) {
            offset = start
            if take("<!--") {
                skip(past: "-->")
            } else if take("<![CDATA[") {
                skip(past: "]]>")
            } else if take("<?") {
                skip(past: "?>")
            } else if take("<!") {
                // A document type, or a mistake: libxml2 reads no further.
                return
            } else {
                try checkTag()
            }
        }
    }

    /// Moves past a tag; the reading position is at its `<`, and each `=` outside quotation marks is an attribute.
    private mutating func checkTag() throws(XMLParseError) {
        var count = 0
        var quote: UInt8?
        while offset < bytes.count {
            let byte = bytes[offset]
            offset += 1
            switch byte {
            case quote:
                quote = nil
            case _ where quote != nil:
                continue
            case UInt8(ascii: "\""), UInt8(ascii: "'"):
                quote = byte
            case UInt8(ascii: "="):
                count += 1
                guard count <= limit else { throw .tooManyAttributes(limit: limit) }
            case UInt8(ascii: ">"):
                return
            default:
                continue
            }
        }
    }

    /// Moves past `text` if it is at the reading position; returns true if it was.
    private mutating func take(_ text: String) -> Bool {
        guard bytes[offset...].starts(with: text.utf8) else { return false }
        offset += text.utf8.count
        return true
    }

    /// Moves past the next `text`, or to the end of the document.
    private mutating func skip(past text: String) {
        while let first = text.utf8.first, let candidate = bytes[offset...].firstIndex(of: first) {
            offset = candidate
            guard !take(text) else { return }
            offset += 1
        }
        offset = bytes.count
    }
}
