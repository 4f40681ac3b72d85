public import Bridge
import Dispatch
public import Evidence
public import Foundation
import GRDB
public import Logging
public import ServiceLifecycle
import Synchronization

/// The records of comparisons in an SQLite file of their own.
///
/// Records are kept in memory and written from there in batches. While the file cannot be written they wait; beyond a
/// bound they are lost, and counted.
public final class SQLiteComparisonStore: ComparisonStore, Service {
    /// The number of records that may wait.
    static let backlog = 10_000
    private static let batch = 500
    /// The time for which records are gathered before they are written.
    private static let gathering: DispatchTimeInterval = .milliseconds(200)
    private static let retry: DispatchTimeInterval = .seconds(1)
    private static let drain: Duration = .seconds(3)
    /// A time after which the present day and week are closed.
    private static let fortnight: TimeInterval = 14 * 86_400

    private struct State {
        var waiting: [ComparedCall] = []
        var isScheduled = false
        var isWritable = true
        var lost = 0
    }

    /// The file, which only the queue may use.
    private struct File: @unchecked Sendable {
        // Every use is a block on the one serial queue of the store.
        let database: ComparisonDatabase
    }

    private let file: File
    private let reader: any DatabaseReader
    private let queue = DispatchQueue(label: "comparisons")
    private let state = Mutex(State())
    private let now: @Sendable () -> Date
    private let isOfClosedDays = Atomic(true)
    private let logger: Logger

    /// Opens the store at `path`; creates it if there is none, and brings one of an earlier version to this one.
    ///
    /// - Parameters:
    ///   - tokenKey: the key that wraps the keys of the records.
    ///   - retention: the time for which those keys are kept.
    /// - Throws: ``StoreUnavailable`` for a file that cannot be used.
    public static func open(
        path: String,
        tokenKey: TokenKey,
        retention: Duration,
        now: @escaping @Sendable () -> Date = { .now },
        logger: Logger
    ) throws(StoreUnavailable) -> SQLiteComparisonStore {
        do {
            let database = try ComparisonDatabase(path: path, tokenKey: tokenKey, retention: retention)
            return SQLiteComparisonStore(File(database: database), now: now, logger: logger)
        } catch {
            throw StoreUnavailable(error)
        }
    }

    /// Checks that the store at `path` can be opened, and changes nothing: a bridge may be running on it.
    ///
    /// - Throws: ``StoreUnavailable`` for a file that cannot be used, or a folder in which none can be created.
    public static func check(path: String) throws(StoreUnavailable) {
        guard FileManager.default.fileExists(atPath: path) else {
            let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
            guard FileManager.default.isWritableFile(atPath: folder) else {
                throw StoreUnavailable("its folder cannot be written")
            }
            return
        }
        do {
            try PrivateFiles.checkStore(at: path)
            var configuration = Configuration()
            configuration.readonly = true
            configuration.busyMode = .timeout(5)
            let connection = try DatabaseQueue(path: path, configuration: configuration)
            guard try connection.read(ComparisonSchema.isMigratable) else { throw ComparisonStoreError.notAStore }
        } catch {
            throw StoreUnavailable(error)
        }
    }

    private init(_ file: File, now: @escaping @Sendable () -> Date, logger: Logger) {
        self.file = file
        reader = file.database.pool
        self.now = now
        self.logger = logger
    }

    /// The status of the store.
    public var status: ComparisonStoreStatus {
        state.withLock { ComparisonStoreStatus(isWritable: $0.isWritable, lost: $0.lost) }
    }

    /// Takes a record and returns at once.
    public func enqueue(_ call: ComparedCall) {
        let isToSchedule = state.withLock { state -> Bool in
            guard state.waiting.count < Self.backlog else {
                state.lost += 1
                return false
            }
            state.waiting.append(call)
            defer { state.isScheduled = true }
            return !state.isScheduled
        }
        if isToSchedule { schedule(after: Self.gathering) }
    }

    /// Summarises the records of closed days that fit `query`, except those that wait to be written.
    public func evidence(_ query: EvidenceQuery) async throws(StoreUnavailable) -> EvidenceSummary {
        do {
            let isOfClosedDays = isOfClosedDays.load(ordering: .acquiring)
            let time = isOfClosedDays ? now() : now() + Self.fortnight
            return try await ComparisonReader.evidence(reader, query, now: time)
        } catch {
            throw StoreUnavailable(error)
        }
    }

    /// Counts the present day and week as if they were closed: for synthetic people alone, whom nobody can single out.
    public func countingOpenDays() -> SQLiteComparisonStore {
        isOfClosedDays.store(false, ordering: .releasing)
        return self
    }

    /// Summarises the records of closed days in the file of a store, which another process may be writing.
    public static func evidence(
        in path: String,
        _ query: EvidenceQuery,
        now: Date = .now
    ) async throws(StoreUnavailable) -> EvidenceSummary {
        do {
            return try await ComparisonReader.evidence(in: path, query, now: now)
        } catch {
            throw StoreUnavailable(error)
        }
    }

    /// Erases ended keys from time to time, until it is stopped; then writes the records that wait.
    public func run() async {
        await cancelWhenGracefulShutdown { [self] in
            repeat {
                queue.async { [self] in try? file.database.sweepIfDue(now()) }
            } while (try? await Task.sleep(for: .seconds(600))) != nil
        }
        await settle()
    }

    /// Writes the records that wait, as far as that takes a few seconds.
    public func settle() async {
        let end = ContinuousClock.now + Self.drain
        // A store that could not be written gets one more attempt.
        let isTried = Atomic(false)
        queue.async {
            self.write()
            isTried.store(true, ordering: .releasing)
        }
        while !isTried.load(ordering: .acquiring), .now < end {
            try? await Task.sleep(for: .milliseconds(20))
        }
    }

    private func schedule(after pause: DispatchTimeInterval) {
        queue.asyncAfter(deadline: .now() + pause) { [weak self] in self?.write() }
    }

    private func write() {
        while true {
            let batch = state.withLock { state in
                if state.waiting.isEmpty { state.isScheduled = false }
                return Array(state.waiting.prefix(Self.batch))
            }
            guard !batch.isEmpty else { return }
            do {
                try file.database.append(batch, now: now())
                let isBack = state.withLock { state in
                    state.waiting.removeFirst(batch.count)
                    defer { state.isWritable = true }
                    return !state.isWritable
                }
                if isBack { logger.notice("comparison store writable again") }
            } catch {
                let isNew = state.withLock { state in
                    defer { state.isWritable = false }
                    return state.isWritable
                }
                if isNew {
                    let reason = StoreUnavailable(error).reason
                    logger.error("alarm", metadata: ["alarm": "comparisonStoreUnwritable", "reason": "\(reason)"])
                }
                return schedule(after: Self.retry)
            }
        }
    }
}

extension StoreUnavailable {
    fileprivate init(_ error: any Error) {
        switch error {
        case ComparisonStoreError.notAStore:
            self.init("the file is no store of comparisons, or one of another version")
        case ComparisonStoreError.earlier:
            self.init("the file is of an earlier version: start the bridge, which brings it to this one, and ask again")
        case ComparisonStoreError.openToOthers(let file, let mode):
            let name = URL(fileURLWithPath: file).lastPathComponent
            self.init("\(name) is open to others than its owner, mode \(String(mode, radix: 8)): chmod 600")
        case ComparisonStoreError.moved: self.init("the file was moved, removed or replaced")
        case let error as DatabaseError: self.init("SQLite \(error.resultCode)")
        default: self.init("the file cannot be used")
        }
    }
}
