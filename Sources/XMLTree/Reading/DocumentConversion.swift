import CLibXML2
import Glibc
import NHSIdentifiers

extension XMLDocument {
    /// Returns a document in UTF-8, in which every reader of this project reads: the bytes themselves if that is what they
    /// are, otherwise a copy, converted and without its XML declaration.
    ///
    /// The encoding is that of the byte order mark, or else of the XML declaration, or else UTF-8. The transport's word
    /// counts only where the document says nothing and is no UTF-8, since clients and servers label UTF-8 wrongly.
    ///
    /// - Parameter charset: the encoding that the transport names, as in `Content-Type`; nil if it names none.
    /// - Throws: ``XMLParseError/unsupportedEncoding(_:)`` for an encoding that is not converted, and
    ///   ``XMLParseError/notWellFormed(code:line:offset:)`` for bytes that are not in the encoding that is named.
    /// - SeeAlso: XML 1.0 §4.3.3 and appendix F; note N27.
    public static func utf8(_ bytes: [UInt8], charset: String? = nil) throws(XMLParseError) -> [UInt8] {
        if let mark = ByteOrder.of(bytes) {
            return withoutDeclaration(try converted(bytes.dropFirst(mark.markLength), from: mark.encoding))
        }
        guard bytes.withoutByteOrderMark.count == bytes.count else { return bytes }
        let declared = DocumentEncoding.declaredEncoding(of: bytes[...])
        guard let name = declared ?? (DocumentEncoding.isUTF8(bytes) ? nil : charset) else { return bytes }
        switch name.uppercased() {
        case "UTF-8", "UTF8", "US-ASCII": return bytes
        default: return withoutDeclaration(try converted(bytes[...], from: name))
        }
    }

    /// `text` without its XML declaration, which names an encoding that it is no longer in.
    private static func withoutDeclaration(_ text: [UInt8]) -> [UInt8] {
        guard text.starts(with: "<?xml".utf8), let end = text.firstIndex(of: UInt8(ascii: ">")) else { return text }
        return Array(text[(end + 1)...])
    }

    private static func converted(_ bytes: ArraySlice<UInt8>, from name: String) throws(XMLParseError) -> [UInt8] {
        guard ConvertedEncoding.isConverted(name), let converter = EncodingConverter(from: name) else {
            throw .unsupportedEncoding(name)
        }
        guard let text = converter.convert(Array(bytes)) else {
            throw .notWellFormed(code: Int(XML_ERR_INVALID_ENCODING.rawValue), line: 1, offset: 0)
        }
        return text
    }
}

/// The encodings that are converted: those of which a character is one byte, and UTF-16 and UTF-32.
///
/// Never one with escape sequences (ISO-2022, UTF-7): no British system is known to send them, and their converters have
/// had faults that a server can trigger.
private enum ConvertedEncoding {
    static func isConverted(_ name: String) -> Bool {
        [
            /(?i)ISO[-_]?8859-(?:[1-9]|1[013456])|LATIN1/, /(?i)(?:WINDOWS-|CP)125[0-8]/, /(?i)UTF-(?:16|32)(?:LE|BE)?/,
        ]
        .contains { name.wholeMatch(of: $0) != nil }
    }
}

/// The order of the bytes of UTF-16 or UTF-32, as the first of them show it.
private struct ByteOrder {
    let encoding: String
    /// The length of the byte order mark; 0 without one.
    let markLength: Int

    /// Nil for a document in an encoding that has ASCII's bytes.
    static func of(_ bytes: [UInt8]) -> ByteOrder? {
        known.first { bytes.starts(with: $0.bytes) }?.order
    }

    /// The longer ones first: a mark of UTF-32 begins with one of UTF-16.
    private static let known: [(bytes: [UInt8], order: ByteOrder)] = [
        ([0x00, 0x00, 0xFE, 0xFF], ByteOrder(encoding: "UTF-32BE", markLength: 4)),
        ([0xFF, 0xFE, 0x00, 0x00], ByteOrder(encoding: "UTF-32LE", markLength: 4)),
        ([0x00, 0x00, 0x00, 0x3C], ByteOrder(encoding: "UTF-32BE", markLength: 0)),
        ([0x3C, 0x00, 0x00, 0x00], ByteOrder(encoding: "UTF-32LE", markLength: 0)),
        ([0xFE, 0xFF], ByteOrder(encoding: "UTF-16BE", markLength: 2)),
        ([0xFF, 0xFE], ByteOrder(encoding: "UTF-16LE", markLength: 2)),
        ([0x00, 0x3C], ByteOrder(encoding: "UTF-16BE", markLength: 0)),
        ([0x3C, 0x00], ByteOrder(encoding: "UTF-16LE", markLength: 0)),
    ]
}

/// A conversion to UTF-8 by the C library, good for one text.
@safe private struct EncodingConverter: ~Copyable {
    private let descriptor: iconv_t

    /// Nil for an encoding that the C library does not know.
    init?(from name: String) {
        guard let descriptor = unsafe iconv_open("UTF-8", name), Int(bitPattern: descriptor) != -1 else {
            return nil
        }
        unsafe self.descriptor = descriptor
    }

    deinit {
        unsafe iconv_close(descriptor)
    }

    /// The text in UTF-8; nil for bytes that are not in the encoding.
    func convert(_ bytes: [UInt8]) -> [UInt8]? {
        var bytes = bytes
        // No byte of a one-byte encoding takes more than three in UTF-8, and no other encoding grows more than that.
        let capacity = bytes.count * 3 + 4
        var isConverted = false
        let text = unsafe [UInt8](unsafeUninitializedCapacity: capacity) { output, count in
            unsafe bytes.withUnsafeMutableBytes { input in
                var source = unsafe input.baseAddress?.assumingMemoryBound(to: CChar.self)
                var sourceLeft = input.count
                var target = unsafe UnsafeMutableRawPointer(output.baseAddress)?.assumingMemoryBound(to: CChar.self)
                var targetLeft = capacity
                let result = unsafe iconv(descriptor, &source, &sourceLeft, &target, &targetLeft)
                isConverted = result != -1 && sourceLeft == 0
                count = capacity - targetLeft
            }
        }
        return isConverted ? text : nil
    }
}
