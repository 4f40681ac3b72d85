/// Why bytes are no XML document that is accepted. It never holds text of the document.
public enum XMLParseError: Error, Sendable, Equatable {
    /// The document is longer than the limit, bytes.
    case tooLarge(limit: Int)
    /// Elements are nested more deeply than the limit.
    case tooDeep(limit: Int)
    /// A tag has more attributes and namespace declarations than the limit.
    case tooManyAttributes(limit: Int)
    /// The document has a document type declaration.
    case documentType
    /// The document is not in UTF-8, or says that it is in another encoding.
    case encoding
    /// The document is not well-formed.
    ///
    /// - Parameters:
    ///   - code: libxml2's error code (`xmlParserErrors`).
    ///   - line: the line, counted from 1.
    case notWellFormed(code: Int32, line: Int32)
    /// libxml2 could not work: it had no memory.
    case parserFailed
}

/// How much of an XML document is read.
public struct XMLLimits: Sendable, Hashable {
    /// The greatest length, bytes.
    public var bytes: Int
    /// How many elements may stand in each other.
    public var depth: Int
    /// How many attributes and namespace declarations a tag may have.
    public var attributes: Int

    /// Limits of these values.
    public init(bytes: Int, depth: Int, attributes: Int) {
        self.bytes = bytes
        self.depth = depth
        self.attributes = attributes
    }

    /// 1 MiB, 64 levels, 128 attributes: an SMSP request has 4 KiB, 9 and 8.
    public static let standard = XMLLimits(bytes: 1 << 20, depth: 64, attributes: 128)
}
