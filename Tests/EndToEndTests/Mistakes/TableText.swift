/// A table as lines of text, and the mistakes that can be made in each of its rows.
struct TableText {
    let file: String
    let lines: [String]

    init(file: String, text: String) {
        self.file = file
        lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    /// A row: its lines, as places in ``lines``.
    struct Row {
        let lines: Range<Int>
    }

    /// The rows of a YAML file: from `- key:` to the next line that is indented as little.
    func rows(startingWith key: String) -> [Row] {
        lines.indices.compactMap { start in
            let indent = lines[start].prefix { $0 == " " }.count
            guard lines[start].dropFirst(indent).hasPrefix("- \(key):") else { return nil }
            let end = lines[(start + 1)...].firstIndex { line in
                !line.isEmpty && line.prefix { $0 == " " }.count <= indent
            }
            return Row(lines: start..<(end ?? lines.count))
        }
    }

    /// The value of a key in a row; nil without one.
    func value(_ key: String, in row: Row) -> String? {
        lines[row.lines].firstMap { line in
            let words = line.drop { $0 == " " || $0 == "-" }
            return words.hasPrefix("\(key): ") ? String(words.dropFirst(key.count + 2)) : nil
        }
    }

    /// The mistake of another value of a key; nil when the row has not that key, or that value already.
    func changing(_ key: String, to value: String, in row: Row) -> MappingMistake? {
        guard let old = self.value(key, in: row), old != value else { return nil }
        return mistake(in: row, "\(key): \(old) → \(value)") { line in
            line.replacing("\(key): \(old)", with: "\(key): \(value)")
        }
    }

    /// The mistake of lines of a row that are other lines.
    func mistake(in row: Row, _ about: String, _ change: (String) -> String) -> MappingMistake? {
        var changed = lines
        for line in row.lines { changed[line] = change(lines[line]) }
        guard changed != lines else { return nil }
        return MappingMistake(
            file: file,
            row: (row.lines.lowerBound + 1)...row.lines.upperBound,
            about: about,
            text: changed.joined(separator: "\n")
        )
    }
}

extension Sequence {
    /// The first value that `transform` gives; nil when it gives none.
    fileprivate func firstMap<Value>(_ transform: (Element) -> Value?) -> Value? {
        for element in self { if let value = transform(element) { return value } }
        return nil
    }
}
