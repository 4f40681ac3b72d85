import GRDB

/// The tables of a store of comparisons.
///
/// No column holds a patient's value: people and values are there as tokens, under a key that has an end.
///
/// - SeeAlso: docs/evidence.md §3.
enum ComparisonSchema {
    /// `PRAGMA application_id` of a store: "SMSc".
    private static let applicationID = 0x534D_5363
    /// `PRAGMA user_version` of the stores that were made before there were migrations.
    private static let versionBeforeMigrations = 2

    /// The steps from an empty file to a store of this version.
    ///
    /// A step never changes once it is released: a store keeps the names of those that it has been through.
    private static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("tables") { db in
            // A store made before there were migrations has these tables.
            guard try !db.tableExists("call") else { return }
            try createTables(db)
            try db.execute(sql: "PRAGMA application_id = \(applicationID)")
        }
        migrator.registerMigration("queries and patterns") { db in
            try db.alter(table: "call") { table in
                table.rename(column: "asking", to: "query")
                table.rename(column: "asked_again", to: "requeried")
                table.rename(column: "signature", to: "pattern")
            }
            try db.execute(sql: "UPDATE call SET query = 're-query' WHERE query = 're-ask'")
            try db.drop(index: "call_signature")
            try db.create(index: "call_pattern", on: "call", columns: ["pattern"], condition: Column("pattern") != nil)
            // A program from before there were migrations refuses the file by this.
            try db.execute(sql: "PRAGMA user_version = \(versionBeforeMigrations + 1)")
        }
        migrator.registerMigration("reasons") { db in
            try db.alter(table: "call") { $0.add(column: "not_compared", .text) }
            // These two verdicts had one reason each.
            try db.execute(
                sql: """
                    UPDATE call SET not_compared = CASE verdict
                        WHEN 'SKEWED' THEN 'recordMoved' WHEN 'ONE_SIDED' THEN 'fhirBusy' ELSE 'untold' END
                    WHERE verdict IN ('SKEWED', 'ONE_SIDED', 'INCOMPARABLE')
                    """
            )
        }
        return migrator
    }

    /// Brings a store to this version; makes the tables in a file that has none.
    ///
    /// - Throws: ``ComparisonStoreError/notAStore`` for another database, and for a store of a version that has no way to
    ///   this one; its tables are then unchanged.
    static func migrate(_ database: any DatabaseWriter) throws {
        guard try database.read(isMigratable) else { throw ComparisonStoreError.notAStore }
        try migrator.migrate(database)
    }

    /// Checks that a store is of this version.
    ///
    /// - Throws: ``ComparisonStoreError/earlier`` or ``ComparisonStoreError/notAStore`` for another one.
    static func checkCurrent(_ db: Database) throws {
        guard try !(isOwn(db) && migrator.hasCompletedMigrations(db) && !migrator.hasBeenSuperseded(db)) else { return }
        throw try isMigratable(db) ? ComparisonStoreError.earlier : .notAStore
    }

    /// True for a store that can be brought to this version, and for a file without tables.
    static func isMigratable(_ db: Database) throws -> Bool {
        // The list of steps is made before the first one: a first opening that was cut off leaves it alone in the file.
        let tables = "SELECT count(*) FROM sqlite_schema WHERE tbl_name <> 'grdb_migrations'"
        if try Int.fetchOne(db, sql: tables) == 0 { return true }
        guard try isOwn(db) else { return false }
        if try migrator.appliedIdentifiers(db).isEmpty {
            return try Int.fetchOne(db, sql: "PRAGMA user_version") == versionBeforeMigrations
        }
        return try !migrator.hasBeenSuperseded(db)
    }

    private static func isOwn(_ db: Database) throws -> Bool {
        try Int.fetchOne(db, sql: "PRAGMA application_id") == applicationID
    }

    private static func createTables(_ db: Database) throws {
        try db.create(table: "period", options: .strict) { table in
            table.primaryKey("number", .integer)
            table.column("id", .text).notNull().unique()
            for name in ["site", "operation", "mapping", "comparison", "profile", "legacy"] {
                table.column(name, .text).notNull()
            }
        }
        // The key that a period's tokens are made with now; a row that is deleted takes their meaning with it. The time at
        // which a key began tells the key of a call's tokens: the same person is another token under the next key.
        try db.create(table: "period_key", options: .strict) { table in
            table.primaryKey("period", .integer).references("period", column: "number")
            table.column("began", .integer).notNull()
            table.column("wrapped", .blob).notNull()
        }
        try db.create(table: "call", options: .strict) { table in
            table.primaryKey("sequence", .integer)
            table.column("period", .integer).notNull().references("period", column: "number")
            table.column("bucket", .integer).notNull()
            for name in ["state", "asking", "verdict"] { table.column(name, .text).notNull() }
            for name in ["equal_bytes", "asked_again"] { table.column(name, .integer).notNull() }
            table.column("legacy_outcome", .text).notNull()
            table.column("fhir_outcome", .text)
            table.column("outcome_row", .integer)
            for name in ["strata", "forms"] { table.column(name, .text).notNull() }
            for name in ["legacy_ms", "fhir_ms"] { table.column(name, .integer) }
            table.column("key_began", .integer).notNull()
            for name in ["subject", "severity", "signature"] { table.column(name, .text) }
        }
        try db.create(table: "difference", options: [.strict, .withoutRowID]) { table in
            table.column("call", .integer).notNull().references("call", column: "sequence")
            table.column("place", .integer).notNull()
            for name in ["leaf", "shape", "severity"] { table.column(name, .text).notNull() }
            for name in ["rule", "legacy_tokens", "fhir_tokens"] { table.column(name, .text) }
            table.primaryKey(["call", "place"])
        }
        try db.create(index: "call_period", on: "call", columns: ["period", "asking", "verdict"])
        try db.create(
            index: "call_signature",
            on: "call",
            columns: ["signature"],
            condition: Column("signature") != nil
        )
    }
}

/// The error for a file that cannot be used.
enum ComparisonStoreError: Error {
    /// It is another database, or a store of another version.
    case notAStore
    /// It is a store of an earlier version, which the bridge brings to this one as it starts.
    case earlier
    /// It is no longer in its place.
    case moved
    /// Other users may read or write one of its files.
    case openToOthers(String, mode: Int)
}
