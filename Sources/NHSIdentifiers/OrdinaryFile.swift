import Glibc

/// An ordinary file, looked at before it is read, and read whole within a limit.
///
/// A pipe or a device would hold up its reader for as long as nobody writes, and a file without end would fill the memory:
/// neither is opened to read.
public struct OrdinaryFile: Sendable {
    /// The bytes of the file.
    public let bytes: [UInt8]
    /// The permissions: the lower nine bits of its mode.
    public let permissions: Int

    /// The reason that a file is not read.
    public enum Refusal: Error, Sendable, Hashable {
        /// There is no such file, or this user may not read it.
        case unreadable
        /// It is a directory, a pipe, a socket or a device.
        case notOrdinary
        /// It has more bytes than the limit.
        case tooLarge(limit: Int)
    }

    /// Reads the file at `path`; a link is followed.
    ///
    /// - Parameter limit: The most bytes that it may have.
    public init(_ path: String, limit: Int) throws(Refusal) {
        let descriptor = try Self.open(path)
        defer { close(descriptor) }
        // The open file is looked at, not the path: it is the file that is then read.
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else { throw .unreadable }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .notOrdinary }
        permissions = Int(status.st_mode & 0o777)
        guard status.st_size <= limit else { throw .tooLarge(limit: limit) }
        bytes = try Self.read(descriptor, limit: limit)
    }

    /// Checks that the file at `path` could be read, whatever its length.
    public static func check(_ path: String) throws(Refusal) {
        let descriptor = try open(path)
        defer { close(descriptor) }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else { throw .unreadable }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .notOrdinary }
    }

    private static func open(_ path: String) throws(Refusal) -> CInt {
        // Without waiting: a pipe opens only once somebody writes to it.
        let descriptor = unsafe Glibc.open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)
        // A socket cannot be opened at all.
        guard descriptor >= 0 else { throw errno == ENXIO ? .notOrdinary : .unreadable }
        return descriptor
    }

    private static func read(_ descriptor: CInt, limit: Int) throws(Refusal) -> [UInt8] {
        var bytes: [UInt8] = []
        while true {
            // It may grow meanwhile, and one of /proc has no length.
            let part = unsafe [UInt8](unsafeUninitializedCapacity: 64 << 10) { buffer, count in
                count = unsafe max(0, Glibc.read(descriptor, buffer.baseAddress, buffer.count))
            }
            guard !part.isEmpty else { return bytes }
            bytes += part
            guard bytes.count <= limit else { throw .tooLarge(limit: limit) }
        }
    }
}

extension OrdinaryFile.Refusal: CustomStringConvertible {
    /// The file in words that follow a verb: `no ordinary file`.
    public var object: String {
        switch self {
        case .unreadable: "no file that can be read"
        case .notOrdinary: "no ordinary file"
        case .tooLarge(let limit): "a file of more than \(limit) bytes"
        }
    }

    /// The reason in words that follow the file's name: `is no ordinary file`.
    public var description: String {
        switch self {
        case .unreadable: "cannot be read"
        case .notOrdinary: "is no ordinary file"
        case .tooLarge(let limit): "has more than \(limit) bytes"
        }
    }
}
