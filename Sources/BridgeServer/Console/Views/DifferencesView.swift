import Bridge
import Evidence
import SMSPContract

/// What differs: the leaves by site and by shape, and the calls that differ in the same way.
///
/// - SeeAlso: cutover-evidence §6, tables.
struct DifferencesView {
    let hasAny: Bool
    let tables: [Table]
    let signatures: [Signature]

    struct Table {
        let id, title, caption: String
        let columns: [String]
        let rows: [Row]
    }

    struct Row {
        let leaf, severity, meaning: String
        let cells: [Cell]
    }

    struct Cell {
        let unexplained: String
        let explained: String?
        /// From 1 to 4, the more the darker; nil for none.
        let heat: Int?
    }

    struct Signature {
        let severity, meaning, link, operation, sites, calls, subjects, first, last: String
        let isExplained: Bool
        let places: [Place]
    }

    /// A difference with the row to open, or the rule that explains it.
    struct Place {
        let leaf, shape: String
        let isExplained: Bool
        let rule, suspect: String?
    }

    init(_ report: EvidenceReport, links: PageLinks) {
        let found = report.found
        hasAny = !found.signatures.isEmpty
        tables = [
            Table(
                id: "leaf-site",
                title: "Leaf × site",
                caption: "Calls in which a leaf differs; behind a plus those that a rule explains.",
                counts: found.leavesBySite
            ),
            Table(
                id: "leaf-shape",
                title: "Leaf × shape",
                caption: "The same, by how the values differ.",
                counts: found.leavesByShape
            ),
        ]
        signatures = found.signatures.map { signature in
            Signature(
                severity: signature.severity,
                meaning: ShownText.meaning(ofSeverity: signature.severity),
                link: links.signature(signature.id),
                operation: signature.operation.rawValue,
                sites: signature.sites.joined(separator: ", "),
                calls: ShownText.count(signature.calls),
                subjects: ShownText.count(signature.subjects),
                first: ShownText.time(signature.first),
                last: ShownText.time(signature.last),
                isExplained: signature.isExplained,
                places: signature.places.map { place in
                    Place(
                        leaf: place.leaf,
                        shape: place.shape,
                        isExplained: place.rule != nil,
                        rule: place.rule,
                        suspect: report.suspects[signature.id]?["\(place.leaf) \(place.shape)"]?.first
                            .map(ShownText.row)
                    )
                }
            )
        }
    }
}

extension DifferencesView.Table {
    /// A table with a row for each leaf that differs and a column for each place where it does.
    fileprivate init(id: String, title: String, caption: String, counts: [LeafCount]) {
        let columns = Set(counts.map(\.column)).sorted()
        var leaves: [String] = []
        for count in counts where leaves.last != count.leaf { leaves.append(count.leaf) }
        let most = counts.compactMap(\.unexplained.shown).max() ?? 0
        self.init(
            id: id,
            title: title,
            caption: caption,
            columns: columns,
            rows: leaves.map { leaf in
                let own = counts.filter { $0.leaf == leaf }
                let severity = own.map(\.severity).min() ?? ""
                return DifferencesView.Row(
                    leaf: leaf,
                    severity: severity,
                    meaning: ShownText.meaning(ofSeverity: severity),
                    cells: columns.map { column in
                        let count = own.first { $0.column == column }
                        let explained = ShownText.count(count?.explained)
                        return DifferencesView.Cell(
                            unexplained: ShownText.count(count?.unexplained),
                            explained: explained.isEmpty ? nil : explained,
                            heat: count.flatMap { Self.heat($0.unexplained, most: most) }
                        )
                    }
                )
            }
        )
    }

    private static func heat(_ count: SmallCount, most: Int) -> Int? {
        guard let shown = count.shown else { return 1 }
        return shown == 0 ? nil : 1 + shown * 3 / max(1, most)
    }
}
