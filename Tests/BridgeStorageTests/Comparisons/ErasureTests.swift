import Evidence
import Foundation
import GRDB
import SMSPContract
import Testing

@testable import Bridge
@testable import BridgeStorage
@testable import Comparison

/// Keys of records end, and patients' values are never there.
@Suite struct ErasureTests {
    private static let retention: Duration = .seconds(86_400)

    private static func wrappedKeys(_ path: String) throws -> [Data] {
        try DatabaseQueue(path: path).read { try Data.fetchAll($0, sql: "SELECT wrapped FROM period_key") }
    }

    private static func tokens(_ path: String) throws -> [String] {
        try DatabaseQueue(path: path).read {
            try String.fetchAll($0, sql: "SELECT subject FROM call ORDER BY sequence")
        }
    }

    @Test("after its retention a key is in no file of the store any more, not even in the log, and records stay")
    func erased() async throws {
        let file = try TemporaryStore()
        let store = try file.open(retention: Self.retention)
        for person in 0..<6 { store.enqueue(.draft(person)) }
        await store.settle()
        let key = try #require(try Self.wrappedKeys(file.path).first)
        #expect(try file.holds(Array(key)))
        file.now += 86_401
        store.enqueue(.draft(6, mapping: "mapping-2"))
        await store.settle()
        #expect(try !Self.wrappedKeys(file.path).contains(key))
        #expect(try !file.holds(Array(key)))
        #expect(try await store.evidence(EvidenceQuery()).periods.count == 2)
    }

    @Test("a key that could not be cut out of the log because somebody was reading is cut out after that")
    func erasedLater() async throws {
        let file = try TemporaryStore()
        let store = try file.open(retention: Self.retention)
        store.enqueue(.draft(0))
        await store.settle()
        let key = try #require(try Self.wrappedKeys(file.path).first)
        let reader = try DatabaseQueue(path: file.path)
        try await reader.writeWithoutTransaction { try $0.execute(sql: "BEGIN; SELECT * FROM call") }
        file.now += 86_401
        store.enqueue(.draft(1))
        await store.settle()
        try await reader.writeWithoutTransaction { try $0.execute(sql: "COMMIT") }
        try reader.close()
        store.enqueue(.draft(2))
        await store.settle()
        #expect(try !file.holds(Array(key)))
    }

    @Test("after the erasure a person has another token, and within the retention the same, also after a restart")
    func tokens() async throws {
        let file = try TemporaryStore()
        for _ in 0..<2 {
            let store = try file.open(retention: Self.retention)
            store.enqueue(.draft(0))
            await store.settle()
        }
        file.now += 86_401
        let store = try file.open(retention: Self.retention)
        store.enqueue(.draft(0))
        await store.settle()
        let tokens = try Self.tokens(file.path)
        #expect(tokens.count == 3)
        #expect(tokens[0] == tokens[1])
        #expect(tokens[1] != tokens[2])
    }

    @Test("with another token key a person has another token")
    func otherKey() async throws {
        let file = try TemporaryStore()
        for key in [UInt8(7), 8] {
            let store = try file.open(key: key)
            store.enqueue(.draft(0))
            await store.settle()
        }
        #expect(Set(try Self.tokens(file.path)).count == 2)
    }

    @Test("no value of a difference, and nothing of whom it is about, is in a file of the store")
    func withheld() async throws {
        let file = try TemporaryStore()
        let store = try file.open()
        let differences = SMSPLeaf.allCases.map {
            LeafDifference.draft($0, "MARKER-\($0.rawValue)", "RAMEKR-\($0.rawValue)")
        }
        for person in 0..<6 { store.enqueue(.draft(person, differences: differences)) }
        await store.settle()
        #expect(try await store.evidence(EvidenceQuery()).signatures.first?.places.count == SMSPLeaf.allCases.count)
        for text in ["MARKER", "RAMEKR", "1900", "1905"] { #expect(try !file.holds(Array(text.utf8)), "\(text)") }
    }

    @Test("another database, and a store of another version, are refused")
    func refused() throws {
        let file = try TemporaryStore()
        try DatabaseQueue(path: file.path).write { try $0.execute(sql: "CREATE TABLE evidence (x)") }
        #expect(throws: StoreUnavailable.self) { try file.open() }
        let other = try TemporaryStore()
        _ = try other.open()
        try DatabaseQueue(path: other.path).write { try $0.execute(sql: "PRAGMA user_version = 99") }
        #expect(throws: StoreUnavailable.self) { try other.open() }
    }
}
