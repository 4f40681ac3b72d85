/// A key of a ``YAMLShape/mapping(_:)``.
public struct YAMLKey: Sendable {
    /// Whether a key has to be there, and what holds when it is not.
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

    /// The key as it stands in the file.
    public let name: String
    /// What its value may be.
    public let shape: YAMLShape
    /// Whether it has to be there.
    public let presence: Presence
    /// What it means, a sentence for the person who writes the file; the description in the JSON Schema.
    public let about: String

    /// A key of these properties.
    public init(_ name: String, _ shape: YAMLShape, _ presence: Presence, _ about: String) {
        self.name = name
        self.shape = shape
        self.presence = presence
        self.about = about
    }
}
