public import Bridge
import Dispatch
public import Foundation

/// The journal as a command uses it, also beside a running bridge.
///
/// It reads the file itself, on connections that can neither write nor move the write-ahead log into the file. An entry
/// goes through the bridge that holds the journal; while none does, the command holds it for as long as the entry takes.
///
/// - SeeAlso: note N41.
public final class CommandJournal: AuditJournal {
    private let path: String
    private let headFile: AuditHeadFile
    private let key: AuditKey
    private let program: String
    private let reader: AuditReader
    private let patience: Duration
    private let queue = DispatchQueue(label: "command journal")

    /// The journal at `path`, which may not exist yet.
    ///
    /// - Parameters:
    ///   - program: the command, as other programs name it that want to hold the journal.
    ///   - patience: the longest time that an entry waits for another program.
    /// - Throws: an error that opening it to write would throw.
    public init(
        path: String,
        headFile: String,
        key: AuditKey,
        program: String,
        patience: Duration = .seconds(10)
    ) throws(AuditJournalError) {
        self.path = path
        self.headFile = AuditHeadFile(path: headFile, key: key)
        self.key = key
        self.program = program
        self.patience = patience
        reader = AuditReader(path: path)
        try Self.check(path: path, headFile: headFile, key: key)
    }

    /// Checks the files of a journal, as far as there are any, and changes nothing.
    public static func check(path: String, headFile: String, key: AuditKey) throws(AuditJournalError) {
        try PrivateFiles.check(PrivateFiles.database(at: path))
        _ = try AuditHeadFile(path: headFile, key: key).read()
        guard FileManager.default.fileExists(atPath: path) else { return }
        do {
            try AuditReader(path: path).read { db in
                guard try !AuditSchema.isEmpty(db) else { return }
                guard try AuditSchema.isJournal(db) else { throw AuditJournalError.notAJournal }
                guard try AuditSchema.isIntact(db) else { throw AuditJournalError.otherSchema }
                _ = try AuditDatabase.head(db, AuditChain(key))
            }
        } catch let error as AuditJournalError {
            throw error
        } catch {
            throw .unopenable(AuditDatabase.reason(error))
        }
    }

    /// Appends an entry; returns once it is durable.
    public func append(_ event: AuditEvent) async throws(AuditUnavailable) {
        let outcome = await withCheckedContinuation { written in
            queue.async { written.resume(returning: self.write(event)) }
        }
        try outcome.get()
    }

    /// Takes an entry, which is written behind those before it.
    public func enqueue(_ event: AuditEvent) {
        queue.async { _ = self.write(event) }
    }

    /// Returns the value of `body` once everything that it entered is durable, as far as the journal can be written.
    public func whileOpen<Value: Sendable>(_ body: () async throws -> Value) async rethrows -> Value {
        do {
            let value = try await body()
            await settle()
            return value
        } catch {
            await settle()
            throw error
        }
    }

    /// The status of a journal that no bridge reports on.
    public var status: AuditStatus { AuditStatus(isWritable: true, gap: 0, lastSequence: 0) }

    /// The entries that fit `query`, the oldest first; none of a journal that was not begun.
    public func entries(_ query: AuditQuery) async throws(AuditUnavailable) -> [AuditEntry] {
        guard isBegun else { return [] }
        return try await reader.showingFailures { try await $0.entries(query) }
    }

    /// The services other than the operations that sites have called since `time`.
    public func otherServices(since time: Date) async throws(AuditUnavailable) -> [OtherService] {
        guard isBegun else { return [] }
        return try await reader.showingFailures { try await $0.otherServices(since: time) }
    }

    /// The token that replaces a person in entries, by NHS number.
    public func subject(_ nhsNumber: String) -> String { key.subject(nhsNumber) }

    private var isBegun: Bool { FileManager.default.fileExists(atPath: path) }

    private func settle() async {
        await withCheckedContinuation { done in queue.async { done.resume() } }
    }

    private func write(_ event: AuditEvent) -> Result<Void, AuditUnavailable> {
        let end = ContinuousClock.now + patience
        var holder = ""
        repeat {
            if let outcome = AuditSocket.hand(event, at: .now, to: path) { return outcome }
            do throws(FileHold.Refusal) {
                let hold = try FileHold([path], by: program)
                defer { withExtendedLifetime(hold) {} }
                return writeAlone(event)
            } catch {
                guard case .held(_, let by) = error else {
                    return .failure(AuditUnavailable("the file beside the journal cannot be locked"))
                }
                holder = by
            }
            // The other program starts or stops, or writes one entry too.
            Thread.sleep(forTimeInterval: 0.05)
        } while .now < end
        return .failure(AuditUnavailable("it is in use by \(holder), which takes no entries"))
    }

    /// Writes an entry while no other program writes.
    private func writeAlone(_ event: AuditEvent) -> Result<Void, AuditUnavailable> {
        do {
            let opened = try AuditDatabase.open(path: path, headFile: headFile, key: key, busyTimeout: .seconds(2))
            var heads = try opened.entered(in: headFile, at: .now)
            heads.latest = try opened.database.append([(.now, event)], after: heads.latest)
            try? opened.database.settle()
            try headFile.write(heads)
            return .success(())
        } catch let error as AuditJournalError {
            return .failure(AuditUnavailable("it \(error)"))
        } catch {
            return .failure(AuditUnavailable(AuditDatabase.reason(error)))
        }
    }
}
