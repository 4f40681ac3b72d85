public import SMSPContract

/// A difference that no rule explains, with all that points to the row of the tables which is to blame for it.
public struct UnexplainedDifference: Sendable {
    /// The operation.
    public let operation: SMSPOperation
    /// The name of the leaf.
    public let leaf: String
    /// The shape.
    public let shape: String
    /// The outcomes.
    public let outcomes: (legacy: String, fhir: String)
    /// The line of `outcomes.csv` by which the answer made from PDS FHIR has its code; nil when that is not known.
    public let outcomeRow: Int?
    /// The names of all leaves that differ, in this call or in others that were compared under the same tables.
    public let differing: Set<String>

    /// A difference of these parts.
    public init(
        operation: SMSPOperation,
        leaf: String,
        shape: String,
        outcomes: (legacy: String, fhir: String),
        outcomeRow: Int?,
        differing: Set<String>
    ) {
        self.operation = operation
        self.leaf = leaf
        self.shape = shape
        self.outcomes = outcomes
        self.outcomeRow = outcomeRow
        self.differing = differing
    }
}
