public import Evidence
public import MappingEngine
import SMSPContract

extension MappingTables {
    /// The rows that a difference points to, the likeliest first: `name-family (Mappings/…/patient-details.yaml:98)`.
    public func candidates(of difference: UnexplainedDifference) -> [String] {
        let differing = Set(
            difference.differing.compactMap { leaf -> SMSPLeaf? in
                if case .leaf(let leaf) = leaf { leaf } else { nil }
            }
        )
        let rows: [CandidateRow] =
            switch difference.key.leaf {
            case .outcome:
                ResponseCode(rawValue: difference.outcomes.fhir).map { code in
                    candidates(
                        of: code,
                        in: difference.operation,
                        row: difference.outcomeRow,
                        isFound: difference.outcomes.legacy == ResponseCode.success.rawValue,
                        differing: differing
                    )
                } ?? []
            case .location: candidatesOfLocation(differing: differing)
            case .leaf(let leaf): candidates(of: leaf, LeafDifferenceKind(difference.key.shape), differing: differing)
            }
        return rows.map { "\($0.name) (\($0.place))" }
    }
}

extension LeafDifferenceKind {
    fileprivate init(_ shape: DifferenceShape) {
        self =
            switch shape {
            case .missingFHIR: .missing
            case .missingLegacy, .extraRepeat: .extra
            case .case, .spacing, .punctuation, .diacritic, .order, .prefix, .splitOrMergedLines, .shiftedLine,
                .precision, .codeEquivalent, .codeDifferent, .format, .editDistance, .different:
                .different
            }
    }
}
