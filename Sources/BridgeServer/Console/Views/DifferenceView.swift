import Bridge
import Evidence
import SMSPContract

/// One way in which calls differ: which rows to open, and the twin document of the latest call.
///
/// - SeeAlso: docs/evidence.md §6, picture 3.
struct DifferenceView {
    let id, severity, meaning, operation, sites, calls, first, last, legacyOutcome, fhirOutcome: String
    /// The number of people; nil for few.
    let subjects: String?
    /// As a heading.
    let title: String
    let hasCandidates: Bool
    /// True if it was last seen under other tables than those in use.
    let isOfEarlierTables: Bool
    let candidates: [String]
    let leaves: [Leaf]
    /// The number of leaves that are equal or in neither answer, if they are not among `leaves`; nil if they are.
    let equal: Int?

    struct Leaf {
        let leaf: String
        let differs, isExplained: Bool
        let legacy, fhir: [Chip]
        let severity, shape: String
        let rule: String?
        /// The rows that it points to: the first where the page lists them all.
        let candidates: [String]
    }

    /// The letter that replaces a value.
    struct Chip {
        let letter: String
        /// 0 to 6, or `value` for a value of which no token is kept.
        let colour: String
    }

    /// - Parameter isWhole: whether what is equal is shown too.
    init(_ pattern: PatternSummary, report: EvidenceReport, isWhole: Bool = true) {
        id = pattern.id
        severity = pattern.severity.rawValue
        meaning = ShownText.meaning(of: pattern.severity)
        operation = pattern.operation.rawValue
        sites = pattern.sites.joined(separator: ", ")
        calls = ShownText.calls(pattern.calls)
        subjects = pattern.subjects.shown.map { "\($0)+ people" }
        first = ShownText.day(pattern.first)
        last = ShownText.day(pattern.last)
        (legacyOutcome, fhirOutcome) = (pattern.legacyOutcome, pattern.fhirOutcome)
        let others = pattern.differences.count { pattern.isExplained || !$0.isExplained } - 1
        title =
            ((pattern.mostSevere ?? pattern.differences.first)?.key.description ?? "")
            + (others > 0 ? ", and \(others) more" : "")
        func rows(_ difference: LeafDifference) -> [String] {
            report.candidates(of: pattern, difference).map(ShownText.row)
        }
        var candidates: [String] = []
        // The first row of each difference comes before the second of any.
        let ranked = pattern.differences.map(rows)
        for rank in 0..<(ranked.map(\.count).max() ?? 0) {
            for rows in ranked where rank < rows.count && !candidates.contains(rows[rank]) {
                candidates.append(rows[rank])
            }
        }
        self.candidates = candidates
        hasCandidates = !candidates.isEmpty
        isOfEarlierTables = !pattern.isSeen(under: report.mapping)
        let byLeaf = Dictionary(grouping: pattern.differences, by: \.leaf)
        let shown = ComparedLeaf.allCases.filter { $0 != .location || byLeaf[$0] != nil }
        leaves = shown.flatMap { leaf in
            let differences = (byLeaf[leaf] ?? []).map { difference in
                Leaf(difference, candidates: isWhole ? Array(rows(difference).prefix(1)) : rows(difference))
            }
            return differences.isEmpty && isWhole ? [Leaf(equal: leaf)] : differences
        }
        equal = isWhole ? nil : shown.count { byLeaf[$0] == nil }
    }
}

extension DifferenceView.Leaf {
    fileprivate init(_ difference: LeafDifference, candidates: [String]) {
        leaf = difference.leaf.name
        (differs, isExplained) = (true, difference.isExplained)
        severity = difference.severity.rawValue
        shape = difference.shape.rawValue
        rule = difference.rule
        self.candidates = candidates
        legacy = Self.chips(difference.legacy, isMissing: difference.shape == .missingLegacy)
        fhir = Self.chips(difference.fhir, isMissing: difference.shape == .missingFHIR)
    }

    fileprivate init(equal leaf: ComparedLeaf) {
        self.init(
            leaf: leaf.name,
            differs: false,
            isExplained: false,
            legacy: [],
            fhir: [],
            severity: "",
            shape: "",
            rule: nil,
            candidates: []
        )
    }

    private static func chips(_ letters: [String]?, isMissing: Bool) -> [DifferenceView.Chip] {
        if isMissing { return [DifferenceView.Chip(letter: "none", colour: "value")] }
        guard let letters else { return [DifferenceView.Chip(letter: "a value", colour: "value")] }
        return letters.map { letter in
            let number = letter.unicodeScalars.first.map { Int($0.value) } ?? 0
            return DifferenceView.Chip(letter: letter, colour: String((number + 5) % 7))
        }
    }
}
