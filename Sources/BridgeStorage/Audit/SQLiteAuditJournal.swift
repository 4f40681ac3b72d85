public import Bridge
public import Foundation
public import Logging
public import ServiceLifecycle

/// The audit journal in an SQLite file of its own: append-only, every entry chained to the one before it.
///
/// It writes from the moment it is opened; as a service it logs its head now and then, so that an end which is cut off
/// can be found, and writes what is queued before it stops.
///
/// - SeeAlso: ``AuditVerification``; docs/contract/smsp.md §7.
public final class SQLiteAuditJournal: AuditJournal, Service {
    let database: AuditDatabase
    private let writer: AuditWriter
    private let reader: AuditReader
    private let key: AuditKey
    private let limits: AuditJournalLimits
    private let logger: Logger

    /// Opens the journal at `path`; creates it if there is none.
    ///
    /// A loss of entries, which the head file shows, is entered, logged and kept in ``status``.
    ///
    /// - Parameters:
    ///   - headFile: the file that keeps the journal's head.
    ///   - key: the keys that the journal was begun with.
    ///   - now: the time that entries get.
    public static func open(
        path: String,
        headFile: String,
        key: AuditKey,
        limits: AuditJournalLimits = AuditJournalLimits(),
        now: @escaping @Sendable () -> Date = { .now },
        logger: Logger
    ) throws(AuditJournalError) -> SQLiteAuditJournal {
        let file = AuditHeadFile(path: headFile, key: key)
        let opened = try AuditDatabase.open(path: path, headFile: file, key: key, busyTimeout: limits.busyTimeout)
        let heads = try opened.entered(in: file, at: now())
        if let loss = heads.loss {
            logger.error("alarm", metadata: ["alarm": "auditLoss", "reason": "\(loss)"])
        }
        let keeper = AuditHeadKeeper(heads, in: file, interval: limits.headFileInterval, logger: logger)
        let writer = AuditWriter(
            database: opened.database,
            keeper: keeper,
            head: heads.latest,
            limits: limits,
            now: now
        )
        return SQLiteAuditJournal(
            database: opened.database,
            writer: writer,
            reader: AuditReader(path: path),
            key: key,
            limits: limits,
            logger: logger
        )
    }

    private init(
        database: AuditDatabase,
        writer: AuditWriter,
        reader: AuditReader,
        key: AuditKey,
        limits: AuditJournalLimits,
        logger: Logger
    ) {
        self.database = database
        self.writer = writer
        self.reader = reader
        self.key = key
        self.limits = limits
        self.logger = logger
    }

    /// The last entry, as far as this process knows; nil before the first.
    public var head: AuditHead? { writer.head }

    /// The health of the journal.
    public var status: AuditStatus { writer.status }

    /// Appends an entry; returns once it is durable.
    ///
    /// - Throws: when it cannot be written, and at once while the journal is known not to be writable.
    public func append(_ event: AuditEvent) async throws(AuditUnavailable) {
        let outcome = await withCheckedContinuation { writer.take(event, written: $0) }
        try outcome.get()
    }

    /// Takes an entry that is to be durable within a second, and returns at once.
    public func enqueue(_ event: AuditEvent) {
        writer.take(event, written: nil)
    }

    /// The entries that fit `query`, the oldest first.
    public func entries(_ query: AuditQuery) async throws(AuditUnavailable) -> [AuditEntry] {
        try await reader.showingFailures { try await $0.entries(query) }
    }

    /// The services other than the operations that sites have called since `time`.
    public func otherServices(since time: Date) async throws(AuditUnavailable) -> [OtherService] {
        try await reader.showingFailures { try await $0.otherServices(since: time) }
    }

    /// The token that replaces a person in entries, by NHS number.
    public func subject(_ nhsNumber: String) -> String { key.subject(nhsNumber) }

    /// Logs the head at once and at intervals until the service stops; then writes what is queued and logs the head once
    /// more.
    public func run() async {
        logHead()
        await cancelWhenGracefulShutdown { [self] in
            while (try? await Task.sleep(for: limits.headInterval)) != nil { logHead() }
        }
        await close()
        logHead()
    }

    /// Returns the value of `body` once everything that it entered is durable, as far as the journal can be written.
    public func whileOpen<Value: Sendable>(_ body: () async throws -> Value) async rethrows -> Value {
        do {
            let value = try await body()
            await close()
            return value
        } catch {
            await close()
            throw error
        }
    }

    private func close() async {
        await writer.drain(within: limits.drain)
        await writer.settle()
    }

    private func logHead() {
        let status = status
        var metadata: Logger.Metadata = ["head": "\(head?.description ?? "none")"]
        if status.gap > 0 { metadata["gap"] = .stringConvertible(status.gap) }
        if let loss = status.loss { metadata["loss"] = "\(loss)" }
        logger.notice("audit head", metadata: metadata)
    }
}
