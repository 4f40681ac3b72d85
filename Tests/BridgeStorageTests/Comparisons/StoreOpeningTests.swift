import Bridge
import Evidence
import Foundation
import GRDB
import SMSPContract
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

    @Test("a check of an earlier store finds no fault and changes nothing in it")
    func checkOfEarlierStore() async throws {
        let file = try TemporaryStore()
        defer { file.remove() }
        try await file.makeEarlierStore(version: 2)
        let columns = try await file.connection().read { try $0.columns(in: "call").map(\.name) }
        try SQLiteComparisonStore.check(path: file.path)
        #expect(try await file.connection().read { try $0.columns(in: "call").map(\.name) } == columns)
        #expect(columns.contains("asking"))
    }

    @Test("a check refuses another database, creates no file, and names a folder that cannot be written")
    func checkOfOthers() async throws {
        let file = try TemporaryStore()
        defer { file.remove() }
        try SQLiteComparisonStore.check(path: file.path)
        #expect(!FileManager.default.fileExists(atPath: file.path))
        try await file.connection().write { try $0.execute(sql: "CREATE TABLE entry (x)") }
        #expect(throws: Self.notAStore) { try SQLiteComparisonStore.check(path: file.path) }
        #expect(throws: StoreUnavailable("its folder cannot be written")) {
            try SQLiteComparisonStore.check(path: "/nowhere/store.sqlite")
        }
    }

    @Test("a first opening that was cut off after its list of steps is made up for by the next")
    func cutOffFirstOpening() async throws {
        let file = try TemporaryStore()
        defer { file.remove() }
        try await file.connection().write {
            try $0.execute(sql: "CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY)")
        }
        let store = try file.open()
        store.enqueue(.sample(0))
        await store.settle()
        #expect(store.status.isWritable)
    }

    @Test("a program from before there were migrations refuses the store by its version")
    func versionForEarlierPrograms() async throws {
        let file = try TemporaryStore()
        defer { file.remove() }
        _ = try file.open()
        #expect(try await file.connection().read { try Int.fetchOne($0, sql: "PRAGMA user_version") } == 3)
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

    @Test("a store of another version is refused, by who opens it and by who reads it", arguments: [0, 1, 3])
    func otherVersion(_ version: Int) async throws {
        let file = try TemporaryStore()
        defer { file.remove() }
        try await file.makeEarlierStore(version: version)
        #expect(throws: Self.notAStore) { try file.open() }
        await #expect(throws: Self.notAStore) {
            try await SQLiteComparisonStore.evidence(in: file.path, EvidenceQuery(), now: TemporaryStore.later)
        }
    }

    @Test("who reads a store of an earlier version is told to start the bridge, which brings it to this one")
    func earlierVersion() async throws {
        let file = try TemporaryStore()
        defer { file.remove() }
        try await file.makeEarlierStore(version: 2)
        let told = "the file is of an earlier version: start the bridge, which brings it to this one, and ask again"
        await #expect(throws: StoreUnavailable(told)) {
            try await SQLiteComparisonStore.evidence(in: file.path, EvidenceQuery())
        }
        _ = try file.open()
        #expect(try await SQLiteComparisonStore.evidence(in: file.path, EvidenceQuery()).periods.count == 1)
    }

    @Test("a store of a later version is refused, by who opens it and by who reads it")
    func laterVersion() async throws {
        let file = try TemporaryStore()
        defer { file.remove() }
        _ = try file.open()
        try await file.connection().write { db in
            try db.execute(sql: "INSERT INTO grdb_migrations VALUES ('a later step')")
        }
        #expect(throws: Self.notAStore) { try file.open() }
        await #expect(throws: Self.notAStore) {
            try await SQLiteComparisonStore.evidence(in: file.path, EvidenceQuery(), now: TemporaryStore.later)
        }
    }

    @Test("the records of a store from before migrations are kept, and records are added to them")
    func earlierStore() async throws {
        let file = try TemporaryStore()
        defer { file.remove() }
        try await file.makeEarlierStore(version: 2)
        let summary = try await file.summary((0..<5).map { .sample($0, [.sample(.family, .case, .s4)]) })
        #expect(summary.periods.map(\.verdicts[.mismatch]?.shown) == [10])
        #expect(summary.patterns.map(\.calls.shown) == [10])
        #expect(try file.count("SELECT count(*) FROM call WHERE query = 're-query'") == 1)
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
            try await SQLiteComparisonStore.evidence(in: file.path, EvidenceQuery(), now: TemporaryStore.later)
        }
        #expect(!FileManager.default.fileExists(atPath: file.path))
    }

    @Test("what was recorded is there when the store is opened again")
    func reopened() async throws {
        let file = try TemporaryStore()
        defer { file.remove() }
        _ = try await file.summary((0..<5).map { .sample($0) })
        let summary = try await file.summary((5..<8).map { .sample($0) })
        #expect(summary.periods.map(\.verdicts[.match]?.shown) == [8])
    }
}

extension TemporaryStore {
    /// Makes a store as it was made before there were migrations, with five calls that differ and the second query of one.
    fileprivate func makeEarlierStore(version: Int) async throws {
        let period = EvidencePeriod.sample()
        let pattern = DifferencePattern(
            period.operation,
            [LeafDifference(leaf: .leaf(.family), shape: .case, severity: .s4)]
        )
        try await connection().writeWithoutTransaction { db in
            try db.execute(
                sql: """
                    PRAGMA journal_mode = WAL;
                    PRAGMA application_id = 1397576547;
                    PRAGMA user_version = \(version);
                    CREATE TABLE period (number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, site TEXT NOT NULL,
                        operation TEXT NOT NULL, mapping TEXT NOT NULL, comparison TEXT NOT NULL, profile TEXT NOT NULL,
                        legacy TEXT NOT NULL) STRICT;
                    CREATE TABLE period_key (period INTEGER PRIMARY KEY REFERENCES period (number),
                        began INTEGER NOT NULL, wrapped BLOB NOT NULL) STRICT;
                    CREATE TABLE call (sequence INTEGER PRIMARY KEY, period INTEGER NOT NULL REFERENCES period (number),
                        bucket INTEGER NOT NULL, state TEXT NOT NULL, asking TEXT NOT NULL, verdict TEXT NOT NULL,
                        equal_bytes INTEGER NOT NULL, asked_again INTEGER NOT NULL, legacy_outcome TEXT NOT NULL,
                        fhir_outcome TEXT, outcome_row INTEGER, strata TEXT NOT NULL, forms TEXT NOT NULL,
                        legacy_ms INTEGER, fhir_ms INTEGER, key_began INTEGER NOT NULL, subject TEXT, severity TEXT,
                        signature TEXT) STRICT;
                    CREATE TABLE difference (call INTEGER NOT NULL REFERENCES call (sequence), place INTEGER NOT NULL,
                        leaf TEXT NOT NULL, shape TEXT NOT NULL, severity TEXT NOT NULL, rule TEXT, legacy_tokens TEXT,
                        fhir_tokens TEXT, PRIMARY KEY (call, place)) STRICT, WITHOUT ROWID;
                    CREATE INDEX call_period ON call (period, asking, verdict);
                    CREATE INDEX call_signature ON call (signature) WHERE signature IS NOT NULL;
                    """
            )
            try db.execute(
                sql: "INSERT INTO period VALUES (1, ?, ?, ?, ?, ?, ?, ?)",
                arguments: [
                    period.id, period.site, period.operation.rawValue, period.mappingHash, period.comparisonHash,
                    period.profileHash, period.legacyEndpoint,
                ]
            )
            for (sequence, asking) in ["first", "first", "first", "first", "first", "re-ask"].enumerated() {
                try db.execute(
                    sql: """
                        INSERT INTO call VALUES (?, 1, 1794999900, 'shadow', ?, 'MISMATCH', 0, 0, 'SMSP-0000',
                            'SMSP-0000', NULL, '', 'number', 7, 7, 1, ?, 'S4', ?)
                        """,
                    arguments: [sequence, asking, "subject \(sequence)", pattern.id]
                )
                try db.execute(
                    sql: "INSERT INTO difference VALUES (?, 0, 'name/family', 'case', 'S4', NULL, 'a', 'b')",
                    arguments: [sequence]
                )
            }
        }
    }
}
