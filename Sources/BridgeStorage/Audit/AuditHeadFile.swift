import Bridge
import Foundation

/// The file that keeps the heads of a journal apart from it, sealed with the journal's key.
///
/// It is written behind the journal, at most once a second, so that after a crash it names an earlier entry, which the
/// journal has.
struct AuditHeadFile: Sendable {
    let path: String
    private let key: AuditKey

    init(path: String, key: AuditKey) {
        self.path = path
        self.key = key
    }

    /// The heads in the file; nil if there is no file.
    ///
    /// - Throws: ``AuditJournalError/headChanged`` for a file that was not written with this key.
    func read() throws(AuditJournalError) -> KnownHeads? {
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        try PrivateFiles.check([path])
        guard let data = FileManager.default.contents(atPath: path),
            let text = String(validating: data, as: UTF8.self),
            let heads = KnownHeads(text, sealedWith: key.heads)
        else { throw .headChanged(path) }
        return heads
    }

    /// Replaces the file, and returns once it is on the disk.
    func write(_ heads: KnownHeads) throws(AuditJournalError) {
        do {
            try DurableFile.replace(path, with: heads.text(sealedWith: key.heads).utf8, mode: 0o600)
        } catch {
            throw .headUnwritable(path)
        }
    }
}
