import GRDB

/// The tables of a journal's file.
///
/// An entry is kept as its text alone; what queries look for is generated from it, so that no second copy can tell
/// another story. The triggers are a fence against accidents; what guards against intent is the chain.
enum AuditSchema {
    /// `PRAGMA application_id` of a journal: "SMSa".
    private static let applicationID = 0x534D_5361
    /// The version that is made.
    ///
    /// Version 1 lacks ``services``, and up to version 2 a journal may have no head file.
    private static let version = 3

    private static let statements = [
        """
        CREATE TABLE entry (
            sequence INTEGER PRIMARY KEY,
            text TEXT NOT NULL,
            mac BLOB NOT NULL,
            time TEXT AS (text ->> '$.time'),
            user TEXT AS (text ->> '$.user'),
            message TEXT AS (\(messageID("text ->> '$.messageID'"))),
            subject TEXT AS (text ->> '$.subject'),
            site TEXT AS (text ->> '$.site')
        ) STRICT
        """,
        "CREATE INDEX entry_time ON entry (time)",
        "CREATE INDEX entry_message ON entry (message) WHERE message IS NOT NULL",
        "CREATE INDEX entry_subject ON entry (subject) WHERE subject IS NOT NULL",
        """
        CREATE TRIGGER entry_follows BEFORE INSERT ON entry
        WHEN NEW.sequence IS NOT (SELECT coalesce(max(sequence), 0) + 1 FROM entry)
        BEGIN SELECT RAISE(ABORT, 'the audit journal is append-only'); END
        """,
        """
        CREATE TRIGGER entry_stays BEFORE DELETE ON entry
        BEGIN SELECT RAISE(ABORT, 'the audit journal is append-only'); END
        """,
        """
        CREATE TRIGGER entry_unchanged BEFORE UPDATE ON entry
        BEGIN SELECT RAISE(ABORT, 'the audit journal is append-only'); END
        """,
    ]

    /// The index of ``service``, by which the services other than the operations are found.
    private static let services =
        "CREATE INDEX entry_service ON entry (\(service), site, time) WHERE \(service) IS NOT NULL"

    /// The service other than an operation that an entry names.
    static let service = "text ->> '$.service'"

    /// A MessageID without the prefixes that some clients write and some do not, in lower case.
    static func messageID(_ expression: String) -> String {
        "replace(replace(lower(\(expression)), 'urn:', ''), 'uuid:', '')"
    }

    /// Makes the tables in a file that has none, and brings an intact journal of an earlier version to this one.
    ///
    /// No entry changes with that.
    ///
    /// - Parameter beginHeadFile: makes the head file, before the journal says that there is one.
    static func prepare(_ db: Database, _ beginHeadFile: () throws -> Void) throws {
        if try isEmpty(db) {
            try beginHeadFile()
            for statement in statements + [services] { try db.execute(sql: statement) }
            try db.execute(sql: "PRAGMA application_id = \(applicationID); PRAGMA user_version = \(version)")
        } else if try isJournal(db), try !hasHeadFile(db), try isIntact(db) {
            try beginHeadFile()
            if try storedVersion(db) == 1 { try db.execute(sql: services) }
            try db.execute(sql: "PRAGMA user_version = \(version)")
        }
    }

    /// True if the journal was begun or continued with a head file.
    static func hasHeadFile(_ db: Database) throws -> Bool { try storedVersion(db) > 2 }

    /// True if the file has no tables yet.
    static func isEmpty(_ db: Database) throws -> Bool {
        try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_schema") == 0
    }

    /// True if the file is an audit journal of this version or an earlier one.
    static func isJournal(_ db: Database) throws -> Bool {
        try Int.fetchOne(db, sql: "PRAGMA application_id") == applicationID
            && (1...version).contains(try storedVersion(db))
    }

    /// True if a journal has exactly the tables, indexes and triggers of its version.
    static func isIntact(_ db: Database) throws -> Bool {
        let made = try storedVersion(db) == 1 ? statements : statements + [services]
        return Set(try String.fetchAll(db, sql: "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL")) == Set(made)
    }

    private static func storedVersion(_ db: Database) throws -> Int {
        try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
    }
}
