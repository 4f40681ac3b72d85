import Evidence
import GRDB

extension ComparisonReader {
    /// The counts of a leaf in a column.
    private struct LeafCounts<Name: Decodable>: Decodable, FetchableRecord {
        let leaf: ComparedLeaf
        let name: Name
        let severity: Severity
        let unexplained, unexplainedSubjects, explained, explainedSubjects: Int

        static var databaseColumnDecodingStrategy: DatabaseColumnDecodingStrategy { .convertFromSnakeCase }
    }

    /// The number of calls in which each leaf differs, by a column of `period p` or `difference d`.
    static func leaves<Name: Sendable & Codable & Hashable & Comparable>(
        _ db: Database,
        by column: String,
        _ selection: Selection
    ) throws -> [LeafCount<Name>] {
        let rows = try LeafCounts<Name>.fetchAll(
            db,
            sql: """
                SELECT leaf, name, min(severity) AS severity,
                    sum(unexplained) AS unexplained, max(unexplained_subjects) AS unexplained_subjects,
                    sum(explained) AS explained, max(explained_subjects) AS explained_subjects
                FROM (
                    SELECT d.leaf AS leaf, \(column) AS name, min(d.severity) AS severity,
                        count(DISTINCT CASE WHEN d.rule IS NULL THEN c.sequence END) AS unexplained,
                        count(DISTINCT CASE WHEN d.rule IS NULL THEN c.subject END) AS unexplained_subjects,
                        count(DISTINCT CASE WHEN d.rule IS NOT NULL THEN c.sequence END) AS explained,
                        count(DISTINCT CASE WHEN d.rule IS NOT NULL THEN c.subject END) AS explained_subjects
                    FROM difference d JOIN call c ON c.sequence = d.call JOIN period p ON p.number = c.period
                    WHERE \(selection.condition) AND c.verdict IN ('MISMATCH', 'EXPECTED')
                    GROUP BY d.leaf, name, \(oneKey)
                ) GROUP BY leaf, name
                """,
            arguments: selection.arguments
        )
        return rows.map { row in
            LeafCount(
                leaf: row.leaf,
                column: row.name,
                severity: row.severity,
                unexplained: SmallCount(row.unexplained, of: row.unexplainedSubjects),
                explained: SmallCount(row.explained, of: row.explainedSubjects)
            )
        }
        .sorted { ($0.leaf, $0.column) < ($1.leaf, $1.column) }
    }
}
