/// An element of an XML document: a value, independent of the bytes it was read from.
public struct XMLElement: Sendable, Equatable {
    /// The name.
    public var name: XMLName
    /// The namespaces declared on this element, in document order.
    public var namespaceDeclarations: [XMLNamespaceDeclaration]
    /// The attributes, in document order.
    public var attributes: [XMLAttribute]
    /// The content, in document order.
    ///
    /// In a document that was read, no text is empty and no two are adjacent.
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

/// The content of an element; comments and processing instructions are not kept.
public enum XMLNode: Sendable, Equatable {
    /// A child element.
    case element(XMLElement)
    /// Text, CDATA sections included, white space and all.
    case text(String)
}
