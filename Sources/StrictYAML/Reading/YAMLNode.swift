/// A node of a YAML document, before it is read by a shape.
struct YAMLNode: Sendable {
    /// The content of the node.
    enum Kind: Sendable {
        /// Text; plain if it is without quotation marks, so that YAML may read it as a number or nothing.
        case scalar(String, isPlain: Bool)
        case list([YAMLNode])
        case mapping([Entry])
        /// Something that no document may hold; its problem is known already.
        case refused
    }

    /// A key, with its value.
    struct Entry: Sendable {
        let key: String
        let line: Int
        let value: YAMLNode
    }

    let kind: Kind
    /// The line of the node's key, or of the node itself where it has none.
    let line: Int
    /// The variable that the node comes from; nil if it comes from the file.
    var variable: String?

    /// True if YAML reads the node as nothing.
    var isNothing: Bool {
        guard case .scalar(let text, isPlain: true) = kind else { return false }
        return ["", "~", "null", "Null", "NULL"].contains(text)
    }

    /// The text of the node in a problem, on one line.
    var written: String {
        switch kind {
        case .scalar(let text, let isPlain): Self.shown(isPlain ? text : "\"\(text)\"")
        case .list(let elements):
            switch elements.count {
            case 0: "[]"
            case 1: "a list of one"
            case let count: "a list of \(count)"
            }
        case .mapping(let entries):
            entries.isEmpty ? "{}" : "a mapping with " + entries.map(\.key).joined(separator: ", ")
        case .refused: "a node that is refused"
        }
    }

    /// The node with `line` for its line and that of every node below it.
    func moved(to line: Int) -> YAMLNode {
        switch kind {
        case .scalar, .refused: YAMLNode(kind: kind, line: line)
        case .list(let elements): YAMLNode(kind: .list(elements.map { $0.moved(to: line) }), line: line)
        case .mapping(let entries):
            YAMLNode(
                kind: .mapping(entries.map { Entry(key: $0.key, line: line, value: $0.value.moved(to: line)) }),
                line: line
            )
        }
    }

    /// The longest text that a problem shows whole, characters.
    private static let longestShown = 60

    private static func shown(_ text: String) -> String {
        guard !text.isEmpty else { return "nothing" }
        let visible = text.map {
            $0.isNewline || $0.unicodeScalars.contains { $0.properties.generalCategory == .control } ? " " : $0
        }
        let line = String(visible)
        return line.count > longestShown ? line.prefix(longestShown) + "…" : line
    }
}
