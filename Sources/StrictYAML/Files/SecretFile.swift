import Foundation
import NHSIdentifiers

/// The content of a file that only its owner can read.
///
/// It does not describe itself, so that no secret reaches a log.
public struct SecretFile: Sendable {
    /// The bytes of the file, without byte order mark.
    public let bytes: [UInt8]

    /// The text of the file without white space at either end, which editors add to an API key.
    ///
    /// Absent: nil when the file is not UTF-8.
    public var text: String? {
        String(validating: bytes, as: UTF8.self)?.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// The file at `path`.
    ///
    /// - Throws: when it cannot be read, is no ordinary file, or is open to others than its owner.
    public static func read(_ path: String) throws(SecretFileError) -> SecretFile {
        guard let handle = FileHandle(forReadingAtPath: path) else { throw .unreadable }
        defer { try? handle.close() }
        // The open file is examined, not the path: it is the file that is then read, and a link is followed once.
        var status = stat()
        guard unsafe fstat(handle.fileDescriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw .unreadable
        }
        guard status.st_mode & 0o077 == 0 else { throw .openToOthers(mode: Int(status.st_mode & 0o777)) }
        guard let bytes = try? handle.readToEnd() ?? Data() else { throw .unreadable }
        return SecretFile(bytes: Array(bytes.withoutByteOrderMark))
    }
}

extension SecretFile: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The name of the type and nothing of the secret.
    public var description: String { "SecretFile" }
    /// The name of the type and nothing of the secret.
    public var debugDescription: String { description }
    /// A mirror without children.
    public var customMirror: Mirror { Mirror(self, children: []) }
}

/// The reason that a secret file is not used.
public enum SecretFileError: Error, Sendable, Hashable {
    /// There is no such file, it is no ordinary file, or this user may not read it.
    case unreadable
    /// Its group or everybody may read, write or execute it; `mode` is its permissions.
    case openToOthers(mode: Int)
}

extension YAMLValue {
    /// Reads the file that a `secretFile` names.
    ///
    /// - Throws: a problem with this value when the file cannot be used.
    public func secret() throws(YAMLProblem) -> SecretFile {
        do throws(SecretFileError) {
            return try SecretFile.read(filePath)
        } catch {
            switch error {
            case .unreadable:
                throw problem("names no file that can be read", try: "the path of a file that this user owns")
            case .openToOthers(let mode):
                let octal = String(mode, radix: 8)
                throw problem("names a file open to others, mode \(octal)", try: "chmod 600 \(filePath)")
            }
        }
    }
}
