import Bridge
import Evidence
import SMSPContract

/// What differs: the leaves by site and by shape, and the calls that differ in the same way.
///
/// - SeeAlso: docs/evidence.md §6, tables.
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
        let leaf, severity: String
        let cells: [Cell]
    }

    struct Cell {
        let unexplained: String
        let explained: String?
        /// From 1 to 4, the more the darker; nil for none.
        let heat: Int?
    }

    struct Signature {
        let severity, link, operation, sites, calls, subjects, first: String
        let isExplained: Bool
        let groups: [Group]
    }

    /// Differences that the same row is to blame for, or that the same rule explains.
    struct Group {
        let places: [Place]
        let rule, suspect: String?
    }

    struct Place {
        let leaf, shape: String
        /// Whether it is the one that leads to the page of the signature.
        let isFirst: Bool
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
                link: links.signature(signature.id),
                operation: signature.operation.rawValue,
                sites: signature.sites.joined(separator: ", "),
                calls: ShownText.count(signature.calls),
                subjects: ShownText.count(signature.subjects),
                first: ShownText.time(signature.first),
                isExplained: signature.isExplained,
                groups: Self.groups(signature, report)
            )
        }
    }

    private static func groups(_ signature: PatternSummary, _ report: EvidenceReport) -> [Group] {
        var groups: [Group] = []
        for (rank, place) in ranked(signature.places).enumerated() {
            let suspect = report.suspects[signature.id]?["\(place.leaf) \(place.shape)"]?.first.map(ShownText.row)
            let shown = Place(leaf: place.leaf, shape: place.shape, isFirst: rank == 0)
            if let last = groups.last, last.rule == place.rule, last.suspect == suspect {
                groups[groups.count - 1] = Group(places: last.places + [shown], rule: place.rule, suspect: suspect)
            } else {
                groups.append(Group(places: [shown], rule: place.rule, suspect: suspect))
            }
        }
        return groups
    }

    /// What no rule explains first, the gravest of it before the rest, else in the order of an answer.
    private static func ranked(_ places: [PatternSummary.Place]) -> [PatternSummary.Place] {
        let unexplained = places.filter { $0.rule == nil }
        let severities = Set(unexplained.map(\.severity)).sorted()
        return severities.flatMap { severity in unexplained.filter { $0.severity == severity } }
            + places.filter { $0.rule != nil }
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
