import Bridge
import Evidence
import Foundation
import GRDB
import SMSPContract
import Testing

@testable import BridgeStorage

/// What waits is written at the end, and can be read while more is written.
@Suite(.timeLimit(.minutes(10))) struct SettlingTests {
    @Test("settling writes all that waits")
    func settled() async throws {
        let file = try TemporaryStore()
        defer { file.remove() }
        let store = try file.open()
        for number in 0..<1200 { store.enqueue(.sample(number % 8)) }
        await store.settle()
        #expect(try file.count() == 1200)
    }

    @Test("a store that is stopped writes what waits")
    func stopped() async throws {
        let file = try TemporaryStore()
        defer { file.remove() }
        let store = try file.open()
        let service = Task { await store.run() }
        for number in 0..<1200 { store.enqueue(.sample(number % 8)) }
        service.cancel()
        await service.value
        #expect(try file.count() == 1200)
    }

    @Test("settling a store whose file another program holds ends soon, and what waits is written later")
    func lockedSettling() async throws {
        let file = try TemporaryStore()
        defer { file.remove() }
        let store = try file.open()
        let other = try file.connection()
        try await other.writeWithoutTransaction { try $0.execute(sql: "BEGIN EXCLUSIVE") }
        store.enqueue(.sample(0))
        // It returns while the file is still held: a settling that waited for it would never end.
        await store.settle()
        #expect(try file.count() == 0)
        try await other.writeWithoutTransaction { try $0.execute(sql: "COMMIT") }
        #expect(try await eventually { try file.count() == 1 })
    }

    @Test("settling a store that could not be written, and can be again, writes what waits")
    func backAgain() async throws {
        let file = try TemporaryStore()
        defer { file.remove() }
        let store = try file.open()
        func rename(_ sql: String) async throws {
            try await file.connection().writeWithoutTransaction { try $0.execute(sql: sql) }
        }
        try await rename("ALTER TABLE call RENAME TO away")
        store.enqueue(.sample(0))
        #expect(try await eventually { !store.status.isWritable })
        try await rename("ALTER TABLE away RENAME TO call")
        await store.settle()
        #expect(try file.count() == 1)
    }

    @Test("records that nobody settles are written soon by themselves")
    func byItself() async throws {
        let file = try TemporaryStore()
        defer { file.remove() }
        let store = try file.open()
        for person in 0..<3 { store.enqueue(.sample(person)) }
        #expect(try await eventually { try file.count() == 3 })
        #expect(store.status == ComparisonStoreStatus(isWritable: true, lost: 0))
    }

    @Test("findings are read while another connection writes, without what it has not committed")
    func whileWritten() async throws {
        let file = try TemporaryStore()
        defer { file.remove() }
        _ = try await file.summary((0..<5).map { .sample($0) })
        let other = try file.connection()
        try await other.writeWithoutTransaction { db in
            try db.execute(sql: "BEGIN IMMEDIATE; UPDATE call SET verdict = 'MISMATCH'")
        }
        // A reader that waited for the other connection would fail: it writes until the summary is here.
        let summary = try await SQLiteComparisonStore.evidence(
            in: file.path,
            EvidenceQuery(),
            now: TemporaryStore.later
        )
        #expect(summary.periods.first?.verdicts.mapValues(\.shown) == [.match: 5])
        try await other.writeWithoutTransaction { try $0.execute(sql: "ROLLBACK") }
    }

    @Test("findings that are read while records come are of one moment")
    func oneMoment() async throws {
        let file = try TemporaryStore()
        defer { file.remove() }
        let store = try file.open()
        for person in 0..<5 { store.enqueue(.sample(person, [.sample(.family)])) }
        await store.settle()
        let writer = Task {
            var number = 0
            while !Task.isCancelled {
                for _ in 0..<20 {
                    store.enqueue(.sample(number % 8, [.sample(.family)]))
                    number += 1
                }
                await store.settle()
            }
        }
        // The calls of each reading are of five people, so that each is counted.
        var counts: Set<Int> = []
        for _ in 0..<40 {
            let summary = try await store.evidence(EvidenceQuery())
            let calls = try #require(summary.periods.first?.verdicts[.mismatch]?.shown)
            #expect(summary.leavesBySite.map(\.unexplained.shown) == [calls])
            #expect(summary.patterns.map(\.calls.shown) == [calls])
            counts.insert(calls)
        }
        writer.cancel()
        await writer.value
        #expect(counts.count > 1)
    }
}
