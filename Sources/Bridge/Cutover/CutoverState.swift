/// Where the calls of a site to an operation are answered, the most backward state first.
///
/// - SeeAlso: cutover-evidence §1.
public enum CutoverState: String, Sendable, Hashable, CaseIterable, Codable, Comparable {
    /// The legacy endpoint answers.
    case legacy
    /// PDS FHIR answers.
    case fhir

    /// Whether `left` is the more backward of the two.
    public static func < (left: CutoverState, right: CutoverState) -> Bool {
        left == .legacy && right == .fhir
    }
}
