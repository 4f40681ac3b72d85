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

extension ComparisonFacts {
    /// The facts that two answers show without their request; nil if they show none.
    ///
    /// The details operations answer alike: the operation is unknown, and assumed to be getPatientDetails.
    public init?(answers: [[UInt8]]) {
        let roots = answers.compactMap { bytes -> String? in
            let answer = WireAnswer(status: 200, body: bytes)
            guard case .coded(let root, _, _) = try? AnswerReader.read(answer) else { return nil }
            return root
        }
        let operations: [SMSPOperation] = [.getPatientDetails, .getNHSNumber, .verifyNHSNumber]
        guard let operation = operations.first(where: { roots.contains($0.names.responseRoot) }) else { return nil }
        self.init(operation: operation, forms: [])
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
        equal = Set(legacy.leaves.filter { !$0.value.isBlank }.map { ComparedLeaf.leaf($0.leaf) })
            .subtracting(differences.map(\.leaf))
    }
}
