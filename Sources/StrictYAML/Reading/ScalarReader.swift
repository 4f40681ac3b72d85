import FoundationEssentials

/// The reason that a value does not fit its shape.
struct Misfit: Error {
    /// The problem, without its subject.
    let problem: String
    /// The remedy; nil if only an example can help.
    let suggestion: String?
}

/// Reads one scalar by the shape it should have.
struct ScalarReader {
    /// The text of the scalar.
    let text: String
    /// True if it is without quotation marks.
    let isPlain: Bool

    /// The value; `shape` is that of a scalar.
    func read(as shape: YAMLShape) throws(Misfit) -> YAMLContent {
        let content: YAMLContent? =
            switch shape {
            case .string(nil): text.contains { !$0.isWhitespace } ? .text(text) : nil
            case .string(let pattern?): pattern.matches(text) ? .text(text) : nil
            case .integer(let range): try integer(in: range)
            case .number(let range): try number(in: range)
            case .boolean: try boolean()
            case .duration: DurationText(text).map { .duration($0.duration) }
            case .byteSize: ByteSizeText(text).map { .byteSize($0.bytes) }
            case .url: isURL ? .text(text) : nil
            case .filePath, .secretFile: text.contains { !$0.isWhitespace } ? .text(text) : nil
            case .date: DateText.isDate(text) ? .text(text) : nil
            case .choice(let words): try choice(of: words)
            case .list, .mapping, .dictionary, .oneOf: nil
            }
        guard let content else { throw Misfit(problem: "is not \(shape.meaning)", suggestion: nil) }
        return content
    }

    /// Refuses a number or boolean in quotation marks, which YAML takes for text.
    private func refuseQuoted(_ shape: YAMLShape) throws(Misfit) {
        guard !isPlain else { return }
        throw Misfit(problem: "is text, not \(shape.meaning)", suggestion: "it without quotation marks")
    }

    private func integer(in range: ClosedRange<Int>) throws(Misfit) -> YAMLContent? {
        guard text.wholeMatch(of: /-?(?:0|[1-9][0-9]*)/) != nil else { return nil }
        try refuseQuoted(.integer(range))
        let value = Int(text) ?? (text.hasPrefix("-") ? .min : .max)
        guard range.contains(value) else {
            let nearest = min(max(value, range.lowerBound), range.upperBound)
            throw Misfit(problem: "is not \(YAMLShape.integer(range).meaning)", suggestion: String(nearest))
        }
        return .integer(value)
    }

    private func number(in range: ClosedRange<Double>) throws(Misfit) -> YAMLContent? {
        guard text.wholeMatch(of: /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?/) != nil, let value = Double(text) else {
            return nil
        }
        try refuseQuoted(.number(range))
        guard range.contains(value) else {
            let nearest = min(max(value, range.lowerBound), range.upperBound)
            throw Misfit(problem: "is not \(YAMLShape.number(range).meaning)", suggestion: nearest.plainText)
        }
        return .number(value)
    }

    private func boolean() throws(Misfit) -> YAMLContent? {
        switch text {
        case "true", "false":
            try refuseQuoted(.boolean)
            return .boolean(text == "true")
        default:
            let meant = ["yes": "true", "on": "true", "y": "true", "no": "false", "off": "false", "n": "false"]
            let word = text.lowercased()
            throw Misfit(problem: "is not \(YAMLShape.boolean.meaning)", suggestion: meant[word])
        }
    }

    private func choice(of words: [String]) throws(Misfit) -> YAMLContent? {
        if words.contains(text) { return .word(text) }
        let nearest = NearestName.nearest(to: text, in: words)
        throw Misfit(problem: "is not \(YAMLShape.choice(words).meaning)", suggestion: nearest)
    }

    private var isURL: Bool {
        guard text.wholeMatch(of: /[!-~]+/) != nil, let url = URLComponents(string: text) else { return false }
        return ["http", "https"].contains(url.scheme) && url.host?.isEmpty == false && url.user == nil
            && url.fragment == nil
    }
}
