import SeededRandom
import XMLTree

/// Makes trees of every shape that a document can have, in the one form that reading gives them.
struct RandomXML {
    private var random: SplitMix64
    /// What each prefix means at the place that is being made; the empty one is the default namespace.
    private typealias Scope = [String: String]

    init(seed: UInt64) {
        random = SplitMix64(seed: seed)
    }

    mutating func root() -> XMLElement {
        element(depth: Int.random(in: 0...6, using: &random), scope: [:])
    }

    private mutating func element(depth: Int, scope outer: Scope) -> XMLElement {
        var scope = outer
        let declarations = declarations()
        for declaration in declarations { scope[declaration.prefix ?? ""] = declaration.uri }
        let prefix = scope.keys.sorted().randomElement(using: &random) ?? ""
        let namespace = scope[prefix].flatMap { $0.isEmpty ? nil : $0 }
        return XMLElement(
            name: XMLName(namespace: namespace, local: name(), prefix: prefix.isEmpty ? nil : prefix),
            namespaceDeclarations: declarations,
            attributes: attributes(scope: scope),
            children: children(depth: depth, scope: scope)
        )
    }

    private mutating func declarations() -> [XMLNamespaceDeclaration] {
        var declarations: [XMLNamespaceDeclaration] = []
        for prefix in ["", "p", "q", "\u{E9}"].shuffled(using: &random) where chance(6) {
            let uri = prefix.isEmpty && chance(3) ? "" : one(of: "urn:one", "urn:two", "urn:\u{E9}<&\">")
            declarations.append(XMLNamespaceDeclaration(prefix: prefix.isEmpty ? nil : prefix, uri: uri))
        }
        return declarations
    }

    private mutating func attributes(scope: Scope) -> [XMLAttribute] {
        var attributes: [XMLAttribute] = []
        for _ in 0..<Int.random(in: 0...4, using: &random) {
            let prefix = chance(3) ? scope.keys.filter { !$0.isEmpty }.sorted().randomElement(using: &random) : nil
            let name = XMLName(namespace: prefix.flatMap { scope[$0] }, local: name(), prefix: prefix)
            guard !attributes.contains(where: { $0.name == name }) else { continue }
            attributes.append(XMLAttribute(name: name, value: text()))
        }
        return attributes
    }

    private mutating func children(depth: Int, scope: Scope) -> [XMLNode] {
        var children: [XMLNode] = []
        for _ in 0..<Int.random(in: 0...4, using: &random) {
            if chance(2), depth > 0 {
                children.append(.element(element(depth: depth - 1, scope: scope)))
            } else if case .text = children.last {
                continue
            } else {
                let text = text()
                if !text.isEmpty { children.append(.text(text)) }
            }
        }
        return children
    }

    private mutating func name() -> String {
        one(of: "a", "b", "value", "Person.NHSNumber", "\u{E9}l\u{E9}ment", "_x-1", "\u{10000}")
    }

    private mutating func text() -> String {
        var text = ""
        for _ in 0..<Int.random(in: 0...12, using: &random) {
            switch Int.random(in: 0..<4, using: &random) {
            case 0: text += one(of: "<", ">", "&", "\"", "'", "]]>", "&amp;", "\r\n", "\t", " ")
            case 1: text.unicodeScalars.append(scalar())
            default: text += one(of: "a", "Zo\u{EB}", "9990000018", "e\u{301}", "\u{1F600}")
            }
        }
        return text
    }

    private mutating func scalar() -> Unicode.Scalar {
        let scalar = Unicode.Scalar(UInt32.random(in: 0...0x10FFFF, using: &random))
        guard let scalar, XMLCharacter.isAllowed(scalar) else { return "\r" }
        return scalar
    }

    private mutating func chance(_ sides: Int) -> Bool {
        Int.random(in: 0..<sides, using: &random) == 0
    }

    private mutating func one(of texts: String...) -> String {
        texts[Int.random(in: 0..<texts.count, using: &random)]
    }
}
