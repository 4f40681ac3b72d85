import Foundation

/// A small file that is replaced whole or not at all.
public enum DurableFile {
    /// Replaces the file at `path`, or creates it, and returns once it is on the disk.
    ///
    /// - Parameter mode: its permissions.
    public static func replace(_ path: String, with bytes: some Sequence<UInt8>, mode: Int) throws {
        let temporary = path + ".new"
        let isCreated = FileManager.default.createFile(
            atPath: temporary,
            contents: nil,
            attributes: [.posixPermissions: mode]
        )
        guard isCreated, let handle = FileHandle(forWritingAtPath: temporary) else {
            throw CocoaError(.fileWriteNoPermission)
        }
        try handle.write(contentsOf: Data(bytes))
        try handle.synchronize()
        try handle.close()
        guard unsafe rename(temporary, path) == 0 else { throw CocoaError(.fileWriteUnknown) }
        let directory = FileHandle(forReadingAtPath: URL(fileURLWithPath: path).deletingLastPathComponent().path)
        try directory?.synchronize()
        try directory?.close()
    }
}
