import CLibXML2
import NHSIdentifiers

/// The checks of a document's bytes before libxml2 reads them.
///
/// libxml2 would convert other encodings, takes a NUL after the root for the end of the document, and has been seen
/// to print bytes that it could not convert. Here they are refused, so that it has nothing to convert.
enum DocumentEncoding {
    /// Checks that `bytes` are UTF-8, or US-ASCII where the XML declaration says so, and hold something.
    static func check(_ bytes: [UInt8]) throws(XMLParseError) {
        guard !isUTF16(bytes) else { throw .unsupportedEncoding("UTF-16") }
        let text = bytes.withoutByteOrderMark
        guard text.contains(where: { !isWhiteSpace($0) }) else { throw .empty }
        let encoding = declaredEncoding(of: text) ?? "UTF-8"
        switch encoding.uppercased() {
        case "UTF-8", "UTF8":
            try checkUTF8(bytes)
        case "US-ASCII":
            if let offset = bytes.firstIndex(where: { $0 > 0x7F }) {
                throw mistake(XML_ERR_INVALID_ENCODING, in: bytes, at: offset)
            }
        default:
            throw .unsupportedEncoding(encoding)
        }
        if let offset = bytes.firstIndex(of: 0) {
            throw mistake(XML_ERR_INVALID_CHAR, in: bytes, at: offset)
        }
    }

    /// True if `bytes` are well-formed UTF-8.
    static func isUTF8(_ bytes: [UInt8]) -> Bool { (try? UTF8Span(validating: bytes.span)) != nil }

    /// True if a character of UTF-8 that takes several bytes is among `bytes`, whatever the rest is.
    ///
    /// In encodings of one byte a character, it would be an accented letter before signs, which no name has.
    static func holdsSequenceOfUTF8(_ bytes: [UInt8]) -> Bool {
        bytes.indices.contains { start in
            let length =
                switch bytes[start] {
                case 0xC2...0xDF: 2
                case 0xE0...0xEF: 3
                case 0xF0...0xF4: 4
                default: 0
                }
            return length > 0 && start + length <= bytes.count
                && isUTF8(Array(bytes[start..<start + length]))
        }
    }

    /// True if the document begins with a byte order mark of UTF-16, or with its `<`.
    static func isUTF16(_ bytes: [UInt8]) -> Bool {
        [[0xFE, 0xFF], [0xFF, 0xFE], [0x3C, 0x00], [0x00, 0x3C]].contains { bytes.starts(with: $0) }
    }

    /// The place of the encoding's name in the XML declaration; nil if it has none, or if there is no declaration.
    ///
    /// Nil too for a declaration that is not one by its grammar: libxml2 refuses that.
    ///
    /// - SeeAlso: XML 1.0, productions 23, 80 and 81.
    static func declaredName(of text: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        guard text.starts(with: "<?xml".utf8) else { return nil }
        var rest = text.dropFirst(5).prefix { $0 != UInt8(ascii: ">") }
        while true {
            rest = rest.drop(while: isWhiteSpace)
            let name = rest.prefix(while: isLetter)
            rest = rest.dropFirst(name.count).drop(while: isWhiteSpace)
            guard rest.first == UInt8(ascii: "=") else { return nil }
            rest = rest.dropFirst().drop(while: isWhiteSpace)
            guard let quote = rest.first, quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else { return nil }
            let value = rest.dropFirst().prefix { $0 != quote }
            rest = rest.dropFirst(value.count + 2)
            guard name.elementsEqual("encoding".utf8) else { continue }
            guard let first = value.first, isLetter(first), value.allSatisfy(isNameByte) else { return nil }
            return value
        }
    }

    /// The encoding that the XML declaration names, cut to 40 characters; nil as in ``declaredName(of:)``.
    static func declaredEncoding(of text: ArraySlice<UInt8>) -> String? {
        declaredName(of: text).map { String(decoding: $0.prefix(40), as: UTF8.self) }
    }

    private static func checkUTF8(_ bytes: [UInt8]) throws(XMLParseError) {
        do {
            _ = try UTF8Span(validating: bytes.span)
        } catch {
            throw mistake(XML_ERR_INVALID_ENCODING, in: bytes, at: error.byteOffsets.lowerBound)
        }
    }

    private static func mistake(_ code: xmlParserErrors, in bytes: [UInt8], at offset: Int) -> XMLParseError {
        let line = bytes[..<offset].count { $0 == UInt8(ascii: "\n") } + 1
        return .notWellFormed(code: Int(code.rawValue), line: line, offset: offset)
    }

    private static func isWhiteSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        isLetter(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
            || [UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-")].contains(byte)
    }
}
