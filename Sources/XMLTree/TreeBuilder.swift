import CLibXML2

/// Builds the tree of one document from libxml2's SAX2 events.
///
/// Safe: the pointer to the parser is there only while ``read(_:)`` runs, and the events come on its thread.
@safe final class TreeBuilder {
    private let limits: XMLLimits
    private var open: [XMLElement] = []
    private var text = ""
    private(set) var root: XMLElement?
    /// Why the document is refused. libxml2's own verdict says nothing once it was told to stop.
    private var refusal: XMLParseError?
    /// The parser at work; nil outside ``read(_:)``.
    private var context: xmlParserCtxtPtr?

    init(limits: XMLLimits) {
        self.limits = limits
    }

    /// Parses `bytes`, from which this builder takes the events.
    func read(_ bytes: [UInt8]) throws(XMLParseError) {
        // Errors that libxml2 raises without a context go to this thread's handler, which would print them.
        unsafe xmlSetStructuredErrorFunc(nil, { _, _ in })
        guard let context = unsafe xmlNewParserCtxt() else { throw .parserFailed }
        unsafe self.context = context
        defer {
            unsafe xmlFreeParserCtxt(context)
            unsafe self.context = nil
        }
        unsafe context.pointee.sax.pointee = Self.handler()
        unsafe context.pointee.userData = unsafe Unmanaged.passUnretained(self).toOpaque()
        let document = unsafe withExtendedLifetime(self) {
            unsafe bytes.withUnsafeBytes { buffer in
                unsafe xmlCtxtReadMemory(
                    context,
                    buffer.baseAddress?.assumingMemoryBound(to: CChar.self),
                    Int32(clamping: buffer.count),
                    nil,
                    "UTF-8",
                    Int32(XML_PARSE_NONET.rawValue)
                )
            }
        }
        unsafe xmlFreeDoc(document)
        if let refusal { throw refusal }
        guard unsafe context.pointee.wellFormed == 1, unsafe context.pointee.nsWellFormed == 1 else {
            let error = unsafe context.pointee.lastError
            guard unsafe error.code != XML_ERR_NO_MEMORY.rawValue else { throw .parserFailed }
            throw .notWellFormed(code: unsafe error.code, line: unsafe error.line)
        }
    }

    private func start(_ element: XMLElement) {
        guard open.count < limits.depth else { return refuse(.tooDeep(limit: limits.depth)) }
        flushText()
        open.append(element)
    }

    private func refuse(_ error: XMLParseError) {
        refusal = refusal ?? error
        unsafe xmlStopParser(context)
    }

    private func end() {
        flushText()
        guard let element = open.popLast() else { return }
        if open.isEmpty {
            root = element
        } else {
            open[open.count - 1].children.append(.element(element))
        }
    }

    private func flushText() {
        guard !text.isEmpty, !open.isEmpty else { return }
        open[open.count - 1].children.append(.text(text))
        text = ""
    }

    // MARK: - Events

    /// The handlers of the events that make up the tree; all others stay without one.
    private static func handler() -> xmlSAXHandler {
        var handler = unsafe xmlSAXHandler()
        unsafe handler.initialized = UInt32(XML_SAX2_MAGIC)
        unsafe handler.internalSubset = { context, _, _, _ in
            unsafe TreeBuilder.builder(context)?.refuse(.documentType)
        }
        unsafe handler.startElementNs = { context, local, prefix, uri, namespaceCount, namespaces, count, _, attributes in
            guard let builder = unsafe TreeBuilder.builder(context), let local = unsafe TreeBuilder.text(local) else { return }
            let element = XMLElement(
                name: XMLName(namespace: unsafe TreeBuilder.text(uri), local: local, prefix: unsafe TreeBuilder.text(prefix)),
                namespaceDeclarations: unsafe TreeBuilder.declarations(namespaces, Int(namespaceCount)),
                attributes: unsafe TreeBuilder.attributes(attributes, Int(count))
            )
            builder.start(element)
        }
        unsafe handler.endElementNs = { context, _, _, _ in unsafe TreeBuilder.builder(context)?.end() }
        unsafe handler.characters = { context, bytes, count in
            unsafe TreeBuilder.builder(context)?.text += unsafe TreeBuilder.text(bytes, Int(count))
        }
        // Left out, libxml2 would drop white space that it takes for indentation.
        unsafe handler.ignorableWhitespace = unsafe handler.characters
        unsafe handler.cdataBlock = unsafe handler.characters
        unsafe handler.serror = { _, _ in }
        return unsafe handler
    }

    /// The builder that an event is for.
    private static func builder(_ context: UnsafeMutableRawPointer?) -> TreeBuilder? {
        unsafe context.map { unsafe Unmanaged<TreeBuilder>.fromOpaque($0).takeUnretainedValue() }
    }

    /// A NUL-ended text of libxml2, borrowed for the time of an event.
    private static func text(_ pointer: UnsafePointer<xmlChar>?) -> String? {
        unsafe pointer.map { unsafe String(cString: $0) }
    }

    /// A text of libxml2 with a length.
    private static func text(_ pointer: UnsafePointer<xmlChar>?, _ count: Int) -> String {
        unsafe String(decoding: UnsafeBufferPointer(start: pointer, count: count), as: UTF8.self)
    }

    /// The namespace declarations of a tag: pairs of prefix and URI.
    private static func declarations(
        _ pointers: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?,
        _ count: Int
    ) -> [XMLNamespaceDeclaration] {
        guard let pointers = unsafe pointers else { return [] }
        return (0..<count).map { index in
            XMLNamespaceDeclaration(
                prefix: unsafe text(pointers[2 * index]),
                uri: unsafe text(pointers[2 * index + 1]) ?? ""
            )
        }
    }

    /// The attributes of a tag: five pointers each, local name, prefix, URI, begin and end of the value.
    private static func attributes(
        _ pointers: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?,
        _ count: Int
    ) -> [XMLAttribute] {
        guard let pointers = unsafe pointers else { return [] }
        return (0..<count).map { index in
            let fields = unsafe pointers + 5 * index
            let length = unsafe fields[3].flatMap { begin in unsafe fields[4].map { unsafe $0 - begin } } ?? 0
            return XMLAttribute(
                name: XMLName(
                    namespace: unsafe text(fields[2]),
                    local: unsafe text(fields[0]) ?? "",
                    prefix: unsafe text(fields[1])
                ),
                value: unsafe text(fields[3], length)
            )
        }
    }
}
