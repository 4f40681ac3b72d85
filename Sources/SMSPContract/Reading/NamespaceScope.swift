import XMLTree

/// The namespaces that are declared at a place in a document.
///
/// - SeeAlso: Namespaces in XML 1.0, §6.1 and §6.2.
struct NamespaceScope: Sendable {
    /// The declarations, outermost first; of those for one prefix the last is in force.
    private(set) var declarations: [XMLNamespaceDeclaration] = []

    /// The scope inside `element`, whose parent has this scope.
    func within(_ element: XMLElement) -> NamespaceScope {
        guard !element.namespaceDeclarations.isEmpty else { return self }
        var scope = self
        scope.declarations += element.namespaceDeclarations
        return scope
    }

    /// The namespace of a prefix, or the default one for nil; nil if it is not declared.
    func namespace(of prefix: String?) -> String? {
        declarations.last { $0.prefix == prefix }?.uri.nonEmpty
    }
}

extension ElementType {
    /// The type that `element` is to be valid against: this one, or a derived one that its `xsi:type` names.
    ///
    /// - Returns: nil if `xsi:type` names any other type, or none.
    /// - SeeAlso: XML Schema Part 1 §2.6.1; decision D70.
    func type(of element: XMLElement, in scope: NamespaceScope) -> ElementType? {
        guard let value = element.attribute("type", in: Namespace.schemaInstance) else { return self }
        let parts = value.trimmed.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard let local = parts.last, scope.namespace(of: parts.count == 2 ? parts[0] : nil) == Namespace.hl7 else {
            return nil
        }
        return ([self] + derived).first { $0.name == local }
    }
}

extension XMLElement {
    /// The element as a document of its own, which declares the namespaces that its ancestors in `scope` do.
    func declaring(_ scope: NamespaceScope) -> XMLElement {
        var element = self
        let own = element.namespaceDeclarations.map(\.prefix)
        var inherited: [XMLNamespaceDeclaration] = []
        for declaration in scope.declarations.reversed()
        where !own.contains(declaration.prefix) && !inherited.contains(where: { $0.prefix == declaration.prefix }) {
            inherited.append(declaration)
        }
        element.namespaceDeclarations += inherited
        return element
    }
}
