import Bridge
import Foundation
import GRDB
import Testing

@testable import BridgeStorage

/// A journal that cannot be written: who waits hears of it, nobody else does, and the journal tells of it later.
@Suite struct OutageTests {
    private static var limits: AuditJournalLimits {
        var limits = AuditJournalLimits()
        limits.waiting = 8
        limits.retry = .milliseconds(50)
        return limits
    }

    /// A journal of one entry whose file cannot be written.
    private static func unwritable(_ file: TemporaryJournal) async throws -> SQLiteAuditJournal {
        let journal = try file.open(limits: limits)
        try await journal.append(.sample(0))
        try await set(journal, "query_only = 1")
        await #expect(throws: AuditUnavailable.self) { try await journal.append(.sample(1000)) }
        return journal
    }

    private static func set(_ journal: SQLiteAuditJournal, _ pragma: String) async throws {
        try await journal.database.queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA " + pragma) }
    }

    @Test("on a disk that fills up appends throw, and what threw is not entered later")
    func fullDisk() async throws {
        let file = try TemporaryJournal()
        defer { file.remove() }
        let journal = try file.open(limits: Self.limits)
        try await Self.set(journal, "max_page_count = 20")
        var written: [AuditEvent] = []
        while written.count < 10_000, (try? await journal.append(.sample(written.count))) != nil {
            written.append(.sample(written.count))
        }
        #expect((1..<10_000).contains(written.count))
        try await Self.set(journal, "max_page_count = 1000000")
        #expect(try await eventually { journal.status.isWritable })
        let entries = try await journal.entries(AuditQuery(limit: 20_000)).map(\.event)
        #expect(entries.prefix(written.count) == written[...])
        #expect(entries.count == written.count + 1)
    }

    @Test("an outage shows in the status, with the number of entries that are not in the journal")
    func counts() async throws {
        let file = try TemporaryJournal()
        defer { file.remove() }
        let journal = try await Self.unwritable(file)
        let last = journal.status.lastSequence
        for number in 0..<20 { journal.enqueue(.sample(number)) }
        #expect(journal.status == AuditStatus(isWritable: false, gap: 20, lastSequence: last))
    }

    @Test("once it can be written again, the gap is entered, and what was kept after it")
    func gap() async throws {
        let file = try TemporaryJournal()
        defer { file.remove() }
        let journal = try await Self.unwritable(file)
        let last = journal.status.lastSequence
        for number in 0..<20 { journal.enqueue(.sample(number)) }
        try await Self.set(journal, "query_only = 0")
        #expect(try await eventually { journal.status.gap == 0 && journal.status.isWritable })
        let entries = try await journal.entries(AuditQuery()).filter { $0.sequence > last }
        guard case .action(let gap) = entries.first?.event else {
            Issue.record("no gap entry")
            return
        }
        #expect(gap.action == "gap")
        #expect(gap.user == "bridge")
        #expect(gap.reason == "12 entries lost, 8 entered late")
        #expect(try #require(gap.from) <= (try #require(gap.to)))
        #expect(entries.dropFirst().map(\.event) == (0..<8).map { .sample($0) })
    }

    @Test("an outage without a lost entry is entered all the same, by the bridge alone")
    func quietOutage() async throws {
        let file = try TemporaryJournal()
        defer { file.remove() }
        let journal = try await Self.unwritable(file)
        try await Self.set(journal, "query_only = 0")
        #expect(try await eventually { journal.status.isWritable })
        guard case .action(let gap) = try await journal.entries(AuditQuery(limit: 1)).last?.event else {
            Issue.record("no gap entry")
            return
        }
        #expect(gap.reason == "0 entries lost, 0 entered late")
    }

    @Test("entries that a full queue cannot take are lost, counted and entered as a gap")
    func overflow() async throws {
        let file = try TemporaryJournal()
        defer { file.remove() }
        let journal = try file.open(limits: Self.limits)
        try await journal.append(.sample(0))
        try await journal.database.queue.writeWithoutTransaction { [limits = Self.limits] _ in
            for number in 0..<(limits.waiting * 3) { journal.enqueue(.sample(number)) }
        }
        #expect(try await eventually { journal.status.gap == 0 })
        await journal.whileOpen {}
        let entries = try await journal.entries(AuditQuery())
        let reasons = entries.compactMap { entry in
            if case .action(let action) = entry.event { action.reason } else { nil }
        }
        let lost = reasons.compactMap { $0.split(separator: " ").first.flatMap { Int($0) } }.reduce(0, +)
        #expect(lost > 0)
        #expect(entries.count - reasons.count + lost == 1 + Self.limits.waiting * 3)
    }

    @Test("stopping during an outage ends, and what is kept is not lost while the process lives")
    func stoppingDuringOutage() async throws {
        let file = try TemporaryJournal()
        defer { file.remove() }
        let journal = try await Self.unwritable(file)
        journal.enqueue(.sample(1))
        await journal.whileOpen {}
        #expect(journal.status.gap == 1)
    }

    @Test("a journal whose file was removed or replaced while it was open is written no further")
    func removedWhileOpen() async throws {
        let file = try TemporaryJournal()
        defer { file.remove() }
        let journal = try file.open(limits: Self.limits)
        try await journal.append(.sample(1))
        let aside = file.path + ".aside"
        try FileManager.default.moveItem(atPath: file.path, toPath: aside)
        await #expect(throws: AuditUnavailable.self) { try await journal.append(.sample(2)) }
        try FileManager.default.moveItem(atPath: aside, toPath: file.path)
        #expect(try await eventually { journal.status.isWritable })
    }

    @Test("a journal whose end was cut off while it was open is written no further")
    func cutWhileOpen() async throws {
        let file = try TemporaryJournal()
        defer { file.remove() }
        let journal = try file.open(limits: Self.limits)
        for number in 0..<3 { try await journal.append(.sample(number)) }
        try file.tamper { try $0.execute(sql: "DELETE FROM entry WHERE sequence = 3") }
        await #expect(throws: AuditUnavailable("the journal was changed by another hand; see audit verify")) {
            try await journal.append(.sample(4))
        }
    }
}
