public import FoundationEssentials
public import SMSPContract

/// A summary of the calls that differ in the same way.
public struct PatternSummary: Sendable, Codable {
    /// The id of the pattern, see ``DifferencePattern``.
    public let id: String
    /// The operation.
    public let operation: SMSPOperation
    /// The differences, in the order of an answer, with letters for the values of the latest of the calls: the same
    /// letter for the same value.
    public let differences: [LeafDifference]
    /// The number of calls; a blank if they were of fewer than five people in each week.
    public let calls: SmallCount
    /// The number of people, in steps of five; the same.
    public let subjects: SmallCount
    /// The sites.
    public let sites: [String]
    /// The outcomes of the latest of the calls.
    public let legacyOutcome, fhirOutcome: String
    /// The line of `outcomes.csv` that gave the latest answer made from PDS FHIR its code; nil if there is none.
    public let outcomeRow: Int?
    /// The content hash of the mapping tables that made the latest of the answers.
    public let mappingHash: String
    /// The first and the last day of its counted calls; the weeks of all calls if none is counted.
    public let first, last: Date

    /// The differences that no rule explains.
    public var unexplained: [LeafDifference] { differences.filter { !$0.isExplained } }
    /// True if rules explain every difference.
    public var isExplained: Bool { differences.allSatisfy(\.isExplained) }
    /// The unexplained difference of the highest severity, the first of several; nil if rules explain every one.
    public var mostSevere: LeafDifference? { unexplained.min { $0.severity < $1.severity } }
    /// The highest severity that no rule explains; of all differences if rules explain every one.
    public var severity: Severity { mostSevere?.severity ?? differences.map(\.severity).min() ?? .s5 }

    /// Creates the summary of a pattern.
    public init(
        id: String,
        operation: SMSPOperation,
        differences: [LeafDifference],
        calls: SmallCount,
        subjects: SmallCount,
        sites: [String],
        outcomes: (legacy: String, fhir: String),
        outcomeRow: Int?,
        mappingHash: String,
        first: Date,
        last: Date
    ) {
        self.id = id
        self.operation = operation
        self.differences = differences
        self.calls = calls
        self.subjects = subjects
        self.sites = sites
        (legacyOutcome, fhirOutcome) = outcomes
        self.outcomeRow = outcomeRow
        self.mappingHash = mappingHash
        self.first = first
        self.last = last
    }
}
