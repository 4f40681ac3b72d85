public import SMSPContract

/// Two SMSP answers side by side, for a person at a terminal.
public enum SideBySideText {
    private static let columnWidth = 40

    /// The lines: what a part is called, what the legacy endpoint says, what PDS FHIR says.
    ///
    /// A line whose two sides differ begins with `!`.
    public static func lines(legacy: ReceivedAnswer, fhir: ReceivedAnswer) -> [String] {
        var left = AnswerText.parts(of: legacy)
        var lines: [String] = []
        for (label, value) in AnswerText.parts(of: fhir) {
            if let index = left.firstIndex(where: { $0.label == label }) {
                // The lines before it have no counterpart.
                for part in left[..<index] { lines += row(part.label, part.value, "") }
                lines += row(label, left[index].value, value)
                left.removeSubrange(...index)
            } else {
                lines += row(label, "", value)
            }
        }
        for part in left { lines += row(part.label, part.value, "") }
        return lines
    }

    /// The names of the columns.
    public static let header = "  " + padded("", AnswerText.labelWidth) + padded("legacy", columnWidth) + "  fhir"

    private static func row(_ label: String, _ legacy: String, _ fhir: String) -> [String] {
        let (left, right) = (wrapped(legacy), wrapped(fhir))
        return (0..<max(left.count, right.count, 1)).map { index in
            let isFirst = index == 0
            let line =
                (isFirst && legacy != fhir ? "! " : "  ")
                + padded(isFirst ? label : "", AnswerText.labelWidth)
                + padded(index < left.count ? left[index] : "", columnWidth)
                + "  " + (index < right.count ? right[index] : "")
            return String(line.reversed().drop(while: \.isWhitespace).reversed())
        }
    }

    /// The text in lines of the column's width, broken between words.
    private static func wrapped(_ text: String) -> [String] {
        text.split(separator: " ").reduce(into: []) { lines, word in
            if let last = lines.last, last.count + 1 + word.count <= columnWidth {
                lines[lines.count - 1] += " " + word
            } else {
                lines.append(String(word))
            }
        }
    }

    private static func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }
}
