/// The verdict on one compared call.
///
/// - SeeAlso: docs/evidence.md §2, verdicts.
public enum Verdict: String, Sendable, Hashable, Codable, CodingKeyRepresentable, CaseIterable {
    /// Both answers mean the same.
    case match = "MATCH"
    /// They differ, and rules explain every difference.
    case expected = "EXPECTED"
    /// They differ, and at least one difference is not explained.
    case mismatch = "MISMATCH"
    /// They differed, and no longer did when both sides were queried again; never S1 or S2.
    case transient = "TRANSIENT"
    /// They differed while the record moved: its version was another at the second query.
    case skewed = "SKEWED"
    /// One side failed for reasons of its own.
    case incomparable = "INCOMPARABLE"
    /// The other side was not queried, or not in time.
    case oneSided = "ONE_SIDED"

    /// True if both answers were held against each other, and the record did not move meanwhile.
    public var isCompared: Bool {
        switch self {
        case .match, .expected, .mismatch, .transient: true
        case .skewed, .incomparable, .oneSided: false
        }
    }
}
