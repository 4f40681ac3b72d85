/// A key of a ``YAMLShape/mapping(_:)``.
public struct YAMLKey: Sendable {
    /// The presence of a key, and its value if it is absent.
    public enum Presence: Sendable, Equatable {
        /// A mapping without the key is a problem.
        case required
        /// A mapping without the key has no such value.
        case optional
        /// A mapping without the key has this value, in YAML as in the file: `4s`, `[]`, `{}`.
        ///
        /// `{}` gives a mapping the defaults of its own keys.
        case defaults(String)
    }

    /// The key in the file.
    public let name: String
    /// The shape of its value.
    public let shape: YAMLShape
    /// The presence of the key.
    public let presence: Presence
    /// The meaning, a sentence for the author of the file; the description in the JSON Schema.
    public let about: String

    /// A key of these properties.
    public init(_ name: String, _ shape: YAMLShape, _ presence: Presence, _ about: String) {
        self.name = name
        self.shape = shape
        self.presence = presence
        self.about = about
    }
}
