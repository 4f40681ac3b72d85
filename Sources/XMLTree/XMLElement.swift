/// An element of an XML document: a value, independent of the bytes it was read from.
public struct XMLElement: Sendable, Equatable {
    /// The name.
    public var name: XMLName
    /// The namespaces declared on this element, in document order. They mean nothing to equality of names; the writer
    /// writes them.
    public var namespaceDeclarations: [XMLNamespaceDeclaration]
    /// The attributes, in document order; namespace declarations are none.
    public var attributes: [XMLAttribute]
    /// What stands between the tags, in document order. No two texts stand side by side.
    public var children: [XMLNode]

    /// An element of these parts.
    public init(
        name: XMLName,
        namespaceDeclarations: [XMLNamespaceDeclaration] = [],
        attributes: [XMLAttribute] = [],
        children: [XMLNode] = []
    ) {
        self.name = name
        self.namespaceDeclarations = namespaceDeclarations
        self.attributes = attributes
        self.children = children
    }
}

/// What stands between the tags of an element. Comments and processing instructions are not kept.
public indirect enum XMLNode: Sendable, Equatable {
    /// A child element.
    case element(XMLElement)
    /// Text, CDATA sections included, white space and all.
    case text(String)
}

/// The name of an element or attribute.
public struct XMLName: Sendable, Hashable {
    /// The namespace; nil is none.
    public let namespace: String?
    /// The local name.
    public let local: String
    /// The prefix that the document used, or that the writer is to use. Names that differ in it alone are equal.
    public let prefix: String?

    /// A name of these parts.
    public init(namespace: String?, local: String, prefix: String?) {
        self.namespace = namespace
        self.local = local
        self.prefix = prefix
    }

    public static func == (lhs: XMLName, rhs: XMLName) -> Bool {
        lhs.local == rhs.local && lhs.namespace == rhs.namespace
    }

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

/// An attribute.
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
