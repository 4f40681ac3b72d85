/// The place of a text, which decides the characters to escape.
enum TextPlace {
    /// Between tags.
    case content
    /// Between the quotation marks of an attribute value.
    case attribute
}

extension [UInt8] {
    /// Appends the UTF-8 of `text`, escaped for `place`.
    mutating func append(escaping text: String, in place: TextPlace) {
        let utf8 = text.utf8
        var run = utf8.startIndex
        var index = run
        while index < utf8.endIndex {
            if let replacement = Self.replacement(ofCharacterAt: index, in: text, place) {
                self += utf8[run..<index]
                self += replacement.utf8
                index = text.unicodeScalars.index(after: index)
                run = index
            } else {
                index = utf8.index(after: index)
            }
        }
        self += utf8[run...]
    }

    /// The escape of the character that begins with the byte at `index`; nil if it is written as it is.
    ///
    /// White space that a parser would normalise becomes a reference, so that it comes back as it was.
    private static func replacement(
        ofCharacterAt index: String.Index,
        in text: String,
        _ place: TextPlace
    ) -> String? {
        switch text.utf8[index] {
        case UInt8(ascii: "&"): "&amp;"
        case UInt8(ascii: "<"): "&lt;"
        case UInt8(ascii: ">"): "&gt;"
        case UInt8(ascii: "\""): place == .attribute ? "&quot;" : nil
        case UInt8(ascii: "\t"): place == .attribute ? "&#9;" : nil
        case UInt8(ascii: "\n"): place == .attribute ? "&#10;" : nil
        case UInt8(ascii: "\r"): "&#13;"
        // The characters that XML cannot hold begin with these bytes: control characters, and U+FFFE and U+FFFF.
        case 0..<0x20, 0xEF: XMLCharacter.isAllowed(text.unicodeScalars[index]) ? nil : "\u{FFFD}"
        default: nil
        }
    }
}
