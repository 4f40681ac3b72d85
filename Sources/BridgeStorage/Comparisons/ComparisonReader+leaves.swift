import Bridge
import Evidence
import GRDB

extension ComparisonReader {
    /// How often each leaf differs, by a column of `period p` or `difference d`.
    static func leaves(_ db: Database, by column: String, _ selection: Selection) throws -> [LeafCount] {
        let rows = try Row.fetchAll(
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
                leaf: row["leaf"],
                column: row["name"],
                severity: row["severity"],
                unexplained: SmallCount(row["unexplained"], of: row["unexplained_subjects"]),
                explained: SmallCount(row["explained"], of: row["explained_subjects"])
            )
        }
        .sorted { (ComparedLeaf.rank(of: $0.leaf), $0.column) < (ComparedLeaf.rank(of: $1.leaf), $1.column) }
    }
}

extension ComparedLeaf {
    private static let ranks = Dictionary(uniqueKeysWithValues: allCases.enumerated().map { ($1.name, $0) })

    /// Where the leaf of a name stands in an answer.
    fileprivate static func rank(of name: String) -> Int { ranks[name] ?? ranks.count }
}
