public import SMSPContract

/// The facts that a rule may use besides the answers, none of them a patient's value.
public struct ComparisonFacts: Sendable, Equatable {
    /// The operation of the request.
    public var operation: SMSPOperation
    /// The forms of the request.
    public var forms: Set<RequestForm>
    /// The `id` of the site; nil where answers are compared that belong to none.
    public var site: String?
    /// The result of the query without the postcode; nil if there was none.
    public var withoutPostcode: WithoutPostcode?

    /// The result of a search without its postcode.
    public enum WithoutPostcode: String, Sendable, Hashable, CaseIterable {
        /// The number that the legacy answer holds, labelled R or V.
        case restricted
        /// Anything else.
        case other
    }

    /// Creates the facts.
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
