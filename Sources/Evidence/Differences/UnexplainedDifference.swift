public import SMSPContract

/// A difference that no rule explains, with the facts that point to the row of the tables that causes it.
public struct UnexplainedDifference: Sendable {
    /// The operation.
    public let operation: SMSPOperation
    /// The leaf and the shape.
    public let key: DifferenceKey
    /// The outcomes of both sides.
    public let outcomes: (legacy: String, fhir: String)
    /// The line of `outcomes.csv` that gave the answer made from PDS FHIR its code; nil if it is unknown.
    public let outcomeRow: Int?
    /// All leaves that differ, in this call or in others that were compared under the same tables.
    public let differing: Set<ComparedLeaf>

    /// Creates a difference with its facts.
    public init(
        operation: SMSPOperation,
        key: DifferenceKey,
        outcomes: (legacy: String, fhir: String),
        outcomeRow: Int?,
        differing: Set<ComparedLeaf>
    ) {
        self.operation = operation
        self.key = key
        self.outcomes = outcomes
        self.outcomeRow = outcomeRow
        self.differing = differing
    }
}
