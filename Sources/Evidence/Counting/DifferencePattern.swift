public import SMSPContract

/// What calls that differ in the same way have in common: the operation, and the leaves with their shapes.
///
/// - SeeAlso: docs/evidence.md §3.
public struct DifferencePattern: Sendable, Hashable {
    /// The operation.
    public let operation: SMSPOperation
    /// Each `leaf shape`, sorted, once.
    public let places: [String]

    /// The signature of differences in these leaves and shapes.
    public init(_ operation: SMSPOperation, _ differences: some Sequence<(String, String)>) {
        self.operation = operation
        places = Set(differences.map { "\($0) \($1)" }).sorted()
    }

    /// The name of the signature: 128 bits, hexadecimal.
    public var id: String { ([operation.rawValue] + places).digest }
}
