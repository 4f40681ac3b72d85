/// The name of an element or attribute.
public struct XMLName: Sendable, Hashable {
    /// The namespace; nil if there is none.
    public let namespace: String?
    /// The local name.
    public let local: String
    /// The prefix that the document used, or that the writer is to use; names that differ in it alone are equal.
    public let prefix: String?

    /// A name of these parts.
    public init(namespace: String?, local: String, prefix: String?) {
        self.namespace = namespace
        self.local = local
        self.prefix = prefix
    }

    /// True if two names have the same namespace and local name.
    public static func == (lhs: XMLName, rhs: XMLName) -> Bool {
        lhs.local == rhs.local && lhs.namespace == rhs.namespace
    }

    /// Hashes what `==` compares.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(namespace)
        hasher.combine(local)
    }
}

/// A namespace declaration, `xmlns:prefix="uri"`.
public struct XMLNamespaceDeclaration: Sendable, Hashable {
    /// The prefix; nil declares the default namespace.
    public let prefix: String?
    /// The namespace; empty takes the default namespace away.
    public let uri: String

    /// A declaration of these parts.
    public init(prefix: String?, uri: String) {
        self.prefix = prefix
        self.uri = uri
    }
}

/// An attribute; namespace declarations are not attributes.
public struct XMLAttribute: Sendable, Hashable {
    /// The name.
    public let name: XMLName
    /// The value, references resolved.
    public let value: String

    /// An attribute of these parts.
    public init(name: XMLName, value: String) {
        self.name = name
        self.value = value
    }
}
