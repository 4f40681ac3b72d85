extension YAMLShape {
    /// The name of a value of this shape, after "is not".
    var meaning: String {
        switch self {
        case .string(nil): "text"
        case .string(let pattern?): pattern.meaning
        case .integer(let range): "a whole number" + Self.bounds(range, lowest: .min, highest: .max, String.init)
        case .number(let range): "a number" + Self.bounds(range, lowest: -.infinity, highest: .infinity, \.plainText)
        case .boolean: "true or false"
        case .duration: "a duration"
        case .byteSize: "a size in bytes"
        case .url: "an http or https URL"
        case .filePath, .secretFile: "a path"
        case .date: "a date"
        case .choice(let words): words.count == 1 ? words[0] : "one of " + words.joined(separator: ", ")
        case .list(_, nil): "a list"
        case .list(_, let count?): "a list with a length" + Self.bounds(count, lowest: 0, highest: .max, String.init)
        case .mapping, .dictionary: "a mapping"
        case .oneOf(let shapes): shapes.map(\.meaning).joined(separator: " or ")
        }
    }

    /// A value of this shape, or how to write one.
    var example: String {
        switch self {
        case .string(nil): "some text"
        case .string(let pattern?): pattern.example
        case .integer(let range): range.contains(1) ? "1" : String(range.lowerBound)
        case .number(let range): range.contains(0.5) ? "0.5" : range.lowerBound.plainText
        case .boolean: "true or false"
        case .duration: "250ms, 4s, 10m, 2h or 7d"
        case .byteSize: "1000, 64KiB, 1MiB or 2GiB"
        case .url: "https://host.example.nhs.uk/path"
        case .filePath, .secretFile: "a path, starting at the directory of this file"
        case .date: "2026-11-01"
        case .choice(let words): words.joined(separator: ", ")
        case .list(let element, _): "- " + element.example
        case .mapping(let keys): "the keys " + keys.map(\.name).joined(separator: ", ")
        case .dictionary(let values): "name: " + values.example
        case .oneOf(let shapes): shapes.map(\.example).joined(separator: ", or ")
        }
    }

    private static func bounds<Bound: Comparable>(
        _ range: ClosedRange<Bound>,
        lowest: Bound,
        highest: Bound,
        _ text: (Bound) -> String
    ) -> String {
        switch (range.lowerBound > lowest, range.upperBound < highest) {
        case (true, true): " from \(text(range.lowerBound)) to \(text(range.upperBound))"
        case (true, false): " of at least \(text(range.lowerBound))"
        case (false, true): " of at most \(text(range.upperBound))"
        case (false, false): ""
        }
    }
}
