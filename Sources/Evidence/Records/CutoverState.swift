/// The backend that answers the calls of a site to an operation, the most backward state first.
///
/// - SeeAlso: docs/evidence.md §1.
public enum CutoverState: String, Sendable, Hashable, CaseIterable, Codable, Comparable {
    /// The legacy endpoint answers.
    case legacy
    /// The legacy endpoint answers, and PDS FHIR is queried as well and compared.
    case shadow
    /// PDS FHIR answers.
    case fhir

    /// True if the legacy endpoint answers.
    public var isAnsweredByLegacy: Bool { self != .fhir }

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
