import Bridge
import Evidence
import Foundation
import GRDB
import Testing

@testable import BridgeStorage

/// Which files a store of comparisons is opened with.
@Suite struct StoreOpeningTests {
    private static let notAStore = StoreUnavailable(
        "the file is no store of comparisons, or one of another version"
    )

    @Test("nobody but its owner can read a store that the bridge created, nor the files beside it")
    func ownerOnly() async throws {
        let file = try TemporaryStore()
        defer { file.remove() }
        let store = try file.open()
        store.enqueue(.sample(0))
        await store.settle()
        for suffix in ["", "-wal", "-shm"] {
            let attributes = try FileManager.default.attributesOfItem(atPath: file.path + suffix)
            #expect(attributes[.posixPermissions] as? Int == 0o600, "\(suffix)")
        }
    }

    @Test("another database is refused")
    func otherDatabase() async throws {
        let file = try TemporaryStore()
        defer { file.remove() }
        try await file.connection().write { try $0.execute(sql: "CREATE TABLE entry (x)") }
        #expect(throws: Self.notAStore) { try file.open() }
    }

    @Test("an audit journal is refused")
    func journal() async throws {
        let (journal, file) = (try TemporaryJournal(), try TemporaryStore())
        defer {
            journal.remove()
            file.remove()
        }
        try await journal.filled(1)
        try FileManager.default.copyItem(atPath: journal.path, toPath: file.path)
        #expect(throws: Self.notAStore) { try file.open() }
    }

    @Test("a store of another version is refused", arguments: [0, 1, 3])
    func otherVersion(_ version: Int) async throws {
        let file = try TemporaryStore()
        defer { file.remove() }
        _ = try file.open()
        try await file.connection().writeWithoutTransaction { try $0.execute(sql: "PRAGMA user_version = \(version)") }
        #expect(throws: Self.notAStore) { try file.open() }
    }

    @Test("a file that is no database is refused, and is not changed")
    func noDatabase() throws {
        let file = try TemporaryStore()
        defer { file.remove() }
        let bytes = Data(repeating: 65, count: 5000)
        try bytes.write(to: URL(fileURLWithPath: file.path))
        #expect(throws: StoreUnavailable.self) { try file.open() }
        #expect(try Data(contentsOf: URL(fileURLWithPath: file.path)) == bytes)
    }

    @Test("a folder that does not exist is refused")
    func noFolder() throws {
        let file = try TemporaryStore()
        file.remove()
        #expect(throws: StoreUnavailable.self) { try file.open() }
    }

    @Test("reading where there is no store says so, and makes none")
    func readingNothing() async throws {
        let file = try TemporaryStore()
        defer { file.remove() }
        await #expect(throws: StoreUnavailable.self) {
            try await SQLiteComparisonStore.evidence(in: file.path, EvidenceQuery())
        }
        #expect(!FileManager.default.fileExists(atPath: file.path))
    }

    @Test("what was recorded is there when the store is opened again")
    func reopened() async throws {
        let file = try TemporaryStore()
        defer { file.remove() }
        _ = try await file.found((0..<5).map { .sample($0) })
        let found = try await file.found((5..<8).map { .sample($0) })
        #expect(found.periods.map(\.subjects.shown) == [8])
    }
}
