import GRDB

/// The tables of a store of comparisons.
///
/// No column holds a patient's value: people and values are there as tokens, under a key that has an end.
///
/// - SeeAlso: docs/evidence.md §3.
enum ComparisonSchema {
    /// `PRAGMA application_id` of a store: "SMSc".
    private static let applicationID = 0x534D_5363
    private static let version = 2

    private static let statements = [
        """
        CREATE TABLE period (
            number INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            site TEXT NOT NULL,
            operation TEXT NOT NULL,
            mapping TEXT NOT NULL,
            comparison TEXT NOT NULL,
            profile TEXT NOT NULL,
            legacy TEXT NOT NULL
        ) STRICT
        """,
        // The key that a period's tokens are made with now; a row that is deleted takes what they stand for with it. Which
        // key a call's tokens were made with is told by when that began: the same person is another token under the next.
        """
        CREATE TABLE period_key (
            period INTEGER PRIMARY KEY REFERENCES period (number),
            began INTEGER NOT NULL,
            wrapped BLOB NOT NULL
        ) STRICT
        """,
        """
        CREATE TABLE call (
            sequence INTEGER PRIMARY KEY,
            period INTEGER NOT NULL REFERENCES period (number),
            bucket INTEGER NOT NULL,
            state TEXT NOT NULL,
            asking TEXT NOT NULL,
            verdict TEXT NOT NULL,
            equal_bytes INTEGER NOT NULL,
            asked_again INTEGER NOT NULL,
            legacy_outcome TEXT NOT NULL,
            fhir_outcome TEXT,
            outcome_row INTEGER,
            strata TEXT NOT NULL,
            forms TEXT NOT NULL,
            legacy_ms INTEGER,
            fhir_ms INTEGER,
            key_began INTEGER NOT NULL,
            subject TEXT,
            severity TEXT,
            signature TEXT
        ) STRICT
        """,
        """
        CREATE TABLE difference (
            call INTEGER NOT NULL REFERENCES call (sequence),
            place INTEGER NOT NULL,
            leaf TEXT NOT NULL,
            shape TEXT NOT NULL,
            severity TEXT NOT NULL,
            rule TEXT,
            legacy_tokens TEXT,
            fhir_tokens TEXT,
            PRIMARY KEY (call, place)
        ) STRICT, WITHOUT ROWID
        """,
        "CREATE INDEX call_period ON call (period, asking, verdict)",
        "CREATE INDEX call_signature ON call (signature) WHERE signature IS NOT NULL",
    ]

    /// Makes the tables in a file that has none.
    static func create(_ db: Database) throws {
        guard try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_schema") == 0 else { return }
        for statement in statements { try db.execute(sql: statement) }
        try db.execute(sql: "PRAGMA application_id = \(applicationID); PRAGMA user_version = \(version)")
    }

    /// Whether the file is a store of this version.
    static func isStore(_ db: Database) throws -> Bool {
        try Int.fetchOne(db, sql: "PRAGMA application_id") == applicationID
            && Int.fetchOne(db, sql: "PRAGMA user_version") == version
    }
}
