import Bridge
import Evidence
import SMSPContract

/// What differs without a rule that explains it: how often, how, where, since when, and which row to open.
///
/// One mistake in the tables shows in many ways of differing, since what else differs in a call differs too, and often
/// in several leaves. By leaf, and by the row that leaves point to, it stands in one place.
struct TopDifference {
    let severity, leaf, link, calls, operations, first: String
    /// The name of the leaf in the pieces between which a line may end.
    let pieces: [String]
    let sites, shapes: [Part]
    /// The row that it points to first.
    let suspect: String?
    /// How many other leaves point to the same row, and differ no more often; nil for none.
    private(set) var also: Int?

    /// A site or a shape with the calls that are of it; without them where it is the only one.
    struct Part {
        let name: String
        let count: String?
    }

    /// How many leaves it stands for.
    var leafCount: Int { 1 + (also ?? 0) }

    /// What differs without a rule: a wrong person first, then the most frequent.
    static func all(of report: EvidenceReport, links: PageLinks) -> [TopDifference] {
        let bySite = report.found.leavesBySite.filter(\.isUnexplained)
        var leaves: [String] = []
        for count in bySite where !leaves.contains(count.leaf) { leaves.append(count.leaf) }
        let ranked = leaves.map { leaf in
            let counts = bySite.filter { $0.leaf == leaf }
            let signatures = report.found.signatures.filter { signature in
                signature.places.contains { $0.leaf == leaf && $0.rule == nil }
            }
            return (
                difference: TopDifference(leaf, counts, signatures, report: report, links: links),
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

    /// Each row that is pointed to once, with the leaf that differs most; nothing is put behind what is less grave.
    private static func folded(_ differences: [TopDifference]) -> [TopDifference] {
        var folded: [TopDifference] = []
        for difference in differences {
            let place = folded.firstIndex {
                $0.suspect != nil && $0.suspect == difference.suspect && $0.severity <= difference.severity
            }
            if let place {
                folded[place].also = folded[place].leafCount
            } else {
                folded.append(difference)
            }
        }
        return folded
    }

    /// - Parameter signatures: the ways of differing to which it belongs, the most frequent first; without any there is
    ///   no page to open.
    private init?(
        _ leaf: String,
        _ counts: [LeafCount],
        _ signatures: [PatternSummary],
        report: EvidenceReport,
        links: PageLinks
    ) {
        guard let signature = signatures.first else { return nil }
        let places = signatures.flatMap(\.places).filter { $0.leaf == leaf && $0.rule == nil }
        self.leaf = leaf
        pieces = ShownText.pieces(ofName: leaf)
        severity = places.map(\.severity).min() ?? ""
        link = links.signature(signature.id)
        calls = ShownText.sum(counts.map(\.unexplained))
        var operations: [String] = []
        for signature in signatures where !operations.contains(signature.operation.rawValue) {
            operations.append(signature.operation.rawValue)
        }
        self.operations = operations.joined(separator: ", ")
        first = ShownText.time(signatures.map(\.first).min() ?? signature.first)
        sites = Self.parts(counts)
        shapes = Self.parts(report.found.leavesByShape.filter { $0.leaf == leaf && $0.isUnexplained })
        suspect = signatures.lazy.compactMap { signature in
            signature.places.lazy.filter { $0.leaf == leaf && $0.rule == nil }.compactMap { place in
                report.suspects[signature.id]?["\(place.leaf) \(place.shape)"]?.first
            }.first
        }.first.map(ShownText.row)
    }

    private static func parts(_ counts: [LeafCount]) -> [Part] {
        counts.map { Part(name: $0.column, count: counts.count > 1 ? ShownText.count($0.unexplained) : nil) }
    }
}

extension LeafCount {
    /// Whether there are calls in which no rule explains the difference, however few.
    fileprivate var isUnexplained: Bool { unexplained.shown != 0 }
}
