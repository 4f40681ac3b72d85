public import NHSIdentifiers

/// II: a local person identifier, which a provider echoes and never interprets.
///
/// Shape: `@root` is an OID, `@extension` any text of one character or more; both are kept verbatim (decision D37).
///
/// - SeeAlso: `datatypeflavours.xsd#II.NHS.IdentifierType3`.
public struct InstanceIdentifier: Sendable, Hashable, Redacted {
    /// `@root`.
    public let root: String
    /// `@extension`.
    public let `extension`: String

    /// An identifier of the two attributes.
    public init(root: String, extension: String) {
        self.root = root
        self.extension = `extension`
    }
}
