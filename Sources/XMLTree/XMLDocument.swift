import CLibXML2

/// Reads XML documents.
///
/// No document type, no entities but the five predefined ones, no network, no files; bounded in size, depth and
/// attributes; nothing is ever printed.
public enum XMLDocument {
    /// Reads a document; its root element.
    ///
    /// The bytes are UTF-8, with or without byte order mark and XML declaration.
    public static func parse(_ bytes: [UInt8], limits: XMLLimits = .standard) throws(XMLParseError) -> XMLElement {
        guard bytes.count <= limits.bytes else { throw .tooLarge(limit: limits.bytes) }
        guard isUTF8(bytes) else { throw .encoding }
        // libxml2 looks for duplicate attributes in quadratic time before it reports the first of them, so that a
        // limit in its callback would come too late: 230 ms for one hostile tag of 256 KB.
        guard largestTag(in: bytes) <= limits.attributes else { throw .tooManyAttributes(limit: limits.attributes) }
        let builder = TreeBuilder(limits: limits)
        try builder.read(bytes)
        guard let root = builder.root else {
            throw .notWellFormed(code: Int32(XML_ERR_DOCUMENT_EMPTY.rawValue), line: 1)
        }
        return root
    }

    /// Whether the document is UTF-8 by its bytes and by what its declaration says.
    private static func isUTF8(_ bytes: [UInt8]) -> Bool {
        guard String(validating: bytes, as: UTF8.self) != nil else { return false }
        let head = String(decoding: bytes.prefix(256), as: UTF8.self)
        guard let declaration = head.prefixMatch(of: /\u{FEFF}?<\?xml[^>]*?encoding\s*=\s*["']([^"']*)["']/) else {
            return true
        }
        return ["utf-8", "us-ascii", "ascii"].contains(declaration.1.lowercased())
    }

    /// The greatest number of `=` between a `<` and the next `>`: no tag has more attributes than that.
    private static func largestTag(in bytes: [UInt8]) -> Int {
        var largest = 0
        var count = 0
        var isInside = false
        for byte in bytes {
            switch byte {
            case UInt8(ascii: "<"):
                isInside = true
                count = 0
            case UInt8(ascii: ">"):
                isInside = false
            case UInt8(ascii: "=") where isInside:
                count += 1
                largest = max(largest, count)
            default: break
            }
        }
        return largest
    }
}
