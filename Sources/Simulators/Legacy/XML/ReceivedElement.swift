import NHSIdentifiers
import SMSPContract

/// The name of an element or attribute: its namespace and its local part.
struct ReceivedName: Sendable, Hashable {
    /// The namespace; nil for a name in none.
    let namespace: String?
    let local: String
}

/// An element of a request, with its names resolved.
struct ReceivedElement: Sendable, Redacted {
    let name: ReceivedName
    let attributes: [ReceivedName: String]
    fileprivate(set) var elements: [ReceivedElement] = []
    /// The text directly in the element, without that of its children.
    fileprivate(set) var text = ""

    init(name: ReceivedName, attributes: [ReceivedName: String]) {
        self.name = name
        self.attributes = attributes
    }

    /// The value of an attribute without namespace.
    subscript(attribute local: String) -> String? {
        attributes[ReceivedName(namespace: nil, local: local)]
    }

    /// True if there is neither text nor element between the tags.
    var isEmpty: Bool { elements.isEmpty && text.isEmpty }

    /// True if the element has this name.
    func isNamed(_ local: String, in namespace: String) -> Bool {
        name == ReceivedName(namespace: namespace, local: local)
    }

    /// The child elements of a name.
    func children(_ local: String, in namespace: String) -> [ReceivedElement] {
        elements.filter { $0.isNamed(local, in: namespace) }
    }

    /// The first child element of a name.
    func child(_ local: String, in namespace: String) -> ReceivedElement? {
        elements.first { $0.isNamed(local, in: namespace) }
    }

    mutating func append(_ element: ReceivedElement) {
        elements.append(element)
    }

    mutating func append(_ text: String) {
        self.text += text
    }
}

extension String {
    /// The text without XML's white space at either end; nil when nothing is left.
    var content: String? {
        let isBlank = { (scalar: Unicode.Scalar) in [" ", "\t", "\n", "\r"].contains(scalar) }
        let start = unicodeScalars.drop(while: isBlank)
        guard let end = start.lastIndex(where: { !isBlank($0) }) else { return nil }
        return String(start[...end])
    }
}
