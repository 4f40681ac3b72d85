/// A key of a ``YAMLShape/mapping(_:)``.
public struct YAMLKey: Sendable {
    /// The rule for a mapping without the key.
    public enum Presence: Sendable, Equatable {
        /// A mapping without the key is a problem.
        case required
        /// A mapping without the key has no such value.
        case optional
        /// A mapping without the key has this value, in YAML as it would stand in the file: `4s`, `[]`, `{}`.
        ///
        /// `{}` gives a mapping the defaults of its own keys.
        case defaults(String)
    }

    /// The value that the example file gives a key without default.
    public enum Example: Sendable, Equatable {
        /// The key is in the file with this value; for a dictionary, this is the name of its one entry.
        case active(String)
        /// The key is in the file as a comment with this value.
        case commented(String)
    }

    /// The key in the file.
    public let name: String
    /// The values that it may have.
    public let shape: YAMLShape
    /// The rule for a mapping without the key.
    public let presence: Presence
    /// The meaning, a sentence for the person who writes the file; the description in the JSON Schema.
    public let about: String
    /// The value in the example file; nil shows the default, or one that fits the shape.
    public let example: Example?

    /// A key of these properties.
    public init(
        _ name: String,
        _ shape: YAMLShape,
        _ presence: Presence,
        _ about: String,
        example: Example? = nil
    ) {
        self.name = name
        self.shape = shape
        self.presence = presence
        self.about = about
        self.example = example
    }
}
