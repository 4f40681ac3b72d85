public import Bridge
import Evidence
public import MappingEngine
import SMSPContract

extension MappingTables {
    /// The rows that a difference points to, the likeliest first: `name-family (Mappings/…/patient-details.yaml:98)`.
    public func suspects(of difference: UnexplainedDifference) -> [String] {
        let differing = Set(
            difference.differing.compactMap { name -> SMSPLeaf? in
                if case .leaf(let leaf) = ComparedLeaf(name: name) { leaf } else { nil }
            }
        )
        let rows: [CandidateRow] =
            switch ComparedLeaf(name: difference.leaf) {
            case .outcome:
                ResponseCode(rawValue: difference.outcomes.fhir).map { code in
                    suspects(
                        of: code,
                        in: difference.operation,
                        row: difference.outcomeRow,
                        isFound: difference.outcomes.legacy == ResponseCode.success.rawValue,
                        differing: differing
                    )
                } ?? []
            case .location: suspectsOfLocation(differing: differing)
            case .leaf(let leaf): suspects(of: leaf, LeafDifferenceKind(shape: difference.shape), differing: differing)
            case nil: []
            }
        return rows.map { "\($0.name) (\($0.place))" }
    }
}

extension LeafDifferenceKind {
    fileprivate init(shape: String) {
        self =
            switch DifferenceShape(rawValue: shape) {
            case .missingFHIR: .missing
            case .missingLegacy, .extraRepeat: .extra
            default: .different
            }
    }
}
