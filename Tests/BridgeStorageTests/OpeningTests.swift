import Bridge
import Foundation
import GRDB
import Testing

@testable import BridgeStorage

/// Which files and keys a journal is opened with.
@Suite struct OpeningTests {
    @Test("fewer than 32 bytes make no key")
    func shortKey() {
        #expect(AuditKey([UInt8](repeating: 1, count: 31)) == nil)
    }

    @Test("a journal of another key is refused, and is not changed")
    func otherKey() async throws {
        let file = try TemporaryJournal()
        defer { file.remove() }
        let head = try await file.filled(3, key: 8)
        #expect(throws: AuditJournalError.headChanged(file.headFile)) { try file.open(key: 7) }
        let aside = file.headFile + ".aside"
        try FileManager.default.moveItem(atPath: file.headFile, toPath: aside)
        #expect(throws: AuditJournalError.otherKey) { try file.open(key: 7) }
        #expect(!FileManager.default.fileExists(atPath: file.headFile))
        try FileManager.default.moveItem(atPath: aside, toPath: file.headFile)
        #expect(try file.verify(key: 8) == .intact(entries: 3, head: head))
    }

    @Test("a journal of the version before is verified as it is, and continued when it is opened")
    func earlierVersion() async throws {
        let file = try TemporaryJournal()
        defer { file.remove() }
        let head = try await file.filled(3)
        try await file.connection().write { try $0.execute(sql: "DROP INDEX entry_service; PRAGMA user_version = 1") }
        #expect(try file.verify() == .intact(entries: 3, head: head))
        let continued = try await file.filled(2)
        #expect(try file.verify() == .intact(entries: 5, head: continued))
        #expect(try await file.connection().read { try Int.fetchOne($0, sql: "PRAGMA user_version") } == 3)
    }

    @Test("another database is refused")
    func otherDatabase() async throws {
        let file = try TemporaryJournal()
        defer { file.remove() }
        try await file.connection().write { try $0.execute(sql: "CREATE TABLE evidence (x)") }
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file.path)
        #expect(throws: AuditJournalError.notAJournal) { try file.open() }
    }

    @Test("a file that is no database is refused")
    func noDatabase() throws {
        let file = try TemporaryJournal()
        defer { file.remove() }
        try Data(repeating: 65, count: 5000).write(to: URL(fileURLWithPath: file.path))
        #expect(throws: AuditJournalError.self) { try file.open() }
    }

    @Test("a folder that does not exist is refused")
    func noFolder() throws {
        let key = try TemporaryJournal.key()
        #expect(throws: AuditJournalError.self) {
            try AuditInspection.run(path: "/nowhere/audit.sqlite", headFile: "/nowhere/audit.head", key: key)
        }
    }

    @Test("the token of a person is the same for one key, another for another, and tells no number")
    func subjects() throws {
        let (first, second) = (try TemporaryJournal.key(7), try TemporaryJournal.key(8))
        let token = first.subject("9990000018")
        #expect(token == first.subject("9990000018"))
        #expect(token != second.subject("9990000018"))
        #expect(token != first.subject("9990000026"))
        #expect(token.count == 32)
        #expect(token.allSatisfy { $0.isHexDigit })
    }

    @Test("a head reads back from its text")
    func headText() throws {
        let head = AuditHead(sequence: 123, mac: Array(0..<32))
        #expect(head.description.hasPrefix("123:000102"))
        #expect(AuditHead(head.description) == head)
    }

    @Test("text that is no head is none", arguments: ["", "12", "12:", "12:ab", ":00", "x:00"])
    func noHead(_ text: String) {
        #expect(AuditHead(text) == nil)
    }

    @Test("a journal that was closed is whole in its one file")
    func oneFile() async throws {
        let file = try TemporaryJournal()
        defer { file.remove() }
        let head = try await file.filled(20)
        for suffix in ["-wal", "-shm"] { try? FileManager.default.removeItem(atPath: file.path + suffix) }
        #expect(try file.verify() == .intact(entries: 20, head: head))
    }
}
