public import SMSPContract

/// What a rule may look at beside the answers; none of it is a patient's value.
public struct ComparisonFacts: Sendable, Equatable {
    /// The operation.
    public var operation: SMSPOperation
    /// What the question is like.
    public var forms: Set<RequestForm>
    /// The `id` of the site; nil where answers are compared that belong to none.
    public var site: String?
    /// What PDS FHIR said when it was asked once more without the postcode; nil when it was not.
    public var withoutPostcode: WithoutPostcode?

    /// What a search without its postcode found.
    public enum WithoutPostcode: String, Sendable, Hashable, CaseIterable {
        /// The number that the legacy answer holds, labelled R or V.
        case restricted
        /// Anything else.
        case other
    }

    /// Facts of these parts.
    public init(
        operation: SMSPOperation,
        forms: Set<RequestForm>,
        site: String? = nil,
        withoutPostcode: WithoutPostcode? = nil
    ) {
        self.operation = operation
        self.forms = forms
        self.site = site
        self.withoutPostcode = withoutPostcode
    }
}

/// The facts of one comparison, those of the answers included.
struct RuleFacts {
    let given: ComparisonFacts
    let outcomes: (legacy: String, fhir: String)
    let strata: (legacy: Set<Stratum>, fhir: Set<Stratum>)
    /// The leaves that both answers hold, and in which they do not differ.
    let equal: Set<ComparedLeaf>

    init(
        _ given: ComparisonFacts,
        legacy: ComparedAnswer,
        fhir: ComparedAnswer,
        differences: [LeafDifference]
    ) {
        self.given = given
        outcomes = (legacy.outcome, fhir.outcome)
        strata = (legacy.strata, fhir.strata)
        equal = Set(legacy.leaves.filter { !$0.value.isEmpty }.map { ComparedLeaf.leaf($0.leaf) })
            .subtracting(differences.map(\.leaf))
    }
}
