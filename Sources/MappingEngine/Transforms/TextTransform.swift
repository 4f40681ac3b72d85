import SMSPContract

/// The transforms of text: `text`, `joined` and `lines`.
enum TextTransform {
    /// `text`: the text without the characters that XML forbids; nil when nothing but white space is left.
    static func text(_ text: String, note: (MappingDiagnostic.Kind) -> Void) -> String? {
        let allowed = allowedInXML(text, note: note)
        guard !isWhite(allowed) else {
            note(.whiteSpaceOnly)
            return nil
        }
        return allowed
    }

    /// `joined`: the texts that are there, joined by one space; nil when none is.
    static func joined(_ texts: [String?], note: (MappingDiagnostic.Kind) -> Void) -> String? {
        let parts = texts.compactMap(\.self).compactMap { text($0, note: note) }
        return parts.isEmpty ? nil : parts.joined(separator: " ")
    }

    /// `lines`: each text in its place, a blank line for a null and for white space; nil when there is no place at all.
    ///
    /// A record with more lines than an address takes loses the last of them.
    static func lines(_ texts: [String?], note: (MappingDiagnostic.Kind) -> Void) -> [String]? {
        guard !texts.isEmpty else { return nil }
        if texts.count > PostalAddress.lineCount { note(.surplusLines) }
        return texts.prefix(PostalAddress.lineCount).map { line in line.flatMap { text($0, note: note) } ?? "" }
    }

    /// The text without the characters that XML 1.0 cannot carry.
    ///
    /// - SeeAlso: XML 1.0 §2.2, production Char.
    static func allowedInXML(_ text: String, note: (MappingDiagnostic.Kind) -> Void) -> String {
        guard text.unicodeScalars.contains(where: { !isAllowedInXML($0) }) else { return text }
        note(.forbiddenCharacters)
        return String(String.UnicodeScalarView(text.unicodeScalars.filter(isAllowedInXML)))
    }

    /// True if the text is only white space.
    static func isWhite(_ text: String) -> Bool {
        text.unicodeScalars.allSatisfy(\.properties.isWhitespace)
    }

    private static func isAllowedInXML(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x9, 0xA, 0xD, 0x20...0xD7FF, 0xE000...0xFFFD, 0x10000...0x10FFFF: true
        default: false
        }
    }
}
