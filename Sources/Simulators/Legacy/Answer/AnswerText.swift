import SMSPContract

/// A text that PDS holds, as an answer may carry it.
enum AnswerText {
    /// The text without what XML cannot carry; nil when nothing but white space is left (decision D11).
    static func text(_ held: String?) -> String? {
        guard let held else { return nil }
        let text = String(String.UnicodeScalarView(held.unicodeScalars.filter(isCarriedByXML)))
        return text.unicodeScalars.allSatisfy(\.properties.isWhitespace) ? nil : text
    }

    /// A telephone number or e-mail address as the URI that the schema asks for (decision D16).
    ///
    /// A scheme that was typed is kept, in lower case; nil if nothing follows it.
    static func uri(_ held: String?, scheme: String) -> String? {
        guard let text = text(held) else { return nil }
        let scalars = text.unicodeScalars
        for typed in ["tel:", "mailto:"] where String(scalars.prefix(typed.count)).lowercased() == typed {
            return self.text(String(scalars.dropFirst(typed.count))).map { typed + escaped($0) }
        }
        return scheme + ":" + escaped(text)
    }

    /// The text with the characters that a URI excludes escaped: stray `%`, brackets, every `#` but the first.
    ///
    /// All else stays, blanks included: the schema allows them, and PDS's values are not to be tidied.
    private static func escaped(_ text: String) -> String {
        var escaped = ""
        var rest = text.unicodeScalars[...]
        var hasFragment = false
        while let scalar = rest.popFirst() {
            switch scalar {
            case "%" where !rest.startsWithTwoHexDigits: escaped += "%25"
            case "[": escaped += "%5B"
            case "]": escaped += "%5D"
            case "#" where hasFragment: escaped += "%23"
            default:
                hasFragment = hasFragment || scalar == "#"
                escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }

    /// - SeeAlso: XML 1.0 §2.2, production Char.
    private static func isCarriedByXML(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x9, 0xA, 0xD: true
        case ..<0x20, 0xFFFE, 0xFFFF: false
        default: true
        }
    }
}

extension Substring.UnicodeScalarView {
    fileprivate var startsWithTwoHexDigits: Bool {
        let start = prefix(2)
        return start.count == 2 && start.allSatisfy { $0.isASCII && $0.properties.isASCIIHexDigit }
    }
}
