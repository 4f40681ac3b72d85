import Bridge
import Evidence
import Foundation
import GRDB
import SMSPContract

/// The file of a store of comparisons, as it is written.
///
/// Used on one queue only, that of ``SQLiteComparisonStore``.
final class ComparisonDatabase {
    /// The connections to the file: one that writes, and those that read.
    let pool: DatabasePool
    private let path: String
    private let identity: FileIdentity?
    private let tokenKey: TokenKey
    private let retention: TimeInterval
    /// The periods that were written to, by id.
    private var periods: [String: KeptPeriod] = [:]

    /// The row of a period, and the key of its tokens with the time at which the key began, seconds since 1970.
    private struct KeptPeriod {
        let number: Int64
        let key: PeriodKey
        let keyBegan: Int64
    }

    /// The interval after which the store looks for keys that have ended.
    static let sweep: TimeInterval = 3600
    private var sweptAt: Date?
    /// True if erased bytes may still be in the log of the file, which cannot be truncated while it is read.
    ///
    /// They may be there at the start, if a process was killed before the truncation.
    private var needsTruncation = true

    /// Opens the file at `path`; creates it, readable by its owner only, if there is none.
    ///
    /// - Throws: an error of SQLite, or ``ComparisonStoreError``.
    init(path: String, tokenKey: TokenKey, retention: Duration) throws {
        try PrivateFiles.checkStore(at: path)
        if !FileManager.default.fileExists(atPath: path) {
            _ = FileManager.default.createFile(atPath: path, contents: nil, attributes: [.posixPermissions: 0o600])
        }
        var configuration = Configuration()
        configuration.busyMode = .timeout(5)
        configuration.label = "comparisons"
        // Deleted rows are overwritten.
        configuration.prepareDatabase { try $0.execute(sql: "PRAGMA secure_delete = ON") }
        pool = try DatabasePool(path: path, configuration: configuration)
        self.path = path
        identity = FileIdentity(path: path)
        self.tokenKey = tokenKey
        self.retention = retention / .seconds(1)
        try ComparisonSchema.migrate(pool)
    }

    /// Writes records, all of them or none.
    func append(_ calls: [ComparedCall], now: Date) throws {
        guard FileIdentity(path: path) == identity else { throw ComparisonStoreError.moved }
        try sweepIfDue(now)
        do {
            try pool.write { db in
                for call in calls { try append(call, db, now: now) }
            }
        } catch {
            // The periods in memory may not be in the file, and another program may have changed the tables.
            periods = [:]
            pool.writeWithoutTransaction { $0.clearSchemaCache() }
            throw error
        }
    }

    /// Erases the keys that have ended, so that nothing of them is left in the file or its log.
    func sweepIfDue(_ now: Date) throws {
        if needsTruncation { truncate() }
        if let sweptAt, now.timeIntervalSince(sweptAt) < Self.sweep { return }
        let end = Int64((now.timeIntervalSince1970 - retention).rounded(.down))
        let erased = try pool.write { db in try PeriodKeyRow.filter(Column("began") <= end).deleteAll(db) }
        if erased > 0 {
            periods = [:]
            truncate()
        }
        sweptAt = now
    }

    private func truncate() {
        needsTruncation = (try? pool.writeWithoutTransaction { try $0.checkpoint(.truncate) }) == nil
    }

    private func append(_ call: ComparedCall, _ db: Database, now: Date) throws {
        let period = try period(call.period, db, now: now)
        try CallRow(call, period: period.number, key: period.key, keyBegan: period.keyBegan).insert(db)
        let sequence = db.lastInsertedRowID
        for (place, (difference, values)) in zip(call.differences, call.values).enumerated() {
            try DifferenceRow(difference, values, call: sequence, place: place, key: period.key).insert(db)
        }
    }

    /// The row of a period and the key of its tokens; creates those that do not exist.
    private func period(_ period: EvidencePeriod, _ db: Database, now: Date) throws -> KeptPeriod {
        let id = period.id
        if let known = periods[id] { return known }
        let number = try number(of: period, db)
        let kept: KeptPeriod
        if let row = try PeriodKeyRow.fetchOne(db, key: number), let key = tokenKey.unwrap(Array(row.wrapped), of: id) {
            kept = KeptPeriod(number: number, key: key, keyBegan: row.began)
        } else {
            kept = KeptPeriod(number: number, key: .random(), keyBegan: Int64(now.timeIntervalSince1970))
            let wrapped = Data(try tokenKey.wrap(kept.key, of: id))
            try PeriodKeyRow(period: number, began: kept.keyBegan, wrapped: wrapped).save(db)
        }
        periods[id] = kept
        return kept
    }

    private func number(of period: EvidencePeriod, _ db: Database) throws -> Int64 {
        let known = try PeriodRow.filter(Column("id") == period.id).select(Column("number"), as: Int64.self).fetchOne(
            db
        )
        if let known { return known }
        try PeriodRow(period).insert(db)
        return db.lastInsertedRowID
    }
}
