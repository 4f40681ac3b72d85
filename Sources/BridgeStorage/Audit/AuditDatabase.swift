import Bridge
import Foundation
import GRDB

/// The file of a journal, opened to append to.
///
/// One program writes it at a time (note N41). The head is read within the transaction that writes behind it all the same,
/// so that an entry of another hand is found.
struct AuditDatabase: Sendable {
    /// Something was done to the journal while it was open: entries changed or cut off, the file moved or replaced.
    struct ForeignChange: Error {}

    let queue: DatabaseQueue
    private let chain: AuditChain
    private let path: String
    private let identity: FileIdentity?

    /// A journal that was opened, compared with its head file.
    struct Opened {
        let database: AuditDatabase
        /// The heads that the journal is known to have had.
        let heads: KnownHeads
        /// The losses of entries that were found now.
        let losses: [AuditedAction]

        /// Enters the losses and writes the head file; the heads then.
        ///
        /// The entries come first: after a crash in between, the next start finds the losses again.
        func entered(in file: AuditHeadFile, at time: Date) throws(AuditJournalError) -> KnownHeads {
            var heads = heads
            do {
                if !losses.isEmpty {
                    heads.latest = try database.append(losses.map { (time, .action($0)) }, after: heads.latest)
                }
            } catch {
                throw .unopenable(AuditDatabase.reason(error))
            }
            try file.write(heads)
            return heads
        }
    }

    /// Opens the file at `path`; creates it, readable by its owner only, if there is none.
    static func open(
        path: String,
        headFile: AuditHeadFile,
        key: AuditKey,
        busyTimeout: Duration
    ) throws(AuditJournalError) -> Opened {
        try PrivateFiles.check(PrivateFiles.database(at: path))
        let known = try headFile.read()
        if !FileManager.default.fileExists(atPath: path) {
            _ = FileManager.default.createFile(atPath: path, contents: nil, attributes: [.posixPermissions: 0o600])
        }
        var configuration = Configuration()
        configuration.journalMode = .wal
        configuration.busyMode = .timeout(busyTimeout / .seconds(1))
        configuration.label = "audit journal"
        do {
            let database = AuditDatabase(
                queue: try DatabaseQueue(path: path, configuration: configuration),
                chain: AuditChain(key),
                path: path,
                identity: FileIdentity(path: path)
            )
            let hadHeadFile = try database.prepare { if known == nil { try headFile.write(KnownHeads()) } }
            return try database.opened(comparedWith: known, hadHeadFile: hadHeadFile)
        } catch let error as AuditJournalError {
            throw error
        } catch {
            throw .unopenable(AuditDatabase.reason(error))
        }
    }

    /// Makes or checks the tables; whether the journal had a head file before.
    private func prepare(_ beginHeadFile: () throws -> Void) throws -> Bool {
        let hadHeadFile = try queue.writeWithoutTransaction { db in
            // GRDB sets NORMAL when it opens a WAL file, after everything that can be configured; hence here.
            try db.execute(sql: "PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 10000")
            let hadHeadFile = try AuditSchema.hasHeadFile(db)
            try db.inTransaction(.immediate) {
                try AuditSchema.prepare(db, beginHeadFile)
                return .commit
            }
            guard try AuditSchema.isJournal(db) else { throw AuditJournalError.notAJournal }
            guard try AuditSchema.isIntact(db) else { throw AuditJournalError.otherSchema }
            return hadHeadFile
        }
        guard try synchronous == 2 else { throw AuditJournalError.notDurable }
        return hadHeadFile
    }

    private func opened(comparedWith known: KnownHeads?, hadHeadFile: Bool) throws -> Opened {
        try queue.read { db in
            let last = try AuditDatabase.head(db, chain)
            var heads = try (known ?? KnownHeads()).compared(last: last) { try AuditDatabase.contains($0, db) }
            heads.wasFileMissing = heads.wasFileMissing || (known == nil && hadHeadFile)
            let lost = Set(heads.missing).subtracting(known?.missing ?? [])
            let isFileLost = heads.wasFileMissing && known?.wasFileMissing != true
            let losses =
                lost.sorted { $0.sequence < $1.sequence }.map { head in
                    AuditedAction(loss: head, last: last, "the journal had this entry and does not have it")
                } + (isFileLost ? [AuditedAction(loss: nil, last: last, "the head file was not there")] : [])
            return Opened(database: self, heads: heads, losses: losses)
        }
    }

    /// The last entry; nil if there is none.
    ///
    /// - Throws: ``AuditJournalError/otherKey`` if it was not made with the key of `chain`.
    static func head(_ db: Database, _ chain: AuditChain) throws -> AuditHead? {
        let last = try StoredRow.fetch(db, "ORDER BY sequence DESC LIMIT 2")
        guard let head = last.first else { return nil }
        let previous = last.count == 2 ? last[1].mac : AuditChain.start
        guard chain.mac(after: previous, text: head.text) == head.mac else { throw AuditJournalError.otherKey }
        return AuditHead(sequence: head.sequence, mac: head.mac)
    }

    /// True if the journal has the entry of a head, with its code.
    private static func contains(_ head: AuditHead, _ db: Database) throws -> Bool {
        try StoredRow.fetch(db, "WHERE sequence = ?", [head.sequence]).first?.mac == head.mac
    }

    /// `PRAGMA synchronous` of the connection that writes.
    var synchronous: Int? {
        get throws { try queue.writeWithoutTransaction { try Int.fetchOne($0, sql: "PRAGMA synchronous") } }
    }

    /// Writes events behind the head, in one transaction; durable when it returns.
    ///
    /// - Parameter known: the head when this connection last looked; what others wrote since has to follow from it.
    func append(_ events: [(time: Date, event: AuditEvent)], after known: AuditHead?) throws -> AuditHead? {
        // SQLite goes on writing to a file that was removed, whose entries would be lost.
        guard FileIdentity(path: path) == identity else { throw ForeignChange() }
        return try queue.writeWithoutTransaction { db in
            var head = known
            try db.inTransaction(.immediate) {
                head = try currentHead(db, since: known)
                let insertion = try db.cachedStatement(sql: "INSERT INTO entry (sequence, text, mac) VALUES (?, ?, ?)")
                for (time, event) in events {
                    let entry = AuditEntry(sequence: (head?.sequence ?? 0) + 1, time: time, event: event)
                    let text = entry.json
                    let mac = chain.mac(after: head?.mac ?? AuditChain.start, text: text.utf8)
                    try insertion.execute(arguments: [entry.sequence, text, Data(mac)])
                    head = AuditHead(sequence: entry.sequence, mac: mac)
                }
                return .commit
            }
            return head
        }
    }

    private func currentHead(_ db: Database, since known: AuditHead?) throws -> AuditHead? {
        var rows = try StoredRow.fetch(db, "WHERE sequence >= ? ORDER BY sequence", [known?.sequence ?? 1])
        var head = known
        if let known {
            guard let row = rows.first, row.sequence == known.sequence, row.mac == known.mac else {
                throw ForeignChange()
            }
            rows.removeFirst()
        }
        for row in rows {
            let mac = chain.mac(after: head?.mac ?? AuditChain.start, text: row.text)
            guard row.sequence == (head?.sequence ?? 0) + 1, row.mac == mac else { throw ForeignChange() }
            head = AuditHead(sequence: row.sequence, mac: mac)
        }
        return head
    }

    /// Moves the recent transactions from the write-ahead log into the file, as far as no reader prevents it.
    func checkpoint() throws {
        try queue.writeWithoutTransaction { _ = try $0.checkpoint(.passive) }
    }

    /// Moves all of that log into the file and empties it, so that the file alone is the whole journal; waits for
    /// readers as long as for other writers.
    func settle() throws {
        try queue.writeWithoutTransaction { _ = try $0.checkpoint(.truncate) }
    }

    /// The reason of the failure, without a path.
    static func reason(_ error: any Error) -> String {
        switch error {
        case is ForeignChange: "the journal was changed by another hand; see audit verify"
        case let error as DatabaseError: "SQLite \(error.resultCode)"
        default: "the journal cannot be used"
        }
    }
}

extension AuditedAction {
    /// The entry of a loss that was found when the journal was opened.
    ///
    /// - Parameters:
    ///   - head: the entry that the journal had; nil if it is not known.
    ///   - last: the entry that it ended with.
    fileprivate init(loss head: AuditHead?, last: AuditHead?, _ reason: String) {
        self.init(
            user: "bridge",
            action: "loss",
            from: head?.description,
            to: last?.description,
            reason: reason
        )
    }
}
