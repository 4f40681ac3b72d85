extension XMLElement {
    /// The child elements, in document order.
    public var elements: [XMLElement] {
        children.compactMap { child in
            guard case .element(let element) = child else { return nil }
            return element
        }
    }

    /// The first child element of a name.
    public func first(_ local: String, in namespace: String?) -> XMLElement? {
        for case .element(let element) in children
        where element.name.local == local && element.name.namespace == namespace {
            return element
        }
        return nil
    }

    /// The child elements of a name, in document order.
    public func all(_ local: String, in namespace: String?) -> [XMLElement] {
        elements.filter { $0.name.local == local && $0.name.namespace == namespace }
    }

    /// The value of an attribute without namespace; nil when it is absent.
    public func attribute(_ local: String) -> String? {
        attributes.first { $0.name.local == local && $0.name.namespace == nil }?.value
    }

    /// The value of an attribute of a namespace; nil when it is absent.
    public func attribute(_ local: String, in namespace: String) -> String? {
        attributes.first { $0.name.local == local && $0.name.namespace == namespace }?.value
    }

    /// The text between the tags, that of child elements not included.
    public var text: String {
        children.reduce(into: "") { text, child in
            if case .text(let part) = child { text += part }
        }
    }
}
