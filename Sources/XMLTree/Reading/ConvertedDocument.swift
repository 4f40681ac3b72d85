import NHSIdentifiers

/// A document in an encoding other than UTF-8, converted to it.
///
/// Only where declaration and bytes agree: the XML declaration counts, and without one the charset that the bearer of
/// the document tells, and of UTF-16 the byte order mark. Bytes that hold a character of UTF-8 under another label are left
/// alone, since the label is the likelier mistake; so are bytes that the declared encoding gives no letter or sign for.
///
/// - SeeAlso: XML 1.0 §4.3.3 and appendix F; decision D73.
public enum ConvertedDocument {
    /// `bytes` in UTF-8, with an XML declaration that says so.
    ///
    /// - Parameter charset: The charset of the HTTP field `Content-Type`; nil if it names none.
    /// - Returns: nil if the document is to be read as it is: it is declared to be UTF-8 or not declared, its
    ///   encoding is not one of ISO-8859-1, windows-1252 and UTF-16, or declaration and bytes disagree.
    public static func utf8(_ bytes: [UInt8], charset: String?) -> [UInt8]? {
        if DocumentEncoding.isUTF16(bytes) { return utf16(bytes, charset: charset) }
        let declared = DocumentEncoding.declaredEncoding(of: bytes[...])
        guard let label = declared ?? charset,
            let table = upperControls(of: label),
            // ASCII alone is what its XML declaration calls it, and UTF-8 where only the charset says otherwise.
            declared != nil || bytes.contains(where: { $0 > 0x7F }),
            // Also where it is not UTF-8 as a whole: one broken byte must not turn every other name into signs.
            !DocumentEncoding.holdsSequenceOfUTF8(bytes)
        else { return nil }
        var text = String.UnicodeScalarView()
        for byte in bytes {
            guard (0x80...0x9F).contains(byte) else {
                text.append(Unicode.Scalar(byte))
                continue
            }
            guard let scalar = table[Int(byte) - 0x80] else { return nil }
            text.append(scalar)
        }
        return relabelled(Array(String(text).utf8))
    }

    private static func utf16(_ bytes: [UInt8], charset: String?) -> [UInt8]? {
        let isBigEndian = bytes.starts(with: [0xFE, 0xFF]) || bytes.starts(with: [0x00])
        let isMarked = bytes[0] >= 0xFE
        let body = bytes.dropFirst(isMarked ? 2 : 0)
        guard body.count.isMultiple(of: 2) else { return nil }
        let units = stride(from: body.startIndex, to: body.endIndex, by: 2).map { index in
            let (first, second) = (UInt16(body[index]), UInt16(body[index + 1]))
            return isBigEndian ? first << 8 | second : second << 8 | first
        }
        guard let text = String(validating: units, as: UTF16.self) else { return nil }
        let converted = Array(text.utf8)
        let declared = DocumentEncoding.declaredEncoding(of: converted[...])
        let label = declared ?? (isMarked ? "UTF-16" : charset)
        guard let label, ["UTF-16", isBigEndian ? "UTF-16BE" : "UTF-16LE"].contains(label.uppercased()) else {
            return nil
        }
        return relabelled(converted)
    }

    /// The characters of the bytes 0x80 to 0x9F in an encoding of one byte a character, nil for a byte without one;
    /// nil if `label` names no such encoding.
    ///
    /// In ISO-8859-1 they are control characters, which no message holds: those bytes come from another encoding.
    private static func upperControls(of label: String) -> [Unicode.Scalar?]? {
        switch label.uppercased() {
        case "ISO-8859-1": Array(repeating: nil, count: 32)
        case "WINDOWS-1252":
            [
                "\u{20AC}", nil, "\u{201A}", "\u{192}", "\u{201E}", "\u{2026}", "\u{2020}", "\u{2021}", "\u{2C6}",
                "\u{2030}", "\u{160}", "\u{2039}", "\u{152}", nil, "\u{17D}", nil, nil, "\u{2018}", "\u{2019}",
                "\u{201C}", "\u{201D}", "\u{2022}", "\u{2013}", "\u{2014}", "\u{2DC}", "\u{2122}", "\u{161}",
                "\u{203A}", "\u{153}", nil, "\u{17E}", "\u{178}",
            ]
        default: nil
        }
    }

    /// The document with UTF-8 for the encoding that its XML declaration names.
    private static func relabelled(_ bytes: [UInt8]) -> [UInt8] {
        guard let name = DocumentEncoding.declaredName(of: bytes[...]) else { return bytes }
        var bytes = bytes
        bytes.replaceSubrange(name.indices, with: "UTF-8".utf8)
        return bytes
    }
}
