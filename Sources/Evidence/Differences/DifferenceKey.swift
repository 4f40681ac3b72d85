/// The leaf and the shape of a difference: differences of one key count as the same.
///
/// Its text is the name of the leaf, a space, and the name of the shape: `name/family case`.
public struct DifferenceKey: Sendable, Hashable, LosslessStringConvertible {
    /// The place.
    public let leaf: ComparedLeaf
    /// The way in which the values differ.
    public let shape: DifferenceShape

    /// Creates a key.
    public init(leaf: ComparedLeaf, shape: DifferenceShape) {
        self.leaf = leaf
        self.shape = shape
    }

    /// Reads the text of a key; nil for any other text.
    public init?(_ description: String) {
        guard let space = description.lastIndex(of: " "),
            let leaf = ComparedLeaf(name: String(description[..<space])),
            let shape = DifferenceShape(rawValue: String(description[description.index(after: space)...]))
        else { return nil }
        self.init(leaf: leaf, shape: shape)
    }

    /// The text of the key.
    public var description: String { "\(leaf.name) \(shape.rawValue)" }
}

extension DifferenceKey: CodingKeyRepresentable {
    /// The key as the name of a JSON member.
    public var codingKey: any CodingKey { description.codingKey }

    /// Reads the key from the name of a JSON member.
    public init?<Key: CodingKey>(codingKey: Key) {
        self.init(codingKey.stringValue)
    }
}

extension DifferenceKey: Codable {
    /// Reads the text of a key.
    public init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let key = DifferenceKey(text) else {
            throw DecodingError.dataCorrupted(
                DecodingError.Context(codingPath: decoder.codingPath, debugDescription: "not a leaf and a shape")
            )
        }
        self = key
    }

    /// Writes the text of the key.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
