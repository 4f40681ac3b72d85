import Evidence
import Foundation
import GRDB

extension ComparisonReader {
    /// The counts of a period.
    private struct PeriodCounts: Decodable, FetchableRecord {
        let number: Int64
        let first, last: TimeInterval
        let subjects, fewest, equal, fewestEqual: Int

        static let databaseColumnDecodingStrategy = DatabaseColumnDecodingStrategy.convertFromSnakeCase
    }

    /// A count of calls, and of the people of one key whom they are about.
    private struct CallCounts<Name: Decodable>: Decodable, FetchableRecord {
        let name: Name
        let calls, subjects: Int

        var shown: SmallCount { SmallCount(calls, of: subjects) }
    }

    /// The strata of a person.
    private struct SubjectStrata: Decodable, FetchableRecord {
        let strata, subject: String
        let key: Int64
    }

    /// The periods of the selected calls, the latest first.
    static func periods(_ db: Database, _ selection: Selection) throws -> [PeriodSummary] {
        let rows = try PeriodCounts.fetchAll(
            db,
            sql: """
                SELECT period AS number, min(first) AS first, max(last) AS last, sum(subjects) AS subjects,
                    max(subjects) AS fewest, sum(equal) AS equal, max(equal_subjects) AS fewest_equal
                FROM (
                    SELECT c.period AS period, min(c.bucket) AS first, max(c.bucket) AS last,
                        max(c.sequence) AS latest, count(DISTINCT c.subject) AS subjects, sum(c.equal_bytes) AS equal,
                        count(DISTINCT CASE WHEN c.equal_bytes THEN c.subject END) AS equal_subjects
                    FROM call c JOIN period p ON p.number = c.period
                    WHERE \(selection.condition) GROUP BY \(oneKey)
                ) GROUP BY period ORDER BY max(latest) DESC
                """,
            arguments: selection.arguments
        )
        return try rows.map { counts in
            let row = try PeriodRow.find(db, key: counts.number)
            var own = selection
            own.restrict("c.period = ?", counts.number)
            return PeriodSummary(
                id: row.id,
                period: row.period,
                first: Date(timeIntervalSince1970: counts.first),
                last: Date(timeIntervalSince1970: counts.last),
                subjects: SmallCount(counts.subjects, of: counts.fewest),
                coverage: try coverage(db, own),
                verdicts: try self.counts(db, by: "c.verdict", own),
                equalInBytes: SmallCount(counts.equal, of: counts.fewestEqual),
                severities: try severities(db, own),
                legacyLatency: try latency(db, "c.legacy_ms", own),
                fhirLatency: try latency(db, "c.fhir_ms", own),
                strata: try strata(db, own)
            )
        }
    }

    private static func counts<Name: Hashable & Decodable>(
        _ db: Database,
        by column: String,
        _ selection: Selection
    ) throws -> [Name: SmallCount] {
        let rows = try CallCounts<Name>.fetchAll(
            db,
            sql: """
                SELECT name, sum(calls) AS calls, max(subjects) AS subjects FROM (
                    SELECT \(column) AS name, count(*) AS calls, count(DISTINCT c.subject) AS subjects
                    FROM call c JOIN period p ON p.number = c.period
                    WHERE \(selection.condition) AND \(column) IS NOT NULL GROUP BY name, \(oneKey)
                ) GROUP BY name
                """,
            arguments: selection.arguments
        )
        return Dictionary(uniqueKeysWithValues: rows.map { ($0.name, $0.shown) })
    }

    /// The calls that were compared, and those that were not by their reasons.
    private static func coverage(_ db: Database, _ selection: Selection) throws -> CallCoverage {
        let parts: [String: SmallCount] = try counts(db, by: "ifnull(c.not_compared, 'compared')", selection)
        let all: [String: SmallCount] = try counts(db, by: "'calls'", selection)
        let none = SmallCount(0, of: 0)
        return CallCoverage(
            calls: all["calls"] ?? none,
            compared: parts["compared"] ?? none,
            notCompared: Dictionary(
                uniqueKeysWithValues: NotCompared.allCases.compactMap { reason in
                    parts[reason.rawValue].map { (reason, $0) }
                }
            )
        )
    }

    private static func severities(_ db: Database, _ selection: Selection) throws -> [Severity: SmallCount] {
        var mismatches = selection
        mismatches.restrict("c.verdict = ?", Verdict.mismatch.rawValue)
        return try counts(db, by: "c.severity", mismatches)
    }

    private static func strata(_ db: Database, _ selection: Selection) throws -> [Stratum: SmallCount] {
        let rows = try SubjectStrata.fetchAll(
            db,
            sql: """
                SELECT c.strata AS strata, c.subject AS subject, c.key_began AS key
                FROM call c JOIN period p ON p.number = c.period
                WHERE \(selection.condition) AND c.strata <> '' AND c.subject IS NOT NULL GROUP BY strata, subject, key
                """,
            arguments: selection.arguments
        )
        var people: [Stratum: [Int64: Set<String>]] = [:]
        for row in rows {
            for name in row.strata.split(separator: CallRow.strataSeparator) {
                guard let stratum = Stratum(rawValue: String(name)) else { continue }
                people[stratum, default: [:]][row.key, default: []].insert(row.subject)
            }
        }
        return people.mapValues { keys in
            let counts = keys.values.map(\.count)
            return SmallCount(counts.reduce(0, +), of: counts.max() ?? 0)
        }
    }

    private static func latency(
        _ db: Database,
        _ column: String,
        _ selection: Selection
    ) throws -> PeriodSummary.Latency? {
        let source = """
            FROM call c JOIN period p ON p.number = c.period WHERE \(selection.condition) AND \(column) IS NOT NULL
                AND c.verdict NOT IN ('INCOMPARABLE', 'ONE_SIDED')
            """
        let counts = try CallCounts<String>.fetchOne(
            db,
            sql: """
                SELECT '\(column)' AS name, ifnull(sum(calls), 0) AS calls, ifnull(max(subjects), 0) AS subjects FROM (
                    SELECT count(*) AS calls, count(DISTINCT c.subject) AS subjects \(source) GROUP BY \(oneKey)
                )
                """,
            arguments: selection.arguments
        )
        guard let calls = counts?.shown.shown, calls > 0 else { return nil }
        func percentile(_ share: Double) throws -> Int {
            let place = min(calls - 1, Int(Double(calls) * share))
            return try Int.fetchOne(
                db,
                sql: "SELECT \(column) " + source + " ORDER BY \(column) LIMIT 1 OFFSET \(place)",
                arguments: selection.arguments
            ) ?? 0
        }
        return PeriodSummary.Latency(p50: try percentile(0.5), p95: try percentile(0.95))
    }
}
