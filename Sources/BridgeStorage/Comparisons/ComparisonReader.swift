import Evidence
import Foundation
import GRDB
import SMSPContract

/// Summarises the records of a store.
///
/// Records of days that are not closed do not count. Tables and patterns are of the latest period of each site and
/// operation: what an earlier mapping did wrong is not what is wrong now. Every count is of calls, each by its first query,
/// and is made of ``Evidence/CallBatches``.
///
/// People are told apart by their tokens, which are under one key: in another period, or once that key has ended, the
/// same person is another token. So batches are of calls under one key.
struct ComparisonReader {
    let db: Database
    let query: EvidenceQuery
    /// The calls of closed days that fit the query, but for its window.
    let closed: Selection
    /// The batches of each period by its number.
    let batches: [Int64: CallBatches]

    /// Summarises the records that fit `query`, at one moment.
    static func evidence(
        _ database: any DatabaseReader,
        _ query: EvidenceQuery,
        now: Date
    ) async throws -> EvidenceSummary {
        try await database.read { db in
            try ComparisonSchema.checkCurrent(db)
            return try ComparisonReader(db, query, before: .open(at: now)).summary()
        }
    }

    /// Summarises the records of the file at `path`, which another process may be writing.
    static func evidence(in path: String, _ query: EvidenceQuery, now: Date) async throws -> EvidenceSummary {
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(5)
        configuration.label = "comparison reader"
        return try await evidence(try DatabaseQueue(path: path, configuration: configuration), query, now: now)
    }

    private init(_ db: Database, _ query: EvidenceQuery, before day: EvidenceDay) throws {
        self.db = db
        self.query = query
        closed = Selection(query, before: day)
        batches = try Self.batches(db, closed, before: day).mapValues { $0.within(query.window) }
    }

    private func summary() throws -> EvidenceSummary {
        let selection = closed.within(query.window)
        let latest = try latestPeriods(selection)
        return EvidenceSummary(
            periods: try periods(selection),
            leavesBySite: try leavesBySite(latest),
            leavesByShape: try leavesByShape(latest),
            patterns: try patterns(latest)
        )
    }

    /// A condition on `call c` and `period p`, and the values in it.
    struct Selection {
        private(set) var condition = "c.query = 'first'"
        private(set) var arguments = StatementArguments()

        /// The calls that fit a query, but for its window, before a day.
        init(_ query: EvidenceQuery, before day: EvidenceDay) {
            restrict("p.site = ?", query.site)
            restrict("p.operation = ?", query.operation?.rawValue)
            restrict("c.bucket < ?", day.number * EvidenceDay.seconds)
        }

        mutating func restrict(_ condition: String, _ value: (any DatabaseValueConvertible)?) {
            guard let value else { return }
            self.condition += " AND " + condition
            arguments += [value]
        }

        /// The same, within a window.
        func within(_ window: EvidenceWindow?) -> Selection {
            var selection = self
            selection.restrict("c.bucket >= ?", window.map { $0.days.lowerBound.number * EvidenceDay.seconds })
            selection.restrict("c.bucket < ?", window.map { $0.days.upperBound.number * EvidenceDay.seconds })
            return selection
        }
    }

    /// The calls of a selection that are of the latest period of their site and operation.
    struct Latest {
        let selection: Selection
        /// The number and the site of each of these periods.
        let sites: [Int64: String]
    }

    private func latestPeriods(_ selection: Selection) throws -> Latest {
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT number, site FROM (
                    SELECT p.number, p.site, row_number() OVER (
                        PARTITION BY p.site, p.operation ORDER BY max(c.sequence) DESC
                    ) AS place
                    FROM call c JOIN period p ON p.number = c.period
                    WHERE \(selection.condition) GROUP BY p.number
                ) WHERE place = 1
                """,
            arguments: selection.arguments
        )
        let sites = Dictionary(uniqueKeysWithValues: rows.map { ($0["number"] as Int64, $0["site"] as String) })
        var latest = selection
        let numbers = sites.keys.map(String.init).joined(separator: ",")
        latest.restrict("instr(?, ',' || c.period || ',') > 0", ",\(numbers),")
        return Latest(selection: latest, sites: sites)
    }

    /// The batches of some periods.
    func batches(of periods: some Sequence<Int64>) -> CallBatches {
        CallBatches(joining: periods.compactMap { batches[$0] })
    }
}
