import Evidence
import Foundation
import GRDB
import SMSPContract

/// Summarises the records of a store.
///
/// Tables and patterns are of the latest period of each site and operation: what an earlier mapping did wrong is not
/// what is wrong now. Every count is of calls, each by its first query, and blank if it is of fewer than five people.
///
/// People are told apart by their tokens, which are under one key: in another period, or once that key has ended, the
/// same person is another token. So a count over several keys is shown only if one of them has five people.
enum ComparisonReader {
    /// The columns of `call c` by which tokens are of one key.
    static let oneKey = "c.period, c.key_began"

    /// Summarises the records that fit `query`, at one moment.
    static func evidence(_ database: any DatabaseReader, _ query: EvidenceQuery) async throws -> EvidenceSummary {
        try await database.read { db in
            try ComparisonSchema.checkCurrent(db)
            let selection = Selection(query)
            let latest = try latestPeriods(db, selection)
            return EvidenceSummary(
                periods: try periods(db, selection),
                leavesBySite: try leaves(db, by: "p.site", latest),
                leavesByShape: try leaves(db, by: "d.shape", latest),
                patterns: try patterns(db, latest)
            )
        }
    }

    /// Summarises the records of the file at `path`, which another process may be writing.
    static func evidence(in path: String, _ query: EvidenceQuery) async throws -> EvidenceSummary {
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(5)
        configuration.label = "comparison reader"
        return try await evidence(try DatabaseQueue(path: path, configuration: configuration), query)
    }

    /// A condition on `call c` and `period p`, and the values in it.
    struct Selection {
        private(set) var condition = "c.query = 'first'"
        private(set) var arguments = StatementArguments()

        init(_ query: EvidenceQuery) {
            restrict("p.site = ?", query.site)
            restrict("p.operation = ?", query.operation?.rawValue)
            restrict("c.bucket >= ?", query.from.map(CallRow.bucket))
        }

        mutating func restrict(_ condition: String, _ value: (any DatabaseValueConvertible)?) {
            guard let value else { return }
            self.condition += " AND " + condition
            arguments += [value]
        }
    }

    /// `selection`, of the period of each site and operation to which the last call belongs.
    private static func latestPeriods(_ db: Database, _ selection: Selection) throws -> Selection {
        let numbers = try Int64.fetchAll(
            db,
            sql: """
                SELECT number FROM (
                    SELECT p.number, row_number() OVER (
                        PARTITION BY p.site, p.operation ORDER BY max(c.sequence) DESC
                    ) AS place
                    FROM call c JOIN period p ON p.number = c.period
                    WHERE \(selection.condition) GROUP BY p.number
                ) WHERE place = 1
                """,
            arguments: selection.arguments
        )
        var latest = selection
        latest.restrict("instr(?, ',' || c.period || ',') > 0", ",\(numbers.map(String.init).joined(separator: ",")),")
        return latest
    }
}
