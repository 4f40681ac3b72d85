import Bridge
import Evidence

/// A leaf that differs without a rule that explains it: how often, how, where, since when, and which row to open.
///
/// One mistake in the tables shows in many ways of differing, since what else differs in a call differs too. By leaf it
/// stands in one place.
struct LeadingDifference {
    let severity, meaning, leaf, link, calls, operations, first, last: String
    let sites, shapes: [Part]
    /// The row that it points to first.
    let suspect: String?

    /// A site or a shape with the calls that are of it.
    struct Part {
        let name, calls: String
    }

    /// The leaves that differ without a rule: a wrong person first, then the most frequent.
    static func all(of report: EvidenceReport, links: PageLinks) -> [LeadingDifference] {
        let bySite = report.found.leavesBySite.filter(\.isUnexplained)
        var leaves: [String] = []
        for count in bySite where !leaves.contains(count.leaf) { leaves.append(count.leaf) }
        let ranked = leaves.map { leaf in
            let counts = bySite.filter { $0.leaf == leaf }
            let signatures = report.found.signatures.filter { signature in
                signature.places.contains { $0.leaf == leaf && $0.rule == nil }
            }
            return (
                difference: LeadingDifference(leaf, counts, signatures, report: report, links: links),
                calls: counts.compactMap(\.unexplained.shown).reduce(0, +)
            )
        }
        return ranked.enumerated().sorted { left, right in
            let (first, second) = (left.element, right.element)
            let isWrongPerson = (first.difference?.severity == "S1", second.difference?.severity == "S1")
            if isWrongPerson.0 != isWrongPerson.1 { return isWrongPerson.0 }
            return (-first.calls, left.offset) < (-second.calls, right.offset)
        }
        .compactMap(\.element.difference)
    }

    /// - Parameter signatures: the ways of differing to which it belongs, the most frequent first; without any there is
    ///   no page to open.
    private init?(
        _ leaf: String,
        _ counts: [LeafCount],
        _ signatures: [SignatureFound],
        report: EvidenceReport,
        links: PageLinks
    ) {
        guard let signature = signatures.first else { return nil }
        let places = signatures.flatMap(\.places).filter { $0.leaf == leaf && $0.rule == nil }
        self.leaf = leaf
        severity = places.map(\.severity).min() ?? ""
        meaning = ShownText.meaning(ofSeverity: severity)
        link = links.signature(signature.id)
        calls = ShownText.sum(counts.map(\.unexplained))
        var operations: [String] = []
        for signature in signatures where !operations.contains(signature.operation.rawValue) {
            operations.append(signature.operation.rawValue)
        }
        self.operations = operations.joined(separator: ", ")
        first = ShownText.time(signatures.map(\.first).min() ?? signature.first)
        last = ShownText.time(signatures.map(\.last).max() ?? signature.last)
        sites = counts.map { Part(name: $0.column, calls: ShownText.count($0.unexplained)) }
        shapes = report.found.leavesByShape.filter { $0.leaf == leaf && $0.isUnexplained }.map {
            Part(name: $0.column, calls: ShownText.count($0.unexplained))
        }
        suspect = signatures.lazy.compactMap { signature in
            signature.places.lazy.filter { $0.leaf == leaf && $0.rule == nil }.compactMap { place in
                report.suspects[signature.id]?["\(place.leaf) \(place.shape)"]?.first
            }.first
        }.first.map(ShownText.row)
    }
}

extension LeafCount {
    /// Whether there are calls in which no rule explains the difference, however few.
    fileprivate var isUnexplained: Bool { unexplained.shown != 0 }
}
