/// Builds the tree of one document from the events of its parse.
final class TreeBuilder {
    private let limits: XMLLimits
    /// The elements whose end has not come yet, outermost first.
    private var open: [XMLElement] = []
    private var declarationsInForce = 0
    /// The text since the last tag, UTF-8.
    private var text: [UInt8] = []
    private var root: XMLElement?
    /// The names, prefixes and namespaces met so far, by their place in the parser's dictionary.
    private var strings: [UInt: String] = [:]
    /// The reason that the document is refused; nil while it is not.
    private(set) var refusal: XMLParseError?

    init(limits: XMLLimits) {
        self.limits = limits
    }

    /// A start tag; `element` has no children yet.
    func start(_ element: XMLElement) {
        declarationsInForce += element.namespaceDeclarations.count
        guard open.count < limits.depth else { return refuse(.tooDeep(limit: limits.depth)) }
        guard max(element.attributes.count, declarationsInForce) <= limits.attributesPerElement else {
            return refuse(.tooManyAttributes(limit: limits.attributesPerElement))
        }
        flushText()
        open.append(element)
    }

    /// An end tag.
    func end() {
        flushText()
        guard let element = open.popLast() else { return }
        declarationsInForce -= element.namespaceDeclarations.count
        if open.isEmpty {
            root = element
        } else {
            open[open.count - 1].children.append(.element(element))
        }
    }

    /// A piece of text; the next piece may belong to the same text.
    func append(_ piece: some Collection<UInt8>) {
        text += piece
    }

    /// The string that `make` makes for `identity`, made once.
    func string(identifiedBy identity: UInt, _ make: () -> String) -> String {
        if let string = strings[identity] { return string }
        let string = make()
        strings[identity] = string
        return string
    }

    /// Refuses the document; the first reason counts.
    func refuse(_ reason: XMLParseError) {
        refusal = refusal ?? reason
    }

    /// The root element of the document, whose parse is over.
    func finish() throws(XMLParseError) -> XMLElement {
        if let refusal { throw refusal }
        guard let root else { throw .empty }
        return root
    }

    private func flushText() {
        guard !text.isEmpty, !open.isEmpty else { return }
        open[open.count - 1].children.append(.text(String(decoding: text, as: UTF8.self)))
        text.removeAll(keepingCapacity: true)
    }
}
