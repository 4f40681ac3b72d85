import CLibXML2

/// One libxml2 parser, good for one document, that hands its events to a ``TreeBuilder`` and builds nothing itself.
///
/// Safe: the context is owned here alone, and whatever libxml2 lends to an event is copied before the event returns.
@safe struct SAXParser: ~Copyable {
    private let context: xmlParserCtxtPtr

    init() throws(XMLParseError) {
        Self.initialization
        guard let context = unsafe xmlNewParserCtxt() else { throw .outOfMemory }
        unsafe context.pointee.sax.pointee = unsafe SAXEvents.handler()
        unsafe self.context = context
    }

    deinit {
        unsafe xmlFreeParserCtxt(context)
    }

    /// Parses `bytes`, which are UTF-8.
    ///
    /// The declaration's encoding is ignored because ``DocumentEncoding`` has seen to it.
    func parse(_ bytes: [UInt8], into builder: TreeBuilder) {
        // What libxml2 reports without a context goes to the thread's own handler, which by default prints it.
        unsafe xmlSetStructuredErrorFunc(nil, { _, _ in })
        unsafe context.pointee._private = unsafe Unmanaged.passUnretained(builder).toOpaque()
        let options = Int32(XML_PARSE_NONET.rawValue | XML_PARSE_IGNORE_ENC.rawValue)
        let document = unsafe withExtendedLifetime(builder) {
            unsafe bytes.withUnsafeBytes { buffer in
                unsafe xmlCtxtReadMemory(
                    context,
                    buffer.baseAddress?.assumingMemoryBound(to: CChar.self),
                    Int32(clamping: buffer.count),
                    nil,
                    nil,
                    options
                )
            }
        }
        // None is to be expected, as no handler begins one.
        unsafe xmlFreeDoc(document)
        // After a stop libxml2 may call the document well-formed, so the builder's own refusal comes first.
        guard builder.refusal == nil, unsafe context.pointee.wellFormed == 0 else { return }
        builder.refuse(unsafe SAXEvents.mistake(context.pointee.lastError, context))
    }

    /// libxml2's global state, which must be there before threads share it.
    private static let initialization: Void = xmlInitParser()
}
