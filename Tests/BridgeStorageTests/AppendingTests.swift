import Bridge
import Foundation
import GRDB
import Synchronization
import Testing

@testable import BridgeStorage

/// What is acknowledged is on the disk, once, in order.
@Suite struct AppendingTests {
    @Test("the connection that writes waits for the disk at every commit")
    func fullySynchronous() throws {
        let file = try TemporaryJournal()
        defer { file.remove() }
        #expect(try file.open().database.synchronous == 2)
    }

    @Test("nobody but its owner can read a journal that the bridge created")
    func ownerOnly() throws {
        let file = try TemporaryJournal()
        defer { file.remove() }
        _ = try file.open()
        let mode = try FileManager.default.attributesOfItem(atPath: file.path)[.posixPermissions] as? Int
        #expect(mode == 0o600)
    }

    @Test("appends that wait at the same time are all durable, in far fewer transactions")
    func groupCommit() async throws {
        let file = try TemporaryJournal()
        defer { file.remove() }
        let taken = Mutex(0)
        let journal = try file.open(now: {
            taken.withLock { $0 += 1 }
            return .now
        })
        let commits = Commits()
        journal.database.queue.add(transactionObserver: commits, extent: .databaseLifetime)
        let hold = Hold(journal)
        try await withThrowingTaskGroup { group in
            for number in 0..<64 { group.addTask { try await journal.append(.sample(number)) } }
            _ = try await eventually { taken.withLock { $0 } >= 64 }
            hold.release()
            try await group.waitForAll()
        }
        #expect(try file.count() == 64)
        #expect(commits.count <= 4)
    }

    @Test("an append that returned is seen by everybody who opens the file")
    func durable() async throws {
        let file = try TemporaryJournal()
        defer { file.remove() }
        let journal = try file.open()
        try await journal.append(.sample(1))
        #expect(try file.count() == 1)
    }

    @Test("a journal that is opened again goes on with its sequence and its chain")
    func reopened() async throws {
        let file = try TemporaryJournal()
        defer { file.remove() }
        try await file.filled(3)
        let head = try await file.filled(2)
        #expect(head?.sequence == 5)
        #expect(try file.verify() == .intact(entries: 5, head: head))
    }

    @Test("two that write to one journal in turn keep one chain")
    func twoWriters() async throws {
        let file = try TemporaryJournal()
        defer { file.remove() }
        let (bridge, commandLine) = (try file.open(), try file.open())
        for number in 0..<10 {
            try await bridge.append(.sample(number))
            try await commandLine.append(.action(AuditedAction(user: "op", action: "rollback")))
        }
        #expect(try file.verify() == .intact(entries: 20, head: commandLine.head))
    }

    @Test("two that write to one journal at once keep one chain")
    func concurrentWriters() async throws {
        let file = try TemporaryJournal()
        defer { file.remove() }
        var limits = AuditJournalLimits()
        limits.busyTimeout = .seconds(60)
        let writers = [try file.open(limits: limits), try file.open(limits: limits)]
        try await withThrowingTaskGroup { group in
            for number in 0..<100 { group.addTask { try await writers[number % 2].append(.sample(number)) } }
            try await group.waitForAll()
        }
        guard case .intact(100, _) = try file.verify() else {
            Issue.record("\(try file.verify())")
            return
        }
    }

    @Test("closing with a queue full of entries writes every one")
    func closing() async throws {
        let file = try TemporaryJournal()
        defer { file.remove() }
        let journal = try file.open()
        let hold = Hold(journal)
        await journal.whileOpen {
            for number in 0..<5000 { journal.enqueue(.sample(number)) }
            hold.release()
        }
        #expect(try file.count() == 5000)
    }

    @Test("a journal that rests has everything in its file, none of it in the log of transactions alone")
    func checkpointed() async throws {
        let (file, copy) = (try TemporaryJournal(), try TemporaryJournal())
        defer {
            file.remove()
            copy.remove()
        }
        var limits = AuditJournalLimits()
        limits.idle = .milliseconds(20)
        let journal = try file.open(limits: limits)
        for number in 0..<3 { try await journal.append(.sample(number)) }
        let isWhole = try await eventually {
            try? FileManager.default.removeItem(atPath: copy.path)
            try FileManager.default.copyItem(atPath: file.path, toPath: copy.path)
            return (try? copy.count()) == 3
        }
        #expect(isWhole)
        #expect(journal.status.lastSequence == 3)
    }

    @Test("entries keep what they were given, in the order in which they came")
    func fidelity() async throws {
        let file = try TemporaryJournal()
        defer { file.remove() }
        let journal = try file.open()
        let action = AuditEvent.action(
            AuditedAction(user: "op \"1\"", action: "promote", site: "RXX", from: "legacy", to: "fhir", reason: "a\nb")
        )
        try await journal.append(.sample(1))
        try await journal.append(action)
        #expect(try await journal.entries(AuditQuery()).map(\.event) == [.sample(1), action])
    }

    @Test(
        "the tables refuse to change, to remove, to replace and to leave out",
        arguments: [
            "UPDATE entry SET text = '{}' WHERE sequence = 1",
            "DELETE FROM entry WHERE sequence = 3",
            "INSERT OR REPLACE INTO entry (sequence, text, mac) VALUES (2, '{}', x'00')",
            "INSERT INTO entry (sequence, text, mac) VALUES (5, '{}', x'00')",
        ]
    )
    func fence(_ sql: String) async throws {
        let file = try TemporaryJournal()
        defer { file.remove() }
        try await file.filled(3)
        #expect(throws: DatabaseError.self) { try file.connection().write { try $0.execute(sql: sql) } }
    }
}

/// Counts the transactions that wrote something.
private final class Commits: TransactionObserver {
    private let counter = Mutex(0)
    var count: Int { counter.withLock { $0 } }

    func observes(eventsOfKind eventKind: DatabaseEventKind) -> Bool { true }
    func databaseDidChange(with event: DatabaseEvent) {}
    func databaseDidCommit(_ db: Database) { counter.withLock { $0 += 1 } }
    func databaseDidRollback(_ db: Database) {}
}
