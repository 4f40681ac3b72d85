import Evidence
import GRDB

extension ComparisonReader {
    /// A leaf that differs, in a column of a table.
    private struct Place: Decodable, FetchableRecord {
        let leaf: ComparedLeaf
        let site: String
        let shape: DifferenceShape
        let severity: Severity
    }

    /// The number of calls in which each leaf differs at each site.
    func leavesBySite(_ latest: Latest) throws -> [LeafCount<String>] {
        let bySite = Dictionary(grouping: latest.sites, by: \.value).mapValues { batches(of: $0.map(\.key)) }
        return try leaves(latest, by: \.site) { leaf, site, isExplained in
            (bySite[site] ?? .none).calls(differingIn: leaf, isExplained: isExplained)
        }
    }

    /// The number of calls in which each leaf differs in each shape.
    func leavesByShape(_ latest: Latest) throws -> [LeafCount<DifferenceShape>] {
        let all = batches(of: latest.sites.keys)
        return try leaves(latest, by: \.shape) { leaf, shape, isExplained in
            all.calls(differingIn: leaf, shape: shape, isExplained: isExplained)
        }
    }

    /// A count for every leaf in every column, so that a leaf of few people in a column looks like one of none.
    private func leaves<Column>(
        _ latest: Latest,
        by column: (Place) -> Column,
        _ calls: (ComparedLeaf, Column, _ isExplained: Bool) -> SmallCount
    ) throws -> [LeafCount<Column>] {
        let places = try Place.fetchAll(
            db,
            sql: """
                SELECT d.leaf AS leaf, p.site AS site, d.shape AS shape, min(d.severity) AS severity
                FROM difference d JOIN call c ON c.sequence = d.call JOIN period p ON p.number = c.period
                WHERE \(latest.selection.condition) AND c.verdict IN ('MISMATCH', 'EXPECTED')
                GROUP BY d.leaf, p.site, d.shape
                """,
            arguments: latest.selection.arguments
        )
        let columns = Set(places.map(column)).sorted()
        let severities = Dictionary(places.map { ($0.leaf, $0.severity) }, uniquingKeysWith: min)
        let counts = severities.sorted { $0.key < $1.key }.flatMap { leaf, severity in
            columns.map { column in
                LeafCount(
                    leaf: leaf,
                    column: column,
                    severity: severity,
                    unexplained: calls(leaf, column, false),
                    explained: calls(leaf, column, true)
                )
            }
        }
        guard query.window != nil else { return counts }
        // Of a window only counts are told: a leaf of few people is in none.
        let leaves = Set(counts.filter { $0.unexplained != .blank || $0.explained != .blank }.map(\.leaf))
        return counts.filter { leaves.contains($0.leaf) }
    }
}
