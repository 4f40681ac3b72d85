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
/// Records are taken into memory and written from there, some at a time; where the file cannot be written they wait,
/// and beyond a bound are lost, and counted.
public final class SQLiteComparisonStore: ComparisonStore, Service {
    /// How many records may wait.
    static let backlog = 10_000
    private static let batch = 500
    /// How long records are gathered before they are written.
    private static let gathering: DispatchTimeInterval = .milliseconds(200)
    private static let retry: DispatchTimeInterval = .seconds(1)
    private static let drain: Duration = .seconds(3)

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
    private let reader: ComparisonReader
    private let queue = DispatchQueue(label: "comparisons")
    private let state = Mutex(State())
    private let now: @Sendable () -> Date
    private let logger: Logger

    /// Opens the store at `path`; creates it where there is none.
    ///
    /// - Parameters:
    ///   - tokenKey: what the keys of the records are wrapped with.
    ///   - retention: how long those keys are kept.
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
            return SQLiteComparisonStore(File(database: database), path: path, now: now, logger: logger)
        } catch {
            throw StoreUnavailable(error)
        }
    }

    private init(_ file: File, path: String, now: @escaping @Sendable () -> Date, logger: Logger) {
        self.file = file
        reader = ComparisonReader(path: path)
        self.now = now
        self.logger = logger
    }

    /// How the store is doing.
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

    /// What the records say that fit `query`, those that wait to be written left out.
    public func evidence(_ query: EvidenceQuery) async throws(StoreUnavailable) -> EvidenceSummary {
        do {
            return try await reader.evidence(query)
        } catch {
            throw StoreUnavailable(error)
        }
    }

    /// What the records in a store's file say, which another process may be writing.
    public static func evidence(
        in path: String,
        _ query: EvidenceQuery
    ) async throws(StoreUnavailable) -> EvidenceSummary {
        do {
            return try await ComparisonReader(path: path).evidence(query)
        } catch {
            throw StoreUnavailable(error)
        }
    }

    /// Erases keys that have come to their end, now and then, until it is told to stop; then writes what waits.
    public func run() async {
        await cancelWhenGracefulShutdown { [self] in
            repeat {
                queue.async { [self] in try? file.database.sweepIfDue(now()) }
            } while (try? await Task.sleep(for: .seconds(600))) != nil
        }
        await settle()
    }

    /// Writes what waits, as far as that is done soon.
    public func settle() async {
        let end = ContinuousClock.now + Self.drain
        // A store that could not be written is tried once more.
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
        case ComparisonStoreError.moved: self.init("the file was moved, removed or replaced")
        case let error as DatabaseError: self.init("SQLite \(error.resultCode)")
        default: self.init("the file cannot be used")
        }
    }
}
