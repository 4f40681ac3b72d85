import Foundation

/// A file with certificates or a private key in PEM.
///
/// - SeeAlso: RFC 7468; decision D72.
public enum PEMFile {
    /// The bytes of the file at `path`, without byte order mark, behind which readers of PEM find no first line.
    ///
    /// - Throws: if the file cannot be read.
    public static func bytes(_ path: String) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(filePath: path)).withoutByteOrderMark)
    }

    /// The bytes of the file at `path` behind its byte order mark, for a reader that takes paths too.
    ///
    /// - Returns: nil if the file has no mark, or cannot be read.
    public static func bytesBehindMark(_ path: String) -> [UInt8]? {
        guard let handle = FileHandle(forReadingAtPath: path) else { return nil }
        defer { try? handle.close() }
        guard let start = try? handle.read(upToCount: 3), start.count == 3, start.withoutByteOrderMark.isEmpty,
            let rest = try? handle.readToEnd()
        else { return nil }
        return Array(rest)
    }
}
