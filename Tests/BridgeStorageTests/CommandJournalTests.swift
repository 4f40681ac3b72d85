import Bridge
import Foundation
import GRDB
import Logging
import Testing

@testable import BridgeStorage

/// The journal as a command uses it, alone and beside the program that writes it.
@Suite struct CommandJournalTests {
    private static let quiet = Logger(label: "audit") { _ in SwiftLogNoOpLogHandler() }

    private static func command(_ file: TemporaryJournal, patience: Duration = .seconds(60)) throws -> CommandJournal {
        try CommandJournal(
            path: file.path,
            headFile: file.headFile,
            key: TemporaryJournal.key(),
            program: "a command",
            patience: patience
        )
    }

    @Test("alone, commands at the same time wait for each other, and every entry is there")
    func alone() async throws {
        let file = try TemporaryJournal()
        defer { file.remove() }
        try await withThrowingTaskGroup { group in
            for number in 1...8 {
                group.addTask { try await Self.command(file).append(.sample(number)) }
            }
            try await group.waitForAll()
        }
        guard case .intact(8, _) = try file.inspect().result else {
            Issue.record("\(try file.inspect())")
            return
        }
        #expect(try FileHold([file.path], by: "the next") as FileHold? != nil)
    }

    @Test("beside the program that holds the journal, entries go through it, in order, however long the path is")
    func beside() async throws {
        var file = try TemporaryJournal()
        defer { file.remove() }
        let long = file.folder.appending(path: String(repeating: "a long name", count: 15))
        try FileManager.default.createDirectory(at: long, withIntermediateDirectories: true)
        let folder = file.folder
        defer { try? FileManager.default.removeItem(at: folder) }
        file = TemporaryJournal(in: long)
        let hold = try FileHold([file.path], by: "the bridge")
        defer { withExtendedLifetime(hold) {} }
        let journal = try file.open()
        let service = Task { [path = file.path] in
            await AuditSocketService(path: path, journal: journal, logger: Self.quiet).run()
        }
        let command = try Self.command(file)
        await command.whileOpen { for number in 1...20 { command.enqueue(.sample(number)) } }
        #expect(journal.head?.sequence == 20)
        #expect(try await journal.entries(AuditQuery()).map(\.event) == (1...20).map { .sample($0) })
        let attributes = try FileManager.default.attributesOfItem(atPath: file.path + ".socket")
        #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600)
        service.cancel()
        await service.value
        #expect(!FileManager.default.fileExists(atPath: file.path + ".socket"))
    }

    @Test("a failure of the program that writes the journal is the command's")
    func failure() async throws {
        let file = try TemporaryJournal()
        defer { file.remove() }
        let hold = try FileHold([file.path], by: "the bridge")
        defer { withExtendedLifetime(hold) {} }
        let journal = try file.open()
        try await journal.append(.sample(1))
        let service = Task { [path = file.path] in
            await AuditSocketService(path: path, journal: journal, logger: Self.quiet).run()
        }
        defer { service.cancel() }
        try file.tamper { try $0.execute(sql: "DELETE FROM entry") }
        let command = try Self.command(file)
        await #expect(throws: AuditUnavailable("the journal was changed by another hand; see audit verify")) {
            try await command.append(.sample(2))
        }
    }

    @Test(
        "a version of SQLite is known to lose entries of two writers, or not",
        arguments: [
            ("3.40.1", true), ("3.44.5", true), ("3.44.6", false), ("3.45.0", true), ("3.50.6", true),
            ("3.50.7", false),
            ("3.51.2", true), ("3.51.3", false), ("3.52.0", false), ("4.0.0", false),
        ]
    )
    func versions(_ version: String, _ loses: Bool) {
        #expect(SQLiteVersion(version).losesEntriesOfTwoWriters == loses)
        #expect((SQLiteVersion(version).advice == nil) != loses)
    }
}
