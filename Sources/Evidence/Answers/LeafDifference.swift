public import NHSIdentifiers

/// One place where two answers differ.
public struct LeafDifference: Sendable, Equatable {
    /// Where.
    public let leaf: ComparedLeaf
    /// How.
    public let shape: DifferenceShape
    /// What it may do to the patient.
    public let severity: Severity
    /// The `id` of the rule that explains it; nil when none does.
    public internal(set) var rule: String?
    /// The values, for who may see them.
    public let values: ComparedValues
}

/// The values of a leaf on both sides.
public struct ComparedValues: Sendable, Equatable, Redacted {
    /// What the legacy answer holds; empty when it holds none.
    public let legacy: [String]
    /// What the answer made from PDS FHIR holds; empty when it holds none.
    public let fhir: [String]
}

/// How grave a difference is.
///
/// - SeeAlso: docs/evidence.md §2, severity.
public enum Severity: String, Sendable, Hashable, CaseIterable, Comparable {
    /// A wrong person.
    case s1 = "S1"
    /// A wrong route of care.
    case s2 = "S2"
    /// Recoverable.
    case s3 = "S3"
    /// Cosmetic.
    case s4 = "S4"
    /// Bytes only.
    case s5 = "S5"

    /// Whether `left` is the graver.
    public static func < (left: Severity, right: Severity) -> Bool { left.rawValue < right.rawValue }
}
