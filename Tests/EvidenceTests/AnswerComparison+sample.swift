import SMSPContract

@testable import Evidence

extension AnswerComparison {
    /// A comparison with a verdict, and differences of these severities in one leaf.
    static func sample(
        _ verdict: Verdict,
        _ severities: [Severity] = [],
        explained: [Severity] = [],
        in leaf: SMSPLeaf = .family
    ) -> AnswerComparison {
        func difference(_ severity: Severity, rule: String?) -> LeafDifference {
            LeafDifference(leaf: .leaf(leaf), shape: .different, severity: severity, rule: rule)
        }
        let values = ComparedValues(legacy: ["one"], fhir: ["other"])
        return AnswerComparison(
            verdict: verdict,
            notCompared: verdict.isCompared ? nil : .fhirFailure,
            differences: severities.map { difference($0, rule: nil) } + explained.map { difference($0, rule: "rule") },
            values: (severities + explained).map { _ in values },
            isEqualInBytes: verdict == .match,
            outcomes: (ResponseCode.success.rawValue, ResponseCode.success.rawValue),
            strata: ([], [])
        )
    }
}
