import XMLTree

/// A complex type of the HL7v3 schemas: which attributes and children an element may have.
///
/// Three departures, each on the side of refusing: a `postalCode` or `semanticsText` may not hold the `reference`,
/// `thumbnail` or foreign elements that type ED would let in. No sample uses any of them.
///
/// - SeeAlso: QUPA_MT000001GB01 to QUPA_MT000005GB01, COMT_MT000013GB01, COMT_MT000014GB01, COMT_MT000016GB01;
///   decisions D31, D70.
struct ElementType: Sendable {
    /// The content of the element.
    enum Content: Sendable {
        /// Nothing, not even white space.
        case empty
        /// Text only.
        case text
        /// This text, or nothing, which the schema takes for it.
        case fixedText(String)
        /// Child elements in this order, with text between them where `mixed`.
        case sequence([Particle], mixed: Bool)
        /// Child elements as one of these sequences has them.
        case oneOf([[Particle]])
    }

    /// The name of the type; nil for a type without one, which no `xsi:type` can name.
    let name: String?
    /// The attributes; every other unqualified one is refused.
    let attributes: [AttributeRule]
    /// The content of the element.
    let content: Content
    /// The types that are derived from this one, which an `xsi:type` may put in its place.
    let derived: [ElementType]

    init(_ name: String? = nil, attributes: [AttributeRule], content: Content, derived: [ElementType] = []) {
        self.name = name
        self.attributes = attributes
        self.content = content
        self.derived = derived
    }
}

/// An attribute of an ``ElementType``.
struct AttributeRule: Sendable {
    let name: String
    let type: SimpleType
    let isRequired: Bool
}

/// A child of an ``ElementType``.
struct Particle: Sendable {
    let local: String
    let type: ElementType
    let occurs: ClosedRange<Int>
    let isNillable: Bool

    init(_ local: String, _ type: ElementType, occurs: ClosedRange<Int> = 1...1, isNillable: Bool = false) {
        self.local = local
        self.type = type
        self.occurs = occurs
        self.isNillable = isNillable
    }
}

extension ElementType {
    /// True if `element`, attributes and descendants included, is valid against this type.
    ///
    /// - Parameter scope: The namespaces that the ancestors of `element` declare.
    func accepts(_ element: XMLElement, in scope: NamespaceScope = NamespaceScope(), isNillable: Bool = false) -> Bool {
        let scope = scope.within(element)
        guard let type = type(of: element, in: scope) else { return false }
        return type.acceptsAsIs(element, in: scope, isNillable: isNillable)
    }

    /// True if `element` is valid against this type, whatever its `xsi:type` says.
    private func acceptsAsIs(_ element: XMLElement, in scope: NamespaceScope, isNillable: Bool) -> Bool {
        guard acceptsAttributes(of: element, isNillable: isNillable) else { return false }
        if element.isNil { return element.children.isEmpty }
        switch content {
        case .empty: return element.children.isEmpty
        case .text: return element.elements.isEmpty
        case .fixedText(let text): return element.children.isEmpty || element.children == [.text(text)]
        case .sequence(let particles, let mixed):
            guard mixed || element.text.trimmed.isEmpty else { return false }
            return Self.accepts(element.elements, as: particles, in: scope)
        case .oneOf(let sequences):
            guard element.text.trimmed.isEmpty else { return false }
            return sequences.contains { Self.accepts(element.elements, as: $0, in: scope) }
        }
    }

    private func acceptsAttributes(of element: XMLElement, isNillable: Bool) -> Bool {
        for rule in attributes where rule.isRequired {
            guard element.attribute(rule.name) != nil else { return false }
        }
        return element.attributes.allSatisfy { attribute in
            guard let namespace = attribute.name.namespace else {
                guard let rule = attributes.first(where: { $0.name == attribute.name.local }) else { return false }
                return rule.type.accepts(attribute.value)
            }
            guard namespace == Namespace.schemaInstance else { return false }
            switch attribute.name.local {
            // The type that it names has been looked up already.
            case "schemaLocation", "noNamespaceSchemaLocation", "type": return true
            case "nil": return isNillable && ["true", "false", "1", "0"].contains(attribute.value.trimmed)
            default: return false
            }
        }
    }

    /// True if `elements` are a sequence of `particles`.
    ///
    /// Each particle takes as many elements as bear its name: no two particles of one of these sequences share a
    /// name, so that nothing has to be tried twice.
    private static func accepts(
        _ elements: [XMLElement],
        as particles: [Particle],
        in scope: NamespaceScope
    ) -> Bool {
        var rest = elements[...]
        for particle in particles {
            let mine = rest.prefix { $0.name.local == particle.local && $0.name.namespace == Namespace.hl7 }
            guard particle.occurs.contains(mine.count) else { return false }
            guard mine.allSatisfy({ particle.type.accepts($0, in: scope, isNillable: particle.isNillable) }) else {
                return false
            }
            rest = rest.dropFirst(mine.count)
        }
        return rest.isEmpty
    }
}

extension XMLElement {
    /// True if `xsi:nil` declares that the element has no value.
    var isNil: Bool {
        ["true", "1"].contains(attribute("nil", in: Namespace.schemaInstance)?.trimmed)
    }
}
