/// The cutover state of a site and operation, the most backward first.
///
/// - SeeAlso: docs/evidence.md §1.
public enum CutoverState: String, Sendable, Hashable, CaseIterable, Codable, Comparable {
    /// The legacy endpoint answers.
    case legacy
    /// The legacy endpoint answers, and PDS FHIR's answer is compared.
    case shadow
    /// PDS FHIR answers.
    case fhir

    /// True if the legacy endpoint answers.
    var isAnsweredByLegacy: Bool { self != .fhir }

    /// True if `left` is the more backward of the two.
    public static func < (left: CutoverState, right: CutoverState) -> Bool {
        left.rank < right.rank
    }

    private var rank: Int {
        switch self {
        case .legacy: 0
        case .shadow: 1
        case .fhir: 2
        }
    }
}
