import Evidence
import Foundation
import GRDB
import SMSPContract

extension ComparisonReader {
    /// The counts of a pattern.
    private struct PatternCounts: Decodable, FetchableRecord {
        let id: String
        let operation: SMSPOperation
        let calls, subjects, fewest: Int
        /// Comma-separated.
        let sites: String
        let first, last: TimeInterval
        /// The sequence of the latest call.
        let latest: Int64
    }

    /// The latest call of a pattern, with the mapping tables that made its answer.
    private struct LatestCall: Decodable, FetchableRecord {
        let legacyOutcome: String
        let fhirOutcome: String?
        let outcomeRow: Int?
        let mapping: String

        static let databaseColumnDecodingStrategy = DatabaseColumnDecodingStrategy.convertFromSnakeCase
    }

    /// The patterns of the calls that differ: a wrong person first, then the most frequent, explained ones last.
    static func patterns(_ db: Database, _ selection: Selection) throws -> [PatternSummary] {
        let patterns = try PatternCounts.fetchAll(
            db,
            sql: """
                SELECT id, operation, sum(calls) AS calls, sum(subjects) AS subjects, max(subjects) AS fewest,
                    group_concat(DISTINCT site) AS sites, min(first) AS first, max(last) AS last, max(latest) AS latest
                FROM (
                    SELECT c.pattern AS id, p.operation AS operation, p.site AS site, count(*) AS calls,
                        count(DISTINCT c.subject) AS subjects, min(c.severity) AS severity,
                        min(c.bucket) AS first, max(c.bucket) AS last, max(c.sequence) AS latest
                    FROM call c JOIN period p ON p.number = c.period
                    WHERE \(selection.condition) AND c.pattern IS NOT NULL
                        AND c.verdict IN ('MISMATCH', 'EXPECTED')
                    GROUP BY c.pattern, \(oneKey)
                ) GROUP BY id
                ORDER BY min(severity) IS NULL, min(severity) <> 'S1', sum(calls) DESC, min(severity), max(last) DESC
                """,
            arguments: selection.arguments
        )
        return try patterns.map { pattern in
            let latest = try LatestCall.fetchOne(
                db,
                sql: """
                    SELECT c.legacy_outcome, c.fhir_outcome, c.outcome_row, p.mapping
                    FROM call c JOIN period p ON p.number = c.period WHERE c.sequence = ?
                    """,
                arguments: [pattern.latest]
            )
            return PatternSummary(
                id: pattern.id,
                operation: pattern.operation,
                differences: try differences(db, call: pattern.latest),
                calls: SmallCount(pattern.calls, of: pattern.fewest),
                subjects: SmallCount(pattern.subjects, of: pattern.fewest),
                sites: pattern.sites.split(separator: ",").map(String.init).sorted(),
                outcomes: (latest?.legacyOutcome ?? "", latest?.fhirOutcome ?? ""),
                outcomeRow: latest?.outcomeRow,
                mappingHash: latest?.mapping ?? "",
                first: Date(timeIntervalSince1970: pattern.first),
                last: Date(timeIntervalSince1970: pattern.last)
            )
        }
    }

    /// The differences of a call, with a letter for each token.
    private static func differences(_ db: Database, call: Int64) throws -> [LeafDifference] {
        var letters: [Substring: String] = [:]
        func letter(_ token: Substring) -> String {
            if let letter = letters[token] { return letter }
            letters[token] = letters.count < 26 ? String(UnicodeScalar(UInt8(65 + letters.count))) : "#\(letters.count)"
            return letters[token] ?? ""
        }
        return try DifferenceRow.filter(Column("call") == call).order(Column("place")).fetchAll(db)
            .map { $0.difference(letter) }
    }
}
