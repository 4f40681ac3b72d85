import Bridge
import Evidence
import SMSPContract

/// A leaf that differs without a rule that explains it: its counts, shapes and sites, the first time, and the row to
/// open.
///
/// One mistake in the tables shows in many patterns, since the other differences of a call belong to its pattern, and
/// often in several leaves. Differences are gathered by leaf, and by the row that leaves point to.
struct TopDifference {
    let severity, leaf, link, calls, operations, first: String
    /// The name of the leaf in the pieces between which a line may end.
    let pieces: [String]
    let sites, shapes: [Part]
    /// The row that it points to first.
    let candidate: String?
    /// The number of other leaves that point to the same row and differ no more often; nil for none.
    private(set) var also: Int?

    /// A site or a shape with its number of calls; without the number if it is the only one.
    struct Part {
        let name: String
        let count: String?
    }

    /// The number of leaves in the group.
    var leafCount: Int { 1 + (also ?? 0) }

    /// The unexplained differences: a wrong person first, then the most frequent.
    static func all(of report: EvidenceReport, links: PageLinks) -> [TopDifference] {
        let bySite = report.summary.leavesBySite.filter(\.isUnexplained)
        let leaves = Set(report.summary.patterns.flatMap(\.unexplained).map(\.leaf)).sorted()
        let ranked = leaves.map { leaf in
            let counts = bySite.filter { $0.leaf == leaf }
            let patterns = report.summary.patterns.filter { pattern in
                pattern.unexplained.contains { $0.leaf == leaf }
            }
            return (
                difference: TopDifference(leaf, counts, patterns, report: report, links: links),
                calls: counts.compactMap(\.unexplained.shown).reduce(0, +)
            )
        }
        let sorted = ranked.enumerated().sorted { left, right in
            let (first, second) = (left.element, right.element)
            let isWrongPerson = (first.difference?.severity == "S1", second.difference?.severity == "S1")
            if isWrongPerson.0 != isWrongPerson.1 { return isWrongPerson.0 }
            return (-first.calls, first.difference?.severity ?? "", left.offset)
                < (-second.calls, second.difference?.severity ?? "", right.offset)
        }
        return folded(sorted.compactMap(\.element.difference))
    }

    /// Each row once, with the leaf that differs most; no difference is folded into one of a lower severity.
    private static func folded(_ differences: [TopDifference]) -> [TopDifference] {
        var folded: [TopDifference] = []
        for difference in differences {
            let place = folded.firstIndex {
                $0.candidate != nil && $0.candidate == difference.candidate && $0.severity <= difference.severity
            }
            if let place {
                folded[place].also = folded[place].leafCount
            } else {
                folded.append(difference)
            }
        }
        return folded
    }

    /// - Parameter patterns: the patterns that it belongs to, the most frequent first; without any there is no page to
    ///   open.
    private init?(
        _ leaf: ComparedLeaf,
        _ counts: [LeafCount<String>],
        _ patterns: [PatternSummary],
        report: EvidenceReport,
        links: PageLinks
    ) {
        guard let pattern = patterns.first else { return nil }
        let severities = patterns.flatMap(\.unexplained).filter { $0.leaf == leaf }.map(\.severity)
        self.leaf = leaf.name
        pieces = ShownText.pieces(ofName: leaf.name)
        severity = severities.min()?.rawValue ?? ""
        link = links.pattern(pattern.id)
        calls = counts.isEmpty ? ShownText.few : "\(counts.compactMap(\.unexplained.shown).reduce(0, +)) calls"
        var operations: [String] = []
        for pattern in patterns where !operations.contains(pattern.operation.rawValue) {
            operations.append(pattern.operation.rawValue)
        }
        self.operations = operations.joined(separator: ", ")
        first = ShownText.day(patterns.map(\.first).min() ?? pattern.first)
        let shapeCounts = report.summary.leavesByShape.filter { $0.leaf == leaf && $0.isUnexplained }
        let differences = patterns.flatMap(\.unexplained).filter { $0.leaf == leaf }
        sites = Self.parts(counts, of: patterns.flatMap(\.sites), name: \.self)
        shapes = Self.parts(shapeCounts, of: differences.map(\.shape), name: \.rawValue)
        candidate = patterns.lazy.compactMap { pattern in
            pattern.unexplained.lazy.filter { $0.leaf == leaf }.compactMap {
                report.candidates(of: pattern, $0).first
            }.first
        }.first.map(ShownText.row)
    }

    /// The columns in which a leaf occurred, with those of its counts that are not blank.
    private static func parts<Column>(
        _ counts: [LeafCount<Column>],
        of columns: [Column],
        name: (Column) -> String
    ) -> [Part] {
        let columns = Set(columns).sorted()
        return columns.map { column in
            let count = counts.first { $0.column == column }.map { ShownText.count($0.unexplained) }
            return Part(name: name(column), count: columns.count > 1 ? count : nil)
        }
    }
}

extension LeafCount {
    /// True if calls are counted in which no rule explains the difference.
    fileprivate var isUnexplained: Bool { unexplained.shown != nil }
}
