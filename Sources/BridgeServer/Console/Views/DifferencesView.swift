import Bridge
import Evidence
import SMSPContract

/// The differences: the leaves by site and by shape, and the patterns of calls.
///
/// - SeeAlso: docs/evidence.md §6, tables.
struct DifferencesView {
    let hasAny: Bool
    let tables: [Table]
    let patterns: [Pattern]

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

    struct Pattern {
        let severity, link, operation, sites, calls, subjects, first: String
        let isExplained: Bool
        let groups: [Group]
    }

    /// Differences that point to the same row, or that the same rule explains.
    struct Group {
        let places: [Place]
        let rule, candidate: String?
    }

    struct Place {
        let leaf, shape: String
        /// True if it links to the page of the pattern.
        let isFirst: Bool
    }

    init(_ report: EvidenceReport, links: PageLinks) {
        let summary = report.summary
        hasAny = !summary.patterns.isEmpty
        tables = [
            Table(
                id: "leaf-site",
                title: "Leaf × site",
                caption: "Calls in which a leaf differs; behind a plus those that a rule explains. A cell without a "
                    + "number had none, or too few people.",
                counts: summary.leavesBySite,
                name: \.self
            ),
            Table(
                id: "leaf-shape",
                title: "Leaf × shape",
                caption: "The same, by how the values differ.",
                counts: summary.leavesByShape,
                name: \.rawValue
            ),
        ]
        patterns = summary.patterns.map { pattern in
            Pattern(
                severity: pattern.severity.rawValue,
                link: links.pattern(pattern.id),
                operation: pattern.operation.rawValue,
                sites: pattern.sites.joined(separator: ", "),
                calls: ShownText.countOrDash(pattern.calls),
                subjects: pattern.subjects.shown == nil ? ShownText.few : ShownText.people(pattern.subjects),
                first: ShownText.day(pattern.first),
                isExplained: pattern.isExplained,
                groups: Self.groups(pattern, report)
            )
        }
    }

    private static func groups(_ pattern: PatternSummary, _ report: EvidenceReport) -> [Group] {
        var groups: [Group] = []
        for (rank, difference) in ranked(pattern).enumerated() {
            let candidate = report.candidates(of: pattern, difference).first.map(ShownText.row)
            let shown = Place(leaf: difference.leaf.name, shape: difference.shape.rawValue, isFirst: rank == 0)
            if let last = groups.last, last.rule == difference.rule, last.candidate == candidate {
                groups[groups.count - 1] = Group(
                    places: last.places + [shown],
                    rule: difference.rule,
                    candidate: candidate
                )
            } else {
                groups.append(Group(places: [shown], rule: difference.rule, candidate: candidate))
            }
        }
        return groups
    }

    /// The unexplained differences by severity, then the explained ones, each in the order of an answer.
    private static func ranked(_ pattern: PatternSummary) -> [LeafDifference] {
        Severity.allCases.flatMap { severity in pattern.unexplained.filter { $0.severity == severity } }
            + pattern.differences.filter(\.isExplained)
    }
}

extension DifferencesView.Table {
    /// A table with a row for each leaf that differs and a column for each place where it does.
    fileprivate init<Column>(
        id: String,
        title: String,
        caption: String,
        counts: [LeafCount<Column>],
        name: (Column) -> String
    ) {
        let columns = Set(counts.map(\.column)).sorted()
        var leaves: [ComparedLeaf] = []
        for count in counts where leaves.last != count.leaf { leaves.append(count.leaf) }
        let most = counts.compactMap(\.unexplained.shown).max() ?? 0
        self.init(
            id: id,
            title: title,
            caption: caption,
            columns: columns.map(name),
            rows: leaves.map { leaf in
                let own = counts.filter { $0.leaf == leaf }
                let severity = own.map(\.severity).min() ?? .s5
                return DifferencesView.Row(
                    leaf: leaf.name,
                    severity: severity.rawValue,
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
        count.shown.map { 1 + $0 * 3 / max(1, most) }
    }
}
