extension YAMLDocument {
    /// A file of `shape` that shows each of its keys with its meaning.
    ///
    /// A key has its default, or else its example. One whose example is commented, or that is optional and has none,
    /// stands behind a `#`.
    ///
    /// - Precondition: `shape` is a mapping.
    public static func example(of shape: YAMLShape) -> String {
        guard case .mapping(let keys) = shape else { preconditionFailure("an example shows a mapping") }
        return keys.map { ExampleLines($0, indent: "").text + "\n" }.joined(separator: "\n")
    }
}

/// The lines of an example file that show one key.
private struct ExampleLines {
    /// The column at which comments begin.
    private static let commentColumn = 40
    /// The longest line.
    private static let width = 120

    private var lines: [String] = []

    var text: String { lines.joined(separator: "\n") }

    init(_ key: YAMLKey, indent: String) {
        switch key.shape {
        case .mapping(let keys):
            lines = [indent + "# " + key.about, indent + key.name + ":"]
            lines += keys.flatMap { Self($0, indent: indent + "  ").lines }
        case .dictionary(.mapping(let keys)):
            guard case .active(let entry) = key.example else { preconditionFailure("\(key.name) has no example") }
            lines = [indent + "# " + key.about, indent + key.name + ":", indent + "  " + entry + ":"]
            lines += keys.flatMap { Self($0, indent: indent + "    ").lines }
        case .list(.mapping(let keys), _):
            lines = [indent + "# " + key.about, indent + key.name + ":"]
            let element = keys.flatMap { Self($0, indent: indent + "    ").lines }
            lines += Self.marked(element, at: indent.utf8.count + 2)
        default: lines = Self.scalar(key, indent: indent)
        }
    }

    /// The line of a value that has no keys, behind its meaning or before it.
    private static func scalar(_ key: YAMLKey, indent: String) -> [String] {
        let entry =
            switch (key.presence, key.example) {
            case (_, .active(let value)): indent + key.name + ": " + value
            case (_, .commented(let value)): indent + "# " + key.name + ": " + value
            case (.defaults(let value), nil): indent + key.name + ": " + value
            case (.required, nil): indent + key.name + ": " + key.shape.example
            case (.optional, nil): indent + "# " + key.name + ": " + key.shape.example
            }
        let padding = String(repeating: " ", count: max(2, commentColumn - entry.count))
        let line = entry + padding + "# " + key.about
        return line.count <= width ? [line] : [indent + "# " + key.about, entry]
    }

    /// The lines of a list's element: the first that is not a comment has its mark.
    private static func marked(_ lines: [String], at column: Int) -> [String] {
        guard let first = lines.firstIndex(where: { !$0.isComment }) else { return lines }
        var marked = lines
        let line = lines[first]
        marked[first] = String(line.prefix(column)) + "- " + String(line.dropFirst(column + 2))
        return marked
    }
}

extension String {
    /// True if the first character that is not a space is `#`.
    fileprivate var isComment: Bool { first { $0 != " " } == "#" }
}
