import Bridge
import Foundation
import GRDB
import Testing

@testable import BridgeStorage

/// The head file of a journal, by which a loss of entries shows.
@Suite struct HeadFileTests {
    /// A way to lose entries without a break of the chain.
    enum Loss: String, CaseIterable {
        case cut, emptied, emptyFile, olderCopy, begunAgain

        /// Loses the entries from 6 on; `copy` is a copy of the journal as it was until then.
        func happen(to file: TemporaryJournal, copy: URL) throws {
            let url = URL(fileURLWithPath: file.path)
            func remove() {
                for path in PrivateFiles.database(at: file.path) { try? FileManager.default.removeItem(atPath: path) }
            }
            switch self {
            case .cut: try file.tamper { try $0.execute(sql: "DELETE FROM entry WHERE sequence > 5") }
            case .emptied: try file.tamper { try $0.execute(sql: "DELETE FROM entry") }
            case .emptyFile:
                remove()
                _ = FileManager.default.createFile(
                    atPath: file.path,
                    contents: nil,
                    attributes: [.posixPermissions: 0o600]
                )
            case .olderCopy:
                remove()
                try FileManager.default.copyItem(at: copy, to: url)
            case .begunAgain: remove()
            }
        }
    }

    /// A journal of five entries, then of ten, and a copy of its two files as they were at five.
    private static func journal() async throws -> (file: TemporaryJournal, copy: URL, headCopy: URL, head: AuditHead) {
        let file = try TemporaryJournal()
        try await file.filled(5)
        let (copy, headCopy) = (file.folder.appending(path: "copy.sqlite"), file.folder.appending(path: "copy.head"))
        try FileManager.default.copyItem(at: URL(fileURLWithPath: file.path), to: copy)
        try FileManager.default.copyItem(at: URL(fileURLWithPath: file.headFile), to: headCopy)
        let head = try #require(try await file.filled(5))
        return (file, copy, headCopy, head)
    }

    @Test(
        "a loss is found by verification, entered at the next start, and known at every later one",
        arguments: Loss.allCases
    )
    func loss(_ loss: Loss) async throws {
        let (file, copy, _, head) = try await Self.journal()
        defer { file.remove() }
        try loss.happen(to: file, copy: copy)
        if loss != .emptyFile, loss != .begunAgain {
            #expect(try file.inspect().result == .broken(AuditBreak(sequence: 10, kind: .headNotFound)))
        }
        for start in 1...3 {
            let journal = try file.open()
            #expect(journal.status.loss == "entry 10 was in the journal and is not", "start \(start)")
            await journal.whileOpen { journal.enqueue(.sample(start)) }
            let entered = try await journal.entries(AuditQuery()).compactMap { entry -> AuditedAction? in
                guard case .action(let action) = entry.event, action.action == "loss" else { return nil }
                return action
            }
            #expect(entered.map(\.from) == [head.description], "start \(start)")
        }
        #expect(try file.inspect().result == .broken(AuditBreak(sequence: 10, kind: .headNotFound)))
    }

    @Test("a journal that is put back whole has no loss any more")
    func putBack() async throws {
        let (file, copy, _, _) = try await Self.journal()
        defer { file.remove() }
        let aside = file.folder.appending(path: "aside.sqlite")
        try FileManager.default.moveItem(atPath: file.path, toPath: aside.path)
        try FileManager.default.copyItem(at: copy, to: URL(fileURLWithPath: file.path))
        #expect(try file.inspect().result != .intact(entries: 5, head: nil))
        try FileManager.default.removeItem(atPath: file.path)
        try FileManager.default.moveItem(atPath: aside.path, toPath: file.path)
        #expect(try file.open().status.loss == nil)
    }

    @Test("an old journal and its old head file restored together are found by a head from the log alone")
    func bothRestored() async throws {
        let (file, copy, headCopy, head) = try await Self.journal()
        defer { file.remove() }
        try Loss.olderCopy.happen(to: file, copy: copy)
        try FileManager.default.removeItem(atPath: file.headFile)
        try FileManager.default.moveItem(at: headCopy, to: URL(fileURLWithPath: file.headFile))
        guard case .intact(5, _) = try file.inspect().result else {
            Issue.record("\(try file.inspect())")
            return
        }
        #expect(try file.inspect(given: head).result == .broken(AuditBreak(sequence: 10, kind: .headNotFound)))
    }

    @Test("a head file that is older than the journal, as after a crash, is no loss")
    func headBehind() async throws {
        let (file, _, headCopy, head) = try await Self.journal()
        defer { file.remove() }
        try FileManager.default.removeItem(atPath: file.headFile)
        try FileManager.default.moveItem(at: headCopy, to: URL(fileURLWithPath: file.headFile))
        let inspection = try file.inspect()
        #expect(inspection.result == .intact(entries: 10, head: head))
        guard case .headFile(let compared?) = inspection.basis.first else {
            Issue.record("\(inspection)")
            return
        }
        #expect(compared.sequence == 5)
        #expect(try file.open().status.loss == nil)
    }

    @Test("a journal killed before its first head was written has no loss")
    func killedAtOnce() async throws {
        let file = try TemporaryJournal()
        defer { file.remove() }
        var limits = AuditJournalLimits()
        limits.headFileInterval = .seconds(3600)
        let journal = try file.open(limits: limits)
        try await journal.append(.sample(1))
        #expect(try file.inspect().basis == [.headFile(nil)])
        #expect(try file.inspect().result == .intact(entries: 1, head: journal.head))
        #expect(try file.open().status.loss == nil)
    }

    @Test("the head file follows the journal while it is open")
    func follows() async throws {
        let file = try TemporaryJournal()
        defer { file.remove() }
        var limits = AuditJournalLimits()
        limits.headFileInterval = .milliseconds(10)
        let journal = try file.open(limits: limits)
        try await journal.append(.sample(1))
        #expect(try await eventually { try file.inspect().basis == [.headFile(journal.head)] })
    }

    @Test("a journal without its head file is broken, and its next starts know of it")
    func fileMissing() async throws {
        let (file, _, _, _) = try await Self.journal()
        defer { file.remove() }
        try FileManager.default.removeItem(atPath: file.headFile)
        for _ in 1...2 {
            #expect(try file.inspect().result == .broken(AuditBreak(sequence: 0, kind: .headFileMissing)))
            let journal = try file.open()
            #expect(journal.status.loss == "the journal was found without its head file")
            await journal.whileOpen {}
        }
    }

    @Test("a head file changed by hand, or sealed with another key, is refused and overwritten by nobody")
    func fileChanged() async throws {
        let (file, _, _, _) = try await Self.journal()
        defer { file.remove() }
        let text = try String(contentsOfFile: file.headFile, encoding: .utf8)
        for changed in [text.replacing("latest 10:", with: "latest 05:"), "", text + "more\n", "latest none\n"] {
            try changed.write(toFile: file.headFile, atomically: false, encoding: .utf8)
            #expect(throws: AuditJournalError.headChanged(file.headFile)) { try file.open() }
            #expect(try file.inspect().result == .broken(AuditBreak(sequence: 0, kind: .headFileChanged)))
            #expect(try String(contentsOfFile: file.headFile, encoding: .utf8) == changed)
        }
    }

    @Test("a journal of a version without head file is compared with none, and has one once it is opened")
    func earlierVersion() async throws {
        let file = try TemporaryJournal()
        defer { file.remove() }
        try await file.filled(3)
        try await file.connection().write { try $0.execute(sql: "PRAGMA user_version = 2") }
        try FileManager.default.removeItem(atPath: file.headFile)
        #expect(try file.inspect().basis == [])
        #expect(AuditText.line(of: try file.inspect()).contains("compared with no head"))
        #expect(try file.open().status.loss == nil)
        #expect(try file.inspect().basis == [.headFile(try file.open().head)])
    }

    @Test(
        "a file of the journal that others may read or write is refused",
        arguments: ["audit.sqlite", "audit.sqlite-wal", "audit.sqlite-shm", "audit.head"],
        [0o640, 0o604, 0o602]
    )
    func openToOthers(_ name: String, _ mode: Int) async throws {
        let file = try TemporaryJournal()
        defer { file.remove() }
        let journal = try file.open()
        try await journal.append(.sample(1))
        let path = file.folder.appending(path: name).path
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
        #expect(throws: AuditJournalError.openToOthers(path, mode: mode)) { try file.open() }
        #expect(throws: AuditJournalError.openToOthers(path, mode: mode)) { try file.inspect() }
    }

    @Test("the files of a journal are readable by their owner alone, whatever the umask")
    func ownFiles() async throws {
        let file = try TemporaryJournal()
        defer { file.remove() }
        let journal = try file.open()
        try await journal.append(.sample(1))
        #expect(PrivateFiles.open(among: PrivateFiles.database(at: file.path) + [file.headFile]) == nil)
    }
}
