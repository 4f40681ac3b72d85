extension XMLElement {
    /// The element in the one form that all elements of the same meaning share, for comparisons.
    ///
    /// Namespace declarations and prefixes are gone, attributes are sorted by namespace and name, neighbouring texts
    /// are one, and empty texts none. White space counts: only a schema could tell which of it means nothing. A prefix
    /// inside a value (`xsi:type="hl7:CE"`) stays as it is.
    public var canonical: XMLElement {
        XMLElement(
            name: name.withoutPrefix,
            attributes: attributes.map { XMLAttribute(name: $0.name.withoutPrefix, value: $0.value) }.sorted {
                ($0.name.namespace ?? "", $0.name.local) < ($1.name.namespace ?? "", $1.name.local)
            },
            children: canonicalChildren
        )
    }

    private var canonicalChildren: [XMLNode] {
        var nodes: [XMLNode] = []
        var text = ""
        for child in children {
            switch child {
            case .text(let part):
                text += part
            case .element(let element):
                if !text.isEmpty { nodes.append(.text(text)) }
                text = ""
                nodes.append(.element(element.canonical))
            }
        }
        if !text.isEmpty { nodes.append(.text(text)) }
        return nodes
    }
}

extension XMLName {
    fileprivate var withoutPrefix: XMLName {
        XMLName(namespace: namespace, local: local, prefix: nil)
    }
}
