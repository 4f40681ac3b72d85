import Yams

/// A value to be written as a YAML file.
public enum YAMLTree: Sendable {
    /// Text; quoted if it would otherwise be read as something else.
    case string(String)
    /// A whole number.
    case integer(Int)
    /// `true` or `false`.
    case boolean(Bool)
    /// A list.
    case list([YAMLTree])
    /// A mapping, written in the order given.
    case mapping([(key: String, value: YAMLTree)])

    /// The text of a file that holds the value: block style, one line for each scalar.
    ///
    /// - Throws: Yams's error, if it cannot write the value.
    public func text() throws -> String {
        // Without a limit of width no scalar is folded; each change of a value is the change of one line.
        try Yams.serialize(node: node, width: -1, allowUnicode: true)
    }

    private var node: Node {
        switch self {
        case .string(let text): Self.node(text)
        case .integer(let value): .scalar(Node.Scalar(String(value), Tag(.int), .plain))
        case .boolean(let value): .scalar(Node.Scalar(String(value), Tag(.bool), .plain))
        case .list(let elements): .sequence(Node.Sequence(elements.map(\.node), Tag(.seq), .block))
        case .mapping(let entries):
            .mapping(Node.Mapping(entries.map { (Self.node($0.key), $0.value.node) }, Tag(.map), .block))
        }
    }

    /// The scalar of a text.
    ///
    /// Yams quotes what could not be read otherwise, but neither the words and numbers that a reader would take for
    /// another type, nor does it keep a text with line ends on one line.
    private static func node(_ text: String) -> Node {
        let isText = Resolver.default.resolveTag(of: Node(text)) == .str
        let style: Node.Scalar.Style = isText && !text.contains(where: \.isNewline) ? .any : .doubleQuoted
        return .scalar(Node.Scalar(text, Tag(.str), style))
    }
}
