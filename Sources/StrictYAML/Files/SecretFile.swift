import Foundation
public import NHSIdentifiers

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
    /// - Throws: when it cannot be read, is no ordinary file, is over 64 KiB, or is open to others than its owner.
    public static func read(_ path: String) throws(SecretFileError) -> SecretFile {
        let file: OrdinaryFile
        do throws(OrdinaryFile.Refusal) {
            file = try OrdinaryFile(path, limit: limit)
        } catch {
            throw .unreadable(error)
        }
        guard file.permissions & 0o077 == 0 else { throw .openToOthers(mode: file.permissions) }
        return SecretFile(bytes: Array(file.bytes.withoutByteOrderMark))
    }

    /// The most bytes of a secret: a key of 16,384 bits in PEM takes a fifth of it.
    private static let limit = 64 << 10
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
    /// There is no such file, this user may not read it, or it is no ordinary file of a secret's length.
    case unreadable(OrdinaryFile.Refusal)
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
            case .unreadable(let refusal):
                throw problem("names \(refusal.object)", try: "the path of a file that this user owns")
            case .openToOthers(let mode):
                let octal = String(mode, radix: 8)
                throw problem("names a file open to others, mode \(octal)", try: "chmod 600 \(filePath)")
            }
        }
    }
}
