/// The reason that bytes are not an accepted XML document.
///
/// It never holds text of the document, except the name of an encoding. Lines are counted from 1, offsets are bytes
/// from the beginning of the document.
public enum XMLParseError: Error, Sendable, Hashable {
    /// There is nothing, or nothing but white space.
    case empty
    /// The document is longer than the limit, bytes.
    case tooLarge(limit: Int)
    /// Elements are nested more deeply than the limit.
    case tooDeep(limit: Int)
    /// An element has more attributes, or more namespace declarations in force, than the limit.
    case tooManyAttributes(limit: Int)
    /// The document has a document type declaration.
    case documentType
    /// The document says that it is in this encoding, which is neither UTF-8 nor US-ASCII.
    case unsupportedEncoding(String)
    /// The document is not well-formed, or uses a namespace prefix that it does not declare.
    ///
    /// - Parameters:
    ///   - code: libxml2's number of the error (`xmlParserErrors` in `xmlerror.h`).
    ///   - line: the line that was being read.
    ///   - offset: how far the document had been read. The mistake is there or shortly before.
    case notWellFormed(code: Int, line: Int, offset: Int)
    /// libxml2 could get no memory.
    case outOfMemory
}
