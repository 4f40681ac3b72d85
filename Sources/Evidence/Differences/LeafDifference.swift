public import NHSIdentifiers

/// One place where two answers differ, without either value.
///
/// This is the one form of a difference: comparing makes it, the store keeps it as a row, and the API and the pages show
/// it.
public struct LeafDifference: Sendable, Hashable {
    /// The place.
    public let leaf: ComparedLeaf
    /// The way in which the values differ.
    public let shape: DifferenceShape
    /// The effect that it may have on the patient.
    public let severity: Severity
    /// The `id` of the rule that explains it; nil if no rule does.
    public internal(set) var rule: String?
    /// The tokens of the values of each side, or the letters that a page shows for them.
    ///
    /// An empty list is a side without a value; nil is a leaf of which no token is kept, and a difference that is not
    /// stored.
    public let legacy, fhir: [String]?

    /// Creates a difference.
    public init(
        leaf: ComparedLeaf,
        shape: DifferenceShape,
        severity: Severity,
        rule: String? = nil,
        legacy: [String]? = nil,
        fhir: [String]? = nil
    ) {
        self.leaf = leaf
        self.shape = shape
        self.severity = severity
        self.rule = rule
        self.legacy = legacy
        self.fhir = fhir
    }

    /// The leaf and the shape.
    public var key: DifferenceKey { DifferenceKey(leaf: leaf, shape: shape) }

    /// True if a rule explains it.
    public var isExplained: Bool { rule != nil }

    /// The same difference with these tokens.
    public func with(legacy: [String]?, fhir: [String]?) -> LeafDifference {
        LeafDifference(leaf: leaf, shape: shape, severity: severity, rule: rule, legacy: legacy, fhir: fhir)
    }
}

extension LeafDifference: Codable {}

/// The values of a leaf on both sides.
public struct ComparedValues: Sendable, Equatable, Redacted {
    /// The values of the legacy answer; empty if it has none.
    public let legacy: [String]
    /// The values of the answer made from PDS FHIR; empty if it has none.
    public let fhir: [String]
}

/// The effect that a difference may have on the patient, the highest first.
///
/// - SeeAlso: docs/evidence.md §2, severity.
public enum Severity: String, Sendable, Hashable, Codable, CodingKeyRepresentable, CaseIterable, Comparable {
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

    /// True if `left` is the higher severity.
    public static func < (left: Severity, right: Severity) -> Bool { left.rawValue < right.rawValue }
}
