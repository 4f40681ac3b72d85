/// A form that text must have as a whole.
public struct YAMLPattern: Sendable {
    /// The regular expression, in what Swift and ECMA 262 have in common; it has to fit the whole text.
    public let expression: String
    /// The name of text of this form, after "is not": `an ODS code`.
    public let meaning: String
    /// Text of this form.
    public let example: String

    /// A pattern of these properties.
    ///
    /// - Precondition: `expression` is a regular expression, and `example` fits it.
    public init(_ expression: String, meaning: String, example: String) {
        self.expression = expression
        self.meaning = meaning
        self.example = example
        precondition(matches(example), "the example \(example) does not fit the pattern \(expression)")
    }

    /// Any text, also none.
    public static let anyText = YAMLPattern(#"[\s\S]*"#, meaning: "text", example: "text")

    /// True if `text` as a whole has this form.
    func matches(_ text: String) -> Bool {
        // A compiled `Regex` is not Sendable, so that it is compiled for each text; files are small and read once.
        guard let regex = try? Regex(expression) else {
            preconditionFailure("\(expression) is no regular expression")
        }
        return text.wholeMatch(of: regex) != nil
    }
}
