import Bridge
import Evidence
import SMSPContract

/// One way in which calls differ: which rows to open, and the twin document of the latest call.
///
/// - SeeAlso: docs/evidence.md §6, picture 3.
struct DifferenceView {
    let id, severity, meaning, operation, sites, calls, subjects, first, last, legacyOutcome, fhirOutcome: String
    /// As a heading.
    let title: String
    let hasSuspects: Bool
    /// Whether it was found under other tables than those in use.
    let isOfEarlierTables: Bool
    let suspects: [String]
    let leaves: [Leaf]
    /// How many leaves are equal, or in neither answer, where they are not among `leaves`; nil where they are.
    let equal: Int?

    struct Leaf {
        let leaf: String
        let differs, isExplained: Bool
        let legacy, fhir: [Chip]
        let severity, shape: String
        let rule: String?
        /// The rows that it points to: the first where the page lists them all.
        let suspects: [String]
    }

    /// What stands for a value.
    struct Chip {
        let letter: String
        /// 0 to 6, or `value` for a value of which no token is kept.
        let colour: String
    }

    /// - Parameter isWhole: whether what is equal is shown too.
    init(_ signature: PatternSummary, report: EvidenceReport, isWhole: Bool = true) {
        id = signature.id
        severity = signature.severity
        meaning = ShownText.meaning(ofSeverity: signature.severity)
        operation = signature.operation.rawValue
        sites = signature.sites.joined(separator: ", ")
        calls = ShownText.count(signature.calls)
        subjects = ShownText.count(signature.subjects)
        first = ShownText.time(signature.first)
        last = ShownText.time(signature.last)
        (legacyOutcome, fhirOutcome) = (signature.legacyOutcome, signature.fhirOutcome)
        let others = signature.places.count { signature.isExplained || $0.rule == nil } - 1
        title =
            ((signature.gravest ?? signature.places.first).map { "\($0.leaf) \($0.shape)" } ?? "")
            + (others > 0 ? ", and \(others) more" : "")
        func rows(_ place: PatternSummary.Place) -> [String] {
            (report.suspects[signature.id]?["\(place.leaf) \(place.shape)"] ?? []).map(ShownText.row)
        }
        var suspects: [String] = []
        // The first of each place before the second of any.
        let ranked = signature.places.map(rows)
        for rank in 0..<(ranked.map(\.count).max() ?? 0) {
            for rows in ranked where rank < rows.count && !suspects.contains(rows[rank]) { suspects.append(rows[rank]) }
        }
        self.suspects = suspects
        hasSuspects = !suspects.isEmpty
        isOfEarlierTables = !signature.isFound(under: report.mapping)
        let places = Dictionary(grouping: signature.places, by: \.leaf)
        let shown = ComparedLeaf.allCases.filter { $0 != .location || places[$0.name] != nil }
        leaves = shown.flatMap { leaf in
            let differences = (places[leaf.name] ?? []).map { place in
                Leaf(place, suspects: isWhole ? Array(rows(place).prefix(1)) : rows(place))
            }
            return differences.isEmpty && isWhole ? [Leaf(equal: leaf.name)] : differences
        }
        equal = isWhole ? nil : shown.count { places[$0.name] == nil }
    }
}

extension DifferenceView.Leaf {
    fileprivate init(_ place: PatternSummary.Place, suspects: [String]) {
        leaf = place.leaf
        (differs, isExplained) = (true, place.rule != nil)
        severity = place.severity
        shape = place.shape
        rule = place.rule
        self.suspects = suspects
        let missing = (
            legacy: place.shape == DifferenceShape.missingLegacy.rawValue,
            fhir: place.shape == DifferenceShape.missingFHIR.rawValue
        )
        legacy = Self.chips(place.legacy, isMissing: missing.legacy)
        fhir = Self.chips(place.fhir, isMissing: missing.fhir)
    }

    fileprivate init(equal leaf: String) {
        self.init(
            leaf: leaf,
            differs: false,
            isExplained: false,
            legacy: [],
            fhir: [],
            severity: "",
            shape: "",
            rule: nil,
            suspects: []
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
