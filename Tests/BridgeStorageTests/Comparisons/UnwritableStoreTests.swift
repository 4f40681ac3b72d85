import Bridge
import Evidence
import Foundation
import GRDB
import SMSPContract
import Testing

@testable import BridgeStorage

/// A store that cannot be written keeps what it is given up to a bound, counts the rest, and makes nobody wait.
@Suite(.timeLimit(.minutes(10))) struct UnwritableStoreTests {
    /// The numbers that the recorded calls were given, in the order in which they were written.
    private static func recorded(_ file: TemporaryStore) throws -> [Int] {
        try file.connection().read { try Int.fetchAll($0, sql: "SELECT outcome_row FROM call ORDER BY sequence") }
    }

    private static func execute(_ sql: String, in file: TemporaryStore) throws {
        try file.connection().writeWithoutTransaction { try $0.execute(sql: sql) }
    }

    @Test("while another program holds the file, records are taken at once and none is lost")
    func locked() async throws {
        let file = try TemporaryStore()
        defer { file.remove() }
        let store = try file.open()
        let other = try file.connection()
        try await other.writeWithoutTransaction { try $0.execute(sql: "BEGIN EXCLUSIVE") }
        store.enqueue(.sample(0, outcomeRow: 0))
        // The first attempt to write is under way, and waits for the file for five seconds.
        try await Task.sleep(for: .seconds(1))
        for number in 1...2000 { store.enqueue(.sample(0, outcomeRow: number)) }
        #expect(store.status.isWritable, "the attempt has not ended, so that none of the records waited for it")
        #expect(try await eventually { !store.status.isWritable })
        #expect(store.status.lost == 0)
        try await other.writeWithoutTransaction { try $0.execute(sql: "COMMIT") }
        #expect(try await eventually { try file.count() == 2001 })
        #expect(try Self.recorded(file) == Array(0...2000))
        #expect(try await eventually { store.status == ComparisonStoreStatus(isWritable: true, lost: 0) })
    }

    @Test("beyond the backlog records are lost and counted, and those before it are written when the file is back")
    func overflow() async throws {
        let file = try TemporaryStore()
        defer { file.remove() }
        let store = try file.open()
        try Self.execute("ALTER TABLE call RENAME TO away", in: file)
        store.enqueue(.sample(0, outcomeRow: 0))
        #expect(try await eventually { !store.status.isWritable })
        for number in 1..<SQLiteComparisonStore.backlog + 50 { store.enqueue(.sample(0, outcomeRow: number)) }
        #expect(store.status == ComparisonStoreStatus(isWritable: false, lost: 50))
        try Self.execute("ALTER TABLE away RENAME TO call", in: file)
        #expect(try await eventually { try file.count() == SQLiteComparisonStore.backlog })
        #expect(try Self.recorded(file) == Array(0..<SQLiteComparisonStore.backlog))
        #expect(try await eventually { store.status == ComparisonStoreStatus(isWritable: true, lost: 50) })
    }

    @Test("a batch that fails half-way is written once, whole, when it can be")
    func halfWay() async throws {
        let file = try TemporaryStore()
        defer { file.remove() }
        let store = try file.open()
        try Self.execute("ALTER TABLE difference RENAME TO away", in: file)
        // The first is written without differences, the second fails after it.
        store.enqueue(.sample(0, outcomeRow: 0))
        store.enqueue(.sample(0, [.sample(.family)], outcomeRow: 1))
        #expect(try await eventually { !store.status.isWritable })
        #expect(try file.count() == 0)
        try Self.execute("ALTER TABLE away RENAME TO difference", in: file)
        #expect(try await eventually { store.status.isWritable })
        #expect(try Self.recorded(file) == [0, 1])
        let summary = try await store.evidence(EvidenceQuery())
        #expect(summary.patterns.map { $0.differences.map(\.leaf) } == [[.leaf(.family)]])
    }

    @Test("records go into no file that was put in the place of the store's, and wait until it is back")
    func moved() async throws {
        let (file, aside) = (try TemporaryStore(), try TemporaryStore())
        defer {
            file.remove()
            aside.remove()
        }
        let store = try file.open()
        store.enqueue(.sample(0, outcomeRow: 0))
        await store.settle()
        let names = ["bridge.sqlite", "bridge.sqlite-wal", "bridge.sqlite-shm"]
        func move(_ from: TemporaryStore, _ to: TemporaryStore) throws {
            for name in names {
                try FileManager.default.moveItem(
                    at: from.folder.appending(path: name),
                    to: to.folder.appending(path: name)
                )
            }
        }
        try move(file, aside)
        try Data().write(to: URL(filePath: file.path))
        store.enqueue(.sample(0, outcomeRow: 1))
        #expect(try await eventually { !store.status.isWritable })
        #expect(try Data(contentsOf: URL(filePath: file.path)).isEmpty)
        try FileManager.default.removeItem(atPath: file.path)
        try move(aside, file)
        #expect(try await eventually { store.status.isWritable })
        #expect(try Self.recorded(file) == [0, 1])
    }
}
