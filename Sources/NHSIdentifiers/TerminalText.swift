/// Text of others as it may go to a terminal.
///
/// Control characters move the cursor, set titles and colours, and rewrite what was printed; bidirectional controls show
/// characters in another order than they have.
public enum TerminalText {
    /// The text with every such character written as its number, `\u{9B}`; line feeds and tabs stay.
    ///
    /// - Parameter isOneLine: True if line feeds and tabs are escaped too.
    public static func escaped(_ text: String, isOneLine: Bool = false) -> String {
        replacing(text) { scalar in
            let isKept = !isOneLine && (scalar == "\n" || scalar == "\t")
            return isHarmful(scalar) && !isKept ? "\\u{\(String(scalar.value, radix: 16, uppercase: true))}" : nil
        }
    }

    /// A JSON text with every such character written as `\u009b`, which is the same text to a reader of JSON.
    public static func escapedJSON(_ text: String) -> String {
        replacing(text) { scalar in
            guard isHarmful(scalar), scalar != "\n", scalar != "\t" else { return nil }
            let digits = String(scalar.value, radix: 16)
            return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        }
    }

    private static func replacing(_ text: String, _ replacement: (Unicode.Scalar) -> String?) -> String {
        // Most text has none.
        guard text.unicodeScalars.contains(where: { replacement($0) != nil }) else { return text }
        var result = ""
        for scalar in text.unicodeScalars {
            if let replacement = replacement(scalar) {
                result += replacement
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// True for controls, line and paragraph separators, and bidirectional controls; all are below U+10000.
    private static func isHarmful(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator: true
        case .format: scalar.properties.isBidiControl
        default: false
        }
    }
}
