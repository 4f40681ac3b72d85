import Comparison
import MappingEngine
import SMSPContract

extension MappingTables {
    /// The rows that a difference points to, the likeliest first: `name-family (Mappings/…/patient-details.yaml:98)`.
    ///
    /// - Parameters:
    ///   - leaf: the name of the leaf.
    ///   - shape: the shape of the difference.
    ///   - outcome: what the side of PDS FHIR answered.
    func suspects(in operation: SMSPOperation, leaf: String, shape: String, outcome: String) -> [String] {
        let rows: [SuspectRow] =
            switch ComparedLeaf(name: leaf) {
            case .outcome: ResponseCode(rawValue: outcome).map { suspects(of: $0, in: operation) } ?? []
            case .leaf(let leaf):
                suspects(
                    of: leaf,
                    isCode: [DifferenceShape.codeDifferent, .codeEquivalent].contains { $0.rawValue == shape }
                )
            case .location, nil: []
            }
        return rows.map { "\($0.name) (\($0.place))" }
    }
}
