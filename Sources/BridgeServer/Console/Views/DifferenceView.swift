import Bridge
import Comparison
import SMSPContract

/// One way in which calls differ: which rows to open, and the twin document of the latest call.
///
/// - SeeAlso: cutover-evidence §6, picture 3.
struct DifferenceView {
    let id, severity, meaning, operation, sites, calls, subjects, first, last, legacyOutcome, fhirOutcome: String
    /// As a heading.
    let title: String
    let hasSuspects: Bool
    let suspects: [String]
    let leaves: [Leaf]

    struct Leaf {
        let leaf: String
        let differs, isExplained: Bool
        let legacy, fhir: [Chip]
        let severity, meaning, shape: String
        let rule: String?
    }

    /// What stands for a value.
    struct Chip {
        let letter: String
        /// 0 to 6, or `value` for a value of which no token is kept.
        let colour: String
    }

    private static let colours = 7

    init(_ signature: SignatureFound, report: EvidenceReport) {
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
        title = signature.places.map { "\($0.leaf) \($0.shape)" }.joined(separator: ", ")
        var rows: [String] = []
        for place in signature.places {
            for row in report.suspects[signature.id]?["\(place.leaf) \(place.shape)"] ?? [] {
                let text = ShownText.row(row)
                if !rows.contains(text) { rows.append(text) }
            }
        }
        suspects = rows
        hasSuspects = !rows.isEmpty
        let places = Dictionary(grouping: signature.places, by: \.leaf)
        leaves = ComparedLeaf.allCases.filter { $0 != .location || places[$0.name] != nil }.flatMap { leaf in
            (places[leaf.name] ?? []).map(Leaf.init) + (places[leaf.name] == nil ? [Leaf(equal: leaf.name)] : [])
        }
    }
}

extension DifferenceView.Leaf {
    fileprivate init(_ place: SignatureFound.Place) {
        leaf = place.leaf
        (differs, isExplained) = (true, place.rule != nil)
        severity = place.severity
        meaning = ShownText.meaning(ofSeverity: place.severity)
        shape = place.shape
        rule = place.rule
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
            meaning: "",
            shape: "",
            rule: nil
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
