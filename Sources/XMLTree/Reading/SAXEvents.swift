import CLibXML2

/// libxml2's events, translated for a ``TreeBuilder``.
///
/// Every event gets the parser's context, whose `_private` is the builder of the parse. All pointers are borrowed:
/// they hold until the event returns.
enum SAXEvents {
    typealias Text = UnsafePointer<xmlChar>
    typealias Texts = UnsafeMutablePointer<UnsafePointer<xmlChar>?>

    /// The handlers of the events that make up the tree and of its mistakes; all others stay without one.
    static func handler() -> xmlSAXHandler {
        var handler = unsafe xmlSAXHandler()
        unsafe handler.initialized = UInt32(XML_SAX2_MAGIC)
        unsafe handler.internalSubset = { context, _, _, _ in
            unsafe SAXEvents.deliver(context) { $0.refuse(.documentType) }
        }
        unsafe handler.startElementNs = { context, local, prefix, uri, pairCount, pairs, count, _, fields in
            unsafe SAXEvents.deliver(context) { builder in
                let name = unsafe builder.name(local, prefix, uri)
                let declarations = unsafe builder.declarations(pairs, Int(pairCount))
                let attributes = unsafe builder.attributes(fields, Int(count))
                builder.start(XMLElement(name: name, namespaceDeclarations: declarations, attributes: attributes))
            }
        }
        unsafe handler.endElementNs = { context, _, _, _ in
            unsafe SAXEvents.deliver(context) { $0.end() }
        }
        unsafe handler.characters = { context, text, count in
            unsafe SAXEvents.deliver(context) { unsafe $0.append(UnsafeBufferPointer(start: text, count: Int(count))) }
        }
        // Without this handler libxml2 may drop white space that it takes for indentation.
        unsafe handler.ignorableWhitespace = unsafe handler.characters
        unsafe handler.cdataBlock = unsafe handler.characters
        unsafe handler.serror = { context, error in
            unsafe SAXEvents.report(error, context)
        }
        return unsafe handler
    }

    /// Hands an event to the builder, and stops the parser if the builder refuses the document.
    private static func deliver(_ context: UnsafeMutableRawPointer?, _ event: (TreeBuilder) -> Void) {
        guard let (parser, builder) = unsafe receivers(context), builder.refusal == nil else { return }
        event(builder)
        if builder.refusal != nil { unsafe xmlStopParser(parser) }
    }

    /// Refuses the document for what libxml2 calls an error, an undeclared prefix among it.
    private static func report(_ error: UnsafeMutablePointer<xmlError>?, _ context: UnsafeMutableRawPointer?) {
        guard let error = unsafe error?.pointee, unsafe error.level.rawValue >= XML_ERR_ERROR.rawValue,
            let (parser, builder) = unsafe receivers(context)
        else { return }
        // A namespace that is no URI is reported as an error with the code of a warning. Names are only compared.
        guard unsafe error.code != XML_WAR_NS_URI.rawValue else { return }
        unsafe builder.refuse(mistake(error, parser))
        // xmlStopParser frees the input, which libxml2 goes on reading after some errors. Without any stop it would
        // report one error for every byte of a hostile document.
        unsafe parser.pointee.disableSAX = 1
        unsafe parser.pointee.instate = XML_PARSER_EOF
    }

    /// The refusal for one of libxml2's errors.
    static func mistake(_ error: xmlError, _ parser: xmlParserCtxtPtr) -> XMLParseError {
        guard unsafe error.code != XML_ERR_NO_MEMORY.rawValue else { return .outOfMemory }
        return unsafe .notWellFormed(code: Int(error.code), line: Int(error.line), offset: xmlByteConsumed(parser))
    }

    private static func receivers(_ context: UnsafeMutableRawPointer?) -> (xmlParserCtxtPtr, TreeBuilder)? {
        guard let parser = unsafe context?.assumingMemoryBound(to: xmlParserCtxt.self),
            let builder = unsafe parser.pointee._private
        else { return nil }
        return unsafe (parser, Unmanaged<TreeBuilder>.fromOpaque(builder).takeUnretainedValue())
    }
}

extension TreeBuilder {
    /// A name of three NUL-ended texts.
    fileprivate func name(
        _ local: SAXEvents.Text?,
        _ prefix: SAXEvents.Text?,
        _ uri: SAXEvents.Text?
    ) -> XMLName {
        XMLName(
            namespace: unsafe uri.map { unsafe interned($0) },
            local: unsafe local.map { unsafe interned($0) } ?? "",
            prefix: unsafe prefix.map { unsafe interned($0) }
        )
    }

    /// The namespace declarations of a tag: two texts each, prefix and URI.
    fileprivate func declarations(_ texts: SAXEvents.Texts?, _ count: Int) -> [XMLNamespaceDeclaration] {
        guard let texts = unsafe texts else { return [] }
        return (0..<count).map { index in
            XMLNamespaceDeclaration(
                prefix: unsafe texts[2 * index].map { unsafe interned($0) },
                uri: unsafe texts[2 * index + 1].map { unsafe interned($0) } ?? ""
            )
        }
    }

    /// The attributes of a tag: five texts each, local name, prefix, URI, and the bounds of the value.
    fileprivate func attributes(_ texts: SAXEvents.Texts?, _ count: Int) -> [XMLAttribute] {
        guard let texts = unsafe texts else { return [] }
        return (0..<count).map { index in
            let fields = unsafe texts + 5 * index
            let name = unsafe name(fields[0], fields[1], fields[2])
            guard let begin = unsafe fields[3], let end = unsafe fields[4] else {
                return XMLAttribute(name: name, value: "")
            }
            let value = unsafe UnsafeBufferPointer(start: begin, count: end - begin)
            return XMLAttribute(name: name, value: unsafe string(value))
        }
    }

    /// A text of libxml2's dictionary, where equal texts are the same pointer for as long as the parser lives.
    private func interned(_ text: SAXEvents.Text) -> String {
        string(identifiedBy: UInt(bitPattern: text)) {
            unsafe string(UnsafeBufferPointer(start: text, count: Int(xmlStrlen(text))))
        }
    }

    /// The string of a text from a tag.
    ///
    /// Without entity substitution libxml2 leaves each ampersand of a value as `&#38;`, and no other reference.
    private func string(_ text: UnsafeBufferPointer<UInt8>) -> String {
        guard unsafe text.contains(UInt8(ascii: "&")) else { return unsafe String(decoding: text, as: UTF8.self) }
        var bytes: [UInt8] = []
        var rest = unsafe Array(text)[...]
        while let ampersand = rest.firstIndex(of: UInt8(ascii: "&")) {
            bytes += rest[...ampersand]
            rest = rest[ampersand...].dropFirst("&#38;".utf8.count)
        }
        return String(decoding: bytes + rest, as: UTF8.self)
    }
}
