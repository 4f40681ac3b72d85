public import SMSPContract

/// The common pattern of calls that differ in the same way: the operation, and the keys of the differences.
///
/// A difference that a rule explains counts as another than the same one unexplained.
///
/// - SeeAlso: docs/evidence.md §3.
public struct DifferencePattern: Sendable, Hashable {
    /// The operation.
    public let operation: SMSPOperation
    /// The keys of the differences that no rule explains.
    public let unexplained: Set<DifferenceKey>
    /// The keys of the differences that a rule explains.
    public let explained: Set<DifferenceKey>

    /// Creates the pattern of the differences of one call.
    public init(_ operation: SMSPOperation, _ differences: some Sequence<LeafDifference>) {
        self.operation = operation
        unexplained = Set(differences.filter { !$0.isExplained }.map(\.key))
        explained = Set(differences.filter(\.isExplained).map(\.key))
    }

    /// The name of the pattern: 128 bits, hexadecimal.
    ///
    /// Stores and links hold it, so that what it is made of never changes.
    public var id: String {
        ([operation.rawValue] + (unexplained.map(\.description) + explained.map { "\($0) explained" }).sorted()).digest
    }
}
