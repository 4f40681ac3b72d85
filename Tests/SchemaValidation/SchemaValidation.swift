import CLibXML2
public import Foundation

/// A published XSD, compiled by libxml2, for tests that hold answers against it.
///
/// The published schemas are not part of the project: where they are not there, ``published(_:)`` is nil and a test
/// that needs one is skipped.
@safe public final class PublishedSchema {
    private let schema: xmlSchemaPtr

    /// Where the published material is, beside the project's own folder.
    public static let folder = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "shared/spec/data")

    /// Whether the published material is there.
    public static var isAvailable: Bool { FileManager.default.fileExists(atPath: folder.path) }

    /// Why tests that need the published material do not run.
    public static let absence = "the published schemas are not beside this project (../shared/spec/data)"

    /// libxml2 may be set up by one thread only, and so may its built-in types, which the first schema would set up.
    private static let initialization: Void = {
        xmlInitParser()
        xmlSchemaInitTypes()
    }()

    /// The schema of a file below `smsp/requirements-pack/Schemas`; nil when it is not there or cannot be compiled.
    public init?(_ name: String) {
        _ = Self.initialization
        let path = Self.folder.appending(path: "smsp/requirements-pack/Schemas/\(name)").path
        guard let context = unsafe xmlSchemaNewParserCtxt(path) else { return nil }
        defer { unsafe xmlSchemaFreeParserCtxt(context) }
        unsafe xmlSchemaSetParserStructuredErrors(context, { _, _ in }, nil)
        guard let schema = unsafe xmlSchemaParse(context) else { return nil }
        unsafe self.schema = schema
    }

    deinit { unsafe xmlSchemaFree(schema) }

    /// Whether `document` is valid.
    public func accepts(_ document: [UInt8]) -> Bool {
        let options = Int32(XML_PARSE_NONET.rawValue | XML_PARSE_NOERROR.rawValue | XML_PARSE_NOWARNING.rawValue)
        let parsed = unsafe document.withUnsafeBytes { bytes in
            unsafe xmlReadMemory(
                bytes.baseAddress?.assumingMemoryBound(to: CChar.self),
                Int32(bytes.count),
                nil,
                nil,
                options
            )
        }
        guard let parsed = unsafe parsed else { return false }
        defer { unsafe xmlFreeDoc(parsed) }
        guard let context = unsafe xmlSchemaNewValidCtxt(schema) else { return false }
        defer { unsafe xmlSchemaFreeValidCtxt(context) }
        unsafe xmlSchemaSetValidStructuredErrors(context, { _, _ in }, nil)
        return unsafe xmlSchemaValidateDoc(context, parsed) == 0
    }
}
