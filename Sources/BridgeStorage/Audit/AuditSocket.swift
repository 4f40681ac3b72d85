import Bridge
import Foundation

/// The socket beside a journal through which the command line hands entries to the bridge that writes it.
///
/// An entry is one line of JSON, as the journal keeps it; the answer is a line, `ok` once the entry is durable, or the
/// reason that it is not. The socket's permissions admit its owner and root, who could write the journal too.
enum AuditSocket {
    /// The longest line that is read, bytes.
    static let lineLimit = 512 * 1024
    /// The longest time that one side waits for the other.
    static let patience: Duration = .seconds(20)

    private static let accepted = "ok"

    /// The path of the socket of a journal.
    static func path(of journal: String) -> String { journal + ".socket" }

    /// A socket that listens at `path`, where no other program may.
    ///
    /// - Throws: `POSIXError`.
    static func listen(at path: String) throws -> FileHandle {
        // A killed program leaves its socket behind.
        unsafe unlink(path)
        let socket = try make()
        try unsafe withAddress(of: path) { address, length in
            guard unsafe bind(socket.fileDescriptor, address, length) == 0 else { throw failure }
        }
        // Nobody can connect before it listens.
        guard unsafe chmod(path, 0o600) == 0, Foundation.listen(socket.fileDescriptor, 16) == 0 else { throw failure }
        return socket
    }

    /// Takes one entry from a connection that waits at `listener`; `append` returns the reason of a failure.
    static func serve(_ listener: FileHandle, _ append: (AuditEvent) -> String?) {
        let descriptor = accept(listener.fileDescriptor, nil, nil)
        guard descriptor >= 0 else { return }
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        let connection = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        limitWaiting(on: connection)
        guard let line = line(from: connection) else { return }
        guard let entry = try? AuditEntry(json: line) else { return answer("the entry cannot be read", on: connection) }
        answer(append(entry.event) ?? accepted, on: connection)
    }

    /// Hands an event to the bridge that writes the journal; nil if none listens.
    static func hand(_ event: AuditEvent, at time: Date, to journal: String) -> Result<Void, AuditUnavailable>? {
        guard let socket = try? make() else { return nil }
        limitWaiting(on: socket)
        do {
            try unsafe withAddress(of: path(of: journal)) { address, length in
                guard unsafe connect(socket.fileDescriptor, address, length) == 0 else { throw failure }
            }
        } catch {
            return nil
        }
        answer(AuditEntry(sequence: 0, time: time, event: event).json, on: socket)
        guard let line = line(from: socket) else {
            return .failure(AuditUnavailable("the bridge that writes it has not answered"))
        }
        let told = String(decoding: line, as: UTF8.self)
        return told == accepted ? .success(()) : .failure(AuditUnavailable(told))
    }

    private static func make() throws -> FileHandle {
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw failure }
        return FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    }

    private static func limitWaiting(on connection: FileHandle) {
        var limit = timeval(tv_sec: Int(patience / .seconds(1)), tv_usec: 0)
        let size = socklen_t(MemoryLayout<timeval>.size)
        for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
            unsafe setsockopt(connection.fileDescriptor, SOL_SOCKET, option, &limit, size)
        }
    }

    /// The bytes up to a line feed; nil if the other side sends none.
    private static func line(from connection: FileHandle) -> Data? {
        var bytes: [UInt8] = []
        while bytes.count < lineLimit {
            // A file handle would wait until it has all that it may read.
            let more = unsafe [UInt8](unsafeUninitializedCapacity: 64 * 1024) { buffer, count in
                count = unsafe max(0, recv(connection.fileDescriptor, buffer.baseAddress, buffer.count, 0))
            }
            guard !more.isEmpty else { return nil }
            bytes += more
            if bytes.last == UInt8(ascii: "\n") { return Data(bytes.dropLast()) }
        }
        return nil
    }

    private static func answer(_ line: String, on connection: FileHandle) {
        var rest = Array((line + "\n").utf8)[...]
        while !rest.isEmpty {
            // A side that has gone is an error here, not a signal.
            let sent = unsafe rest.withUnsafeBytes { bytes in
                unsafe send(connection.fileDescriptor, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL))
            }
            guard sent > 0 else { return }
            rest = rest.dropFirst(sent)
        }
    }

    /// Calls `body` with the address of a socket.
    ///
    /// An address has room for about a hundred bytes, so that the path leads through the descriptor of its folder.
    private static func withAddress(
        of path: String,
        _ body: (UnsafePointer<sockaddr>, socklen_t) throws -> Void
    ) throws {
        let url = URL(fileURLWithPath: path)
        let folder = unsafe open(url.deletingLastPathComponent().path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { throw failure }
        defer { close(folder) }
        let name = Array("/proc/self/fd/\(folder)/\(url.lastPathComponent)".utf8)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        guard name.count < MemoryLayout.size(ofValue: address.sun_path) else { throw POSIXError(.ENAMETOOLONG) }
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: name) }
        try unsafe withUnsafePointer(to: &address) { address in
            try unsafe address.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                try unsafe body(address, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
    }

    private static var failure: POSIXError { POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
}
