public import SMSPContract
import StrictYAML

/// `Mappings/comparison.yaml`: how each leaf is compared, which strata each operation has, and what is expected.
public struct ComparisonTable: Sendable {
    /// The rules, in the order of the file: the first that fits explains.
    public let rules: [ComparisonRule]
    /// The strata that can occur in each operation.
    public let strata: [SMSPOperation: Set<Stratum>]
    /// SHA-256 of the file, lower-case hexadecimal: evidence gathered with another table does not count for this one.
    public let contentHash: String
    /// The outcomes by which a side says that it failed, so that there is nothing to compare.
    let failures: Set<String>
    let rows: [ComparedLeaf: LeafRow]

    /// The hazard and the place of a leaf's row: `H1`, `Mappings/comparison.yaml:12`.
    public func row(of leaf: ComparedLeaf) -> (hazard: String, place: String)? {
        rows[leaf].map { ($0.hazard, $0.place) }
    }
}
