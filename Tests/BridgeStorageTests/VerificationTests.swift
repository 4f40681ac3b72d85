import Bridge
import Foundation
import GRDB
import Testing

@testable import BridgeStorage

/// Whatever is done to a journal without its key is found.
@Suite struct VerificationTests {
    private static let entries = 50

    /// A way to change a journal, and what is found then.
    struct Mutation: Sendable, CustomTestStringConvertible {
        let name: String
        let sql: [String]
        let found: AuditBreak

        var testDescription: String { name }

        init(_ name: String, _ sql: [String], _ sequence: Int, _ kind: AuditBreak.Kind) {
            self.name = name
            self.sql = sql
            found = AuditBreak(sequence: sequence, kind: kind)
        }
    }

    /// An entry in the middle, another in each run of the tests.
    private static let chosen = Int.random(in: 10...40)

    private static func replacing(_ member: String, _ value: String, at sequence: Int) -> [String] {
        ["UPDATE entry SET text = json_replace(text, '$.\(member)', \(value)) WHERE sequence = \(sequence)"]
    }

    private static let changedMembers = [
        ("time", "'2020-01-01T00:00:00.000Z'"), ("messageID", "'x'"), ("auditIdentities", "json('[]')"),
        ("site", "'RZZ'"), ("operation", "'getNHSNumber'"), ("purpose", "'x'"), ("backend", "'legacy'"),
        ("fhirRequestIDs", "json('[]')"), ("code", "'SMSP-9999'"), ("latency", "7777"), ("mappingHash", "'x'"),
        ("subject", "'x'"),
    ].map { member, value in
        Mutation("changed \(member)", replacing(member, value, at: chosen), chosen, .changed)
    }

    private static let mutations =
        changedMembers + [
            Mutation("another number in the text", replacing("sequence", "99", at: chosen), chosen, .reordered),
            Mutation(
                "one more space",
                ["UPDATE entry SET text = text || ' ' WHERE sequence = \(chosen)"],
                chosen,
                .changed
            ),
            Mutation(
                "changed code",
                ["UPDATE entry SET mac = zeroblob(32) WHERE sequence = \(chosen)"],
                chosen,
                .changed
            ),
            Mutation(
                "no entry any more",
                ["UPDATE entry SET text = '{}' WHERE sequence = \(chosen)"],
                chosen,
                .changed
            ),
            Mutation("first entry changed", replacing("code", "'x'", at: 1), 1, .changed),
            Mutation("last entry changed", replacing("code", "'x'", at: entries), entries, .changed),
            Mutation("deleted", ["DELETE FROM entry WHERE sequence = \(chosen)"], chosen, .missing),
            Mutation("first deleted", ["DELETE FROM entry WHERE sequence = 1"], 1, .missing),
            Mutation(
                "deleted, the rest moved up",
                [
                    "DELETE FROM entry WHERE sequence = \(chosen)",
                    "UPDATE entry SET sequence = -sequence WHERE sequence > \(chosen)",
                    "UPDATE entry SET sequence = -sequence - 1 WHERE sequence < 0",
                ],
                chosen,
                .reordered
            ),
            Mutation(
                "moved to another number",
                ["UPDATE entry SET sequence = 1000 WHERE sequence = \(chosen)"],
                chosen,
                .missing
            ),
            Mutation(
                "two swapped",
                [
                    "UPDATE entry SET sequence = -1 WHERE sequence = \(chosen)",
                    "UPDATE entry SET sequence = \(chosen) WHERE sequence = \(chosen + 1)",
                    "UPDATE entry SET sequence = \(chosen + 1) WHERE sequence = -1",
                ],
                chosen,
                .reordered
            ),
            Mutation(
                "one entered twice",
                [
                    """
                    INSERT INTO entry (sequence, text, mac)
                    SELECT \(entries + 1), text, mac FROM entry WHERE sequence = \(entries)
                    """
                ],
                entries + 1,
                .reordered
            ),
        ]

    @Test("a journal that nobody touched is intact, up to its head")
    func intact() async throws {
        let file = try TemporaryJournal()
        defer { file.remove() }
        let head = try await file.filled(Self.entries)
        #expect(try file.verify(known: head) == .intact(entries: Self.entries, head: head))
    }

    @Test("an empty journal is intact")
    func empty() throws {
        let file = try TemporaryJournal()
        defer { file.remove() }
        _ = try file.open()
        #expect(try file.verify() == .intact(entries: 0, head: nil))
    }

    @Test("every single change is found, where it was made", arguments: mutations)
    func changed(_ mutation: Mutation) async throws {
        let file = try TemporaryJournal()
        defer { file.remove() }
        try await file.filled(Self.entries)
        try file.tamper { db in for sql in mutation.sql { try db.execute(sql: sql) } }
        #expect(try file.verify() == .broken(mutation.found))
    }

    @Test("an end that was cut off is found by the head, and not without it")
    func cut() async throws {
        let file = try TemporaryJournal()
        defer { file.remove() }
        let head = try #require(try await file.filled(Self.entries))
        try file.tamper { try $0.execute(sql: "DELETE FROM entry WHERE sequence > 45") }
        #expect(try file.verify(known: head) == .broken(AuditBreak(sequence: 50, kind: .headNotFound)))
        guard case .intact(45, _) = try file.verify() else {
            Issue.record("\(try file.verify())")
            return
        }
    }

    @Test("an end that was cut off and written anew is found by the head")
    func rewritten() async throws {
        let file = try TemporaryJournal()
        defer { file.remove() }
        let head = try #require(try await file.filled(Self.entries))
        try file.tamper { try $0.execute(sql: "DELETE FROM entry WHERE sequence > 45") }
        try await file.filled(10)
        #expect(try file.verify(known: head) == .broken(AuditBreak(sequence: 50, kind: .headNotFound)))
    }

    @Test("an earlier head is found in a journal that went on")
    func earlierHead() async throws {
        let file = try TemporaryJournal()
        defer { file.remove() }
        let earlier = try await file.filled(5)
        let head = try await file.filled(5)
        #expect(try file.verify(known: earlier) == .intact(entries: 10, head: head))
    }

    @Test("a whole chain that was rebuilt with another key is found")
    func rebuilt() async throws {
        let file = try TemporaryJournal()
        defer { file.remove() }
        try await file.filled(Self.entries, key: 8)
        #expect(try file.verify(key: 7) == .broken(AuditBreak(sequence: 1, kind: .otherKey)))
    }

    @Test(
        "other tables, indexes or triggers are found",
        arguments: ["DROP INDEX entry_subject", "CREATE TABLE other (x)", "DROP TRIGGER entry_stays"]
    )
    func otherSchema(_ sql: String) async throws {
        let file = try TemporaryJournal()
        defer { file.remove() }
        try await file.filled(3)
        try await file.connection().write { try $0.execute(sql: sql) }
        #expect(try file.verify() == .broken(AuditBreak(sequence: 0, kind: .otherSchema)))
    }

    @Test("an index that hides an entry is found, the entries being intact")
    func otherIndex() async throws {
        let file = try TemporaryJournal()
        defer { file.remove() }
        try await file.filled(3)
        _ = try await file.connection().writeWithoutTransaction { try $0.checkpoint(.truncate) }
        let url = URL(filePath: file.path)
        var bytes = try Data(contentsOf: url)
        // In an entry a MessageID stands behind its prefix, in the index without.
        let indexed = bytes.ranges(of: Data("00000000-0000-4000-8000-100000000001".utf8)).first { range in
            bytes[..<range.lowerBound].last != UInt8(ascii: ":")
        }
        bytes[try #require(indexed).lowerBound] = UInt8(ascii: "1")
        try bytes.write(to: url)
        #expect(try file.verify() == .broken(AuditBreak(sequence: 0, kind: .otherIndex)))
    }

    @Test("a journal that is open and written is verified beside the one that writes")
    func whileWritten() async throws {
        let file = try TemporaryJournal()
        defer { file.remove() }
        let journal = try file.open()
        try await journal.append(.sample(1))
        #expect(try file.verify() == .intact(entries: 1, head: journal.head))
    }
}
