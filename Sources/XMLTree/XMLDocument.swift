/// Reads XML documents.
///
/// No document type, no entities but the five predefined ones, no network, no files; bounded in size, depth and
/// attributes; nothing is ever printed. Comments and processing instructions are dropped, CDATA sections are text, and
/// text keeps its white space.
///
/// - SeeAlso: XML 1.0, fifth edition; Namespaces in XML 1.0, third edition.
public enum XMLDocument {
    /// Reads a document; its root element.
    ///
    /// The bytes are UTF-8 or US-ASCII, with or without byte order mark and XML declaration.
    public static func parse(_ bytes: [UInt8], limits: XMLLimits = .standard) throws(XMLParseError) -> XMLElement {
        guard bytes.count <= limits.bytes else { throw .tooLarge(limit: limits.bytes) }
        try DocumentEncoding.check(bytes)
        // libxml2 looks for duplicate attributes in quadratic time before it reports the first of them, so that the
        // builder's limit would come too late: 230 ms for one tag of 256 KB. In 16 KB it is 1 ms.
        if bytes.count > 16 << 10 {
            try AttributeCount.check(bytes, limit: limits.attributesPerElement)
        }
        let builder = TreeBuilder(limits: limits)
        try SAXParser().parse(bytes, into: builder)
        return try builder.finish()
    }
}
