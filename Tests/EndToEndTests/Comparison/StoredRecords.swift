import Evidence
import Foundation
import GRDB
import Testing

extension CutoverHarness {
    /// The file that records of comparisons are kept in.
    var store: URL { folder.url.appending(path: "bridge.sqlite") }

    /// The number of records of first queries with each verdict, none of them blank; without calls that were dropped.
    func verdicts() async throws -> [String: Int] {
        let reasons = DroppedCalls.reasons.map { "'\($0.rawValue)'" }.joined(separator: ",")
        let rows = try await rows(
            """
            SELECT verdict, count(*) FROM call
            WHERE query = 'first' AND (not_compared IS NULL OR not_compared NOT IN (\(reasons))) GROUP BY verdict
            """
        )
        return Dictionary(uniqueKeysWithValues: rows.map { ($0[0], Int($0[1]) ?? 0) })
    }

    /// The same, once there are `count` records.
    func verdicts(waitingFor count: Int) async throws -> [String: Int] {
        let limit = ContinuousClock.now + .seconds(30)
        while true {
            let verdicts = try await verdicts()
            // Records are written some time after they are made.
            if verdicts.values.reduce(0, +) >= count || .now > limit { return verdicts }
            try await Task.sleep(for: .milliseconds(100))
        }
    }

    /// Waits until all records are written, which is some time after they are made.
    func waitUntilRecorded() async throws {
        var before: [[String]]?
        while true {
            let now = try await rows("SELECT count(*) FROM call")
            if now == before { return }
            before = now
            try await Task.sleep(for: .milliseconds(400))
        }
    }

    /// Makes all records so old that every day and week of them is closed, and counted.
    func ageRecords() async throws {
        var configuration = Configuration()
        configuration.busyMode = .timeout(30)
        let queue = try DatabaseQueue(path: store.path, configuration: configuration)
        try await queue.write { try $0.execute(sql: "UPDATE call SET bucket = bucket - 14 * 86400") }
        try queue.close()
    }

    /// What a query finds in the store, which the bridge may be writing, as texts.
    func rows(_ query: String) async throws -> [[String]] {
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(5)
        let queue = try DatabaseQueue(path: store.path, configuration: configuration)
        return try await queue.read { db in
            try Row.fetchAll(db, sql: query).map { row in
                row.databaseValues.map { String.fromDatabaseValue($0) ?? "\($0)" }
            }
        }
    }
}

/// The calls that are dropped before a comparison begins.
enum DroppedCalls {
    static let reasons: Set<NotCompared> = [
        .queueFull, .memoryFull, .late, .operationUnknown, .auditUnavailable, .stopping,
    ]
}

/// Another program's hold on a store: until it is released nobody else can write there.
final class StoreLock: Sendable {
    private let queue: DatabaseQueue

    /// Locks the store at `path`.
    init(_ path: String) throws {
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        configuration.busyMode = .timeout(10)
        queue = try DatabaseQueue(path: path, configuration: configuration)
        try queue.writeWithoutTransaction { try $0.execute(sql: "BEGIN EXCLUSIVE") }
    }

    /// Lets others write again.
    func release() throws {
        try queue.writeWithoutTransaction { try $0.execute(sql: "ROLLBACK") }
        try queue.close()
    }
}

extension BridgeProcess {
    /// Waits until a series of `/metrics` has a value.
    func wait(until series: String, is value: Double) async throws {
        let limit = ContinuousClock.now + .seconds(60)
        while try await metric(series) != value {
            try #require(.now < limit, "\(series) has not become \(value)")
            try await Task.sleep(for: .milliseconds(50))
        }
    }

    /// How many comparisons were dropped, by reason.
    func dropped() async throws -> [String: Int] {
        let text = try await SMSPCaller.get("http://127.0.0.1:\(adminPort)/metrics").body
        let series = text.matches(of: /smsp_bridge_not_compared_total\{reason="([^"]+)"\} ([0-9]+)/)
        return Dictionary(uniqueKeysWithValues: series.map { (String($0.1), Int($0.2) ?? 0) })
            .filter { NotCompared(rawValue: $0.key).map(DroppedCalls.reasons.contains) ?? false }
    }
}
