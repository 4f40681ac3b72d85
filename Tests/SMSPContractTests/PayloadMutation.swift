import SeededRandom
import XMLTree

/// What a mutation writes into a payload.
struct MutationVocabulary: Sendable {
    let values: [String]
    let attributes: [String]
    let elements: [String]
    /// The names of types, of which an `xsi:type` takes one.
    var types: [String] = []
}

extension XMLElement {
    /// Changes one thing somewhere in the element.
    mutating func mutate(from words: MutationVocabulary, using generator: inout SplitMix64) {
        let nested = children.indices.filter {
            guard case .element = children[$0] else { return false }
            return true
        }
        if let index = nested.randomElement(using: &generator), Int.random(in: 0..<4, using: &generator) > 0,
            case .element(var child) = children[index]
        {
            child.mutate(from: words, using: &generator)
            children[index] = .element(child)
            return
        }
        switch Int.random(in: 0..<(words.types.isEmpty ? 9 : 11), using: &generator) {
        case 0:
            guard let index = attributes.indices.randomElement(using: &generator) else { return }
            attributes.remove(at: index)
        case 1:
            guard let index = attributes.indices.randomElement(using: &generator) else { return }
            let value = words.values.randomElement(using: &generator) ?? ""
            attributes[index] = XMLAttribute(name: attributes[index].name, value: value)
        case 2:
            let local = words.attributes.randomElement(using: &generator) ?? "bogus"
            guard attribute(local) == nil else { return }
            let value = words.values.randomElement(using: &generator) ?? ""
            attributes.append(XMLAttribute(name: XMLName(namespace: nil, local: local, prefix: nil), value: value))
        case 3:
            guard let index = children.indices.randomElement(using: &generator) else { return }
            children.remove(at: index)
        case 4:
            guard let index = children.indices.randomElement(using: &generator) else { return }
            children.insert(children[index], at: index)
        case 5:
            children.shuffle(using: &generator)
        case 6:
            let local = words.elements.randomElement(using: &generator) ?? "bogus"
            let name = XMLName(namespace: "urn:hl7-org:v3", local: local, prefix: nil)
            children.insert(.element(XMLElement(name: name)), at: Int.random(in: 0...children.count, using: &generator))
        case 7:
            children.append(.text(words.values.randomElement(using: &generator) ?? ""))
        case 8:
            addSchemaInstance("nil", Bool.random(using: &generator) ? "true" : "false")
        default:
            let type = words.types.randomElement(using: &generator) ?? "bogus"
            guard Bool.random(using: &generator) else { return addSchemaInstance("type", type) }
            let uri = Int.random(in: 0..<8, using: &generator) == 0 ? "urn:other" : "urn:hl7-org:v3"
            if !namespaceDeclarations.contains(where: { $0.prefix == "t" }) {
                namespaceDeclarations.append(XMLNamespaceDeclaration(prefix: "t", uri: uri))
            }
            addSchemaInstance("type", "t:" + type)
        }
    }

    /// Adds an attribute of the schema instance, unless it is there.
    private mutating func addSchemaInstance(_ local: String, _ value: String) {
        let xsi = "http://www.w3.org/2001/XMLSchema-instance"
        guard attribute(local, in: xsi) == nil else { return }
        if !namespaceDeclarations.contains(where: { $0.prefix == "xsi" }) {
            namespaceDeclarations.append(XMLNamespaceDeclaration(prefix: "xsi", uri: xsi))
        }
        attributes.append(XMLAttribute(name: XMLName(namespace: xsi, local: local, prefix: "xsi"), value: value))
    }
}
