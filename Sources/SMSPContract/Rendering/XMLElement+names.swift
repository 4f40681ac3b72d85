import XMLTree

/// The prefixes that the captured answer declares, in its order.
///
/// HL7v3 payloads use the default namespace: one real client finds their elements by unprefixed name.
enum Prefix: String, CaseIterable {
    case soap, wsa, wsu, wsse, xsi, itk, hl7

    var namespace: String {
        switch self {
        case .soap: Namespace.soap
        case .wsa: Namespace.addressing
        case .wsu: Namespace.securityUtility
        case .wsse: Namespace.security
        case .xsi: Namespace.schemaInstance
        case .itk: Namespace.itk
        case .hl7: Namespace.hl7
        }
    }
}

extension XMLElement {
    /// An element with unqualified attributes, in the order given.
    static func named(
        _ local: String,
        _ namespace: String?,
        _ prefix: String?,
        _ attributes: [(String, String)],
        _ children: [XMLElement]
    ) -> XMLElement {
        XMLElement(
            name: XMLName(namespace: namespace, local: local, prefix: prefix),
            attributes: attributes.map { name, value in
                XMLAttribute(name: XMLName(namespace: nil, local: name, prefix: nil), value: value)
            },
            children: children.map(XMLNode.element)
        )
    }

    /// An element of a prefixed namespace.
    static func element(
        _ prefix: Prefix,
        _ local: String,
        _ attributes: [(String, String)] = [],
        _ children: [XMLElement] = []
    ) -> XMLElement {
        .named(local, prefix.namespace, prefix.rawValue, attributes, children)
    }

    /// An element of a prefixed namespace that holds text.
    static func element(
        _ prefix: Prefix,
        _ local: String,
        _ attributes: [(String, String)] = [],
        text: String
    ) -> XMLElement {
        .named(local, prefix.namespace, prefix.rawValue, attributes, []).holding(text)
    }

    /// An element of HL7v3.
    static func hl7(_ local: String, _ attributes: [(String, String)] = [], _ children: [XMLElement] = []) -> XMLElement
    {
        .named(local, Namespace.hl7, nil, attributes, children)
    }

    /// An element of HL7v3 that holds text; empty text makes an empty element.
    static func hl7(_ local: String, text: String) -> XMLElement {
        .named(local, Namespace.hl7, nil, [], []).holding(text)
    }

    /// An element without namespace.
    static func unqualified(_ local: String, _ children: [XMLElement] = []) -> XMLElement {
        .named(local, nil, nil, [], children)
    }

    /// This element with nothing but text in it.
    func holding(_ text: String) -> XMLElement {
        var element = self
        element.children = text.isEmpty ? [] : [.text(text)]
        return element
    }
}
