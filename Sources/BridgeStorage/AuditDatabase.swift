internal import GRDB

/// The database file of the audit journal.
struct AuditDatabase {
    let queue: DatabaseQueue
}
