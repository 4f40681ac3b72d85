/// A file with certificates or a private key in PEM.
///
/// - SeeAlso: RFC 7468; decision D72.
public enum PEMFile {
    /// The bytes of the file at `path`, without byte order mark, behind which readers of PEM find no first line.
    ///
    /// - Throws: if the file cannot be read, is no ordinary one, or is over 1 MiB.
    public static func bytes(_ path: String) throws(OrdinaryFile.Refusal) -> [UInt8] {
        Array(try OrdinaryFile(path, limit: limit).bytes.withoutByteOrderMark)
    }

    /// The most bytes of a file: hundreds of certificates.
    private static let limit = 1 << 20

    /// The bytes of the file at `path` behind its byte order mark, for a reader that takes paths too.
    ///
    /// - Returns: nil if the file has no mark, or cannot be read.
    public static func bytesBehindMark(_ path: String) -> [UInt8]? {
        guard let file = try? OrdinaryFile(path, limit: limit), file.bytes.withoutByteOrderMark.count < file.bytes.count
        else { return nil }
        return Array(file.bytes.withoutByteOrderMark)
    }
}
