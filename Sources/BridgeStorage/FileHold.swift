import Foundation

/// The hold of one program on files that no two programs may use at once.
///
/// For each file it is a lock of the kernel (`flock`) on another one next to it, `….held`, because the file itself may be
/// replaced. The kernel ends the lock with the process, however that ends. The file next to it stays, with the name of its
/// last holder.
///
/// - SeeAlso: note N29.
public final class FileHold: Sendable {
    /// The refusal of a hold.
    public enum Refusal: Error, Sendable, Equatable, CustomStringConvertible {
        /// Another program holds a file; its name, process, host and time.
        case held(file: String, by: String)
        /// The file next to one cannot be opened or locked.
        case unusable(file: String)

        /// The remedy, as far as it is the same for every program.
        public var suggestion: String {
            switch self {
            case .held: "stop that program, or name files of this one's own"
            case .unusable: "a folder that this program may write"
            }
        }

        /// The refusal in words, without a remedy.
        public var description: String {
            switch self {
            case .held(let file, let holder): "\(file): is in use by \(holder)"
            case .unusable(let file):
                "\(file).held: cannot be opened and locked, so that another program may use \(file) too"
            }
        }
    }

    private let handles: [FileHandle]

    /// Holds `files`, whatever paths they are reached by, until the value is released.
    ///
    /// - Parameters:
    ///   - program: The program as a refusal of another one names it.
    ///   - patience: the longest time to wait for each file; the thread waits.
    /// - Throws: the refusal for the first file that cannot be held. Nothing is held then.
    public init(_ files: [String], by program: String, patience: Duration = .zero) throws(Refusal) {
        var handles: [FileHandle] = []
        for file in Set(files.map(Self.resolved)).sorted() {
            handles.append(try Self.lock(file, by: program, until: .now + patience))
        }
        self.handles = handles
    }

    private static func lock(
        _ file: String,
        by program: String,
        until end: ContinuousClock.Instant
    ) throws(Refusal) -> FileHandle {
        while true {
            do throws(Refusal) {
                return try lock(file, by: program)
            } catch {
                guard case .held = error, .now < end else { throw error }
                Thread.sleep(forTimeInterval: 0.05)
            }
        }
    }

    private static func resolved(_ file: String) -> String {
        URL(fileURLWithPath: file).resolvingSymlinksInPath().path
    }

    private static func lock(_ file: String, by program: String) throws(Refusal) -> FileHandle {
        let lock = file + ".held"
        var descriptor = unsafe open(lock, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        // A user who may not write it, such as the bridge's where root made it, can lock it all the same.
        if descriptor < 0, errno == EACCES { descriptor = unsafe open(lock, O_RDONLY | O_CLOEXEC) }
        guard descriptor >= 0 else { throw .unusable(file: file) }
        let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            guard errno == EWOULDBLOCK else { throw .unusable(file: file) }
            let text = (try? handle.read(upToCount: 4096)).map { String(decoding: $0, as: UTF8.self) } ?? ""
            throw .held(file: file, by: text.split(separator: "\n").first.map(String.init) ?? "another program")
        }
        let process = ProcessInfo.processInfo
        let place = "process \(process.processIdentifier) on \(process.hostName)"
        let holder = "\(program), \(place), since \(Date.now.ISO8601Format())\n"
        // The lock holds with another text, too.
        try? handle.truncate(atOffset: 0)
        try? handle.write(contentsOf: Data(holder.utf8))
        return handle
    }
}
