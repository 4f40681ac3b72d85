import Bridge
import Evidence
import Foundation
import GRDB
import SMSPContract

/// The file of a store of comparisons, as it is written.
///
/// Used on one queue only, that of ``SQLiteComparisonStore``.
final class ComparisonDatabase {
    private let queue: DatabaseQueue
    private let path: String
    private let identity: FileIdentity?
    private let tokenKey: TokenKey
    private let retention: TimeInterval
    /// The periods that were written to, by id.
    private var periods: [String: KeptPeriod] = [:]

    /// The row of a period, and the key that its tokens are made with since a time, seconds since 1970.
    private struct KeptPeriod {
        let number: Int64
        let key: PeriodKey
        let keyBegan: Int64
    }

    /// The keys that have ended are looked for again after this long.
    static let sweep: TimeInterval = 3600
    private var sweptAt: Date?
    /// Whether what was erased may still stand in the log beside the file: nobody may be reading while it is cut off.
    ///
    /// So it may at the beginning, when a process was killed before it came to that.
    private var owesTruncation = true

    /// Opens the file at `path`; creates it, readable by its owner only, if there is none.
    ///
    /// - Throws: what SQLite says, or ``ComparisonStoreError``.
    init(path: String, tokenKey: TokenKey, retention: Duration) throws {
        if !FileManager.default.fileExists(atPath: path) {
            _ = FileManager.default.createFile(atPath: path, contents: nil, attributes: [.posixPermissions: 0o600])
        }
        var configuration = Configuration()
        configuration.journalMode = .wal
        configuration.busyMode = .timeout(5)
        configuration.label = "comparisons"
        // What is deleted is written over.
        configuration.prepareDatabase { try $0.execute(sql: "PRAGMA secure_delete = ON") }
        queue = try DatabaseQueue(path: path, configuration: configuration)
        self.path = path
        identity = FileIdentity(path: path)
        self.tokenKey = tokenKey
        self.retention = retention / .seconds(1)
        try queue.write { try ComparisonSchema.create($0) }
        guard try queue.read({ try ComparisonSchema.isStore($0) }) else { throw ComparisonStoreError.notAStore }
    }

    /// Writes records, all of them or none.
    func append(_ calls: [ComparedCall], now: Date) throws {
        guard FileIdentity(path: path) == identity else { throw ComparisonStoreError.moved }
        try sweepIfDue(now)
        do {
            try queue.write { db in
                for call in calls { try append(call, db, now: now) }
            }
        } catch {
            // What was remembered may not be in the file.
            periods = [:]
            throw error
        }
    }

    /// Erases the keys that have come to their end, so that nothing of them is left in the file or beside it.
    func sweepIfDue(_ now: Date) throws {
        if owesTruncation { truncate() }
        if let sweptAt, now.timeIntervalSince(sweptAt) < Self.sweep { return }
        let erased = try queue.write { db in
            try db.execute(
                sql: "DELETE FROM period_key WHERE began <= ?",
                arguments: [Int64((now.timeIntervalSince1970 - retention).rounded(.down))]
            )
            return db.changesCount
        }
        if erased > 0 {
            periods = [:]
            truncate()
        }
        sweptAt = now
    }

    private func truncate() {
        owesTruncation = (try? queue.writeWithoutTransaction { try $0.checkpoint(.truncate) }) == nil
    }

    private func append(_ call: ComparedCall, _ db: Database, now: Date) throws {
        let period = try period(call.period, db, now: now)
        let key = period.key
        let differences = call.differences
        let signature =
            differences.isEmpty
            ? nil
            : DifferencePattern(
                call.period.operation,
                differences.map { ($0.leaf.name, $0.shape.rawValue + ($0.rule == nil ? "" : " explained")) }
            )
        let severity = differences.filter { $0.rule == nil }.map(\.severity).min()
        try db.cachedStatement(
            sql: """
                INSERT INTO call (period, bucket, state, asking, verdict, equal_bytes, asked_again, legacy_outcome,
                    fhir_outcome, outcome_row, strata, forms, legacy_ms, fhir_ms, key_began, subject, severity, signature)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """
        ).execute(arguments: [
            period.number, Int64(call.time.timeIntervalSince1970 / 300) * 300, call.state.rawValue,
            call.asking.rawValue,
            call.verdict.rawValue, call.isEqualInBytes, call.isAskedAgain, call.outcomes.legacy, call.outcomes.fhir,
            call.outcomeRow, call.strata.sorted().map(\.rawValue).joined(separator: ComparisonReader.strataSeparator),
            call.forms.sorted().map(\.rawValue).joined(separator: ","), call.latencies.legacy?.milliseconds,
            call.latencies.fhir?.milliseconds, period.keyBegan, call.subject.map(key.token), severity?.rawValue,
            signature?.id,
        ])
        let sequence = db.lastInsertedRowID
        for (place, difference) in differences.enumerated() {
            try db.cachedStatement(sql: "INSERT INTO difference VALUES (?, ?, ?, ?, ?, ?, ?, ?)").execute(arguments: [
                sequence, place, difference.leaf.name, difference.shape.rawValue, difference.severity.rawValue,
                difference.rule, key.tokens(of: difference.values.legacy, at: difference.leaf),
                key.tokens(of: difference.values.fhir, at: difference.leaf),
            ])
        }
    }

    /// The row of a period and the key that its tokens are made with, both made where there is none.
    private func period(_ period: EvidencePeriod, _ db: Database, now: Date) throws -> KeptPeriod {
        let id = period.id
        if let known = periods[id] { return known }
        try db.execute(
            sql: """
                INSERT OR IGNORE INTO period (id, site, operation, mapping, comparison, profile, legacy)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                id, period.site, period.operation.rawValue, period.mappingHash, period.comparisonHash,
                period.profileHash, period.legacyEndpoint,
            ]
        )
        let number = try Int64.fetchOne(db, sql: "SELECT number FROM period WHERE id = ?", arguments: [id]) ?? 0
        let row = try Row.fetchOne(
            db,
            sql: "SELECT began, wrapped FROM period_key WHERE period = ?",
            arguments: [number]
        )
        let kept: KeptPeriod
        if let row, let key = tokenKey.unwrap(Array(row["wrapped"] as Data), of: id) {
            kept = KeptPeriod(number: number, key: key, keyBegan: row["began"])
        } else {
            kept = KeptPeriod(number: number, key: .random(), keyBegan: Int64(now.timeIntervalSince1970))
            try db.execute(
                sql: "INSERT OR REPLACE INTO period_key VALUES (?, ?, ?)",
                arguments: [number, kept.keyBegan, Data(try tokenKey.wrap(kept.key, of: id))]
            )
        }
        periods[id] = kept
        return kept
    }
}

/// The file is none that can be used.
enum ComparisonStoreError: Error {
    /// It is another database, or of another version.
    case notAStore
    /// It is no longer where it was.
    case moved
}

extension PeriodKey {
    /// The tokens of values, comma-separated; nil for a leaf of which none are kept.
    fileprivate func tokens(of values: [String], at leaf: ComparedLeaf) -> String? {
        leaf.isOfManyValues ? values.map { token(ofValue: $0, of: leaf.name) }.joined(separator: ",") : nil
    }
}

extension Duration {
    /// Whole milliseconds.
    fileprivate var milliseconds: Int64 { Int64(self / .milliseconds(1)) }
}
