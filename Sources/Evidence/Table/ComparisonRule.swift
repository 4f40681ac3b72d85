import SMSPContract
import StrictYAML

/// A rule that explains expected differences: their leaves, shapes and conditions, with an owner and a last day.
///
/// - SeeAlso: docs/evidence.md §2, rules.
public struct ComparisonRule: Sendable {
    /// The name by which records and reports speak of it.
    public let id: String
    /// `file:line` of the rule.
    public let place: String
    /// The owner.
    public let owner: String
    /// The reason for which the difference is expected.
    public let reason: String
    /// The hazard that was thought of.
    public let hazard: String
    /// The last day on which it explains anything, `YYYY-MM-DD`.
    public let expires: String
    /// The leaves it speaks of; empty for a rule about the answer as a whole.
    private let leaves: Set<ComparedLeaf>
    /// The shapes it explains; empty for a rule about the answer as a whole.
    private let shapes: Set<DifferenceShape>
    /// One of these must hold.
    private let alternatives: [Condition]

    /// Facts that must hold together; what is nil or empty restricts nothing.
    struct Condition: Sendable {
        let operations: Set<SMSPOperation>
        let legacyCode: Set<String>
        let fhirCode: Set<String>
        let forms: Set<RequestForm>
        let strata: (legacy: Set<Stratum>, fhir: Set<Stratum>)
        let sites: Set<String>
        let equal: Set<ComparedLeaf>
        let withoutPostcode: ComparisonFacts.WithoutPostcode?

        func holds(_ facts: RuleFacts) -> Bool {
            (operations.isEmpty || operations.contains(facts.given.operation))
                && (legacyCode.isEmpty || legacyCode.contains(facts.outcomes.legacy))
                && (fhirCode.isEmpty || fhirCode.contains(facts.outcomes.fhir))
                && forms.isSubset(of: facts.given.forms)
                && strata.legacy.isSubset(of: facts.strata.legacy) && strata.fhir.isSubset(of: facts.strata.fhir)
                && (sites.isEmpty || facts.given.site.map(sites.contains) ?? false)
                && equal.isSubset(of: facts.equal)
                && (withoutPostcode == nil || withoutPostcode == facts.given.withoutPostcode)
        }
    }

    /// True if the rule has ended by `today`, `YYYY-MM-DD`: the differences that it explained are mismatches again.
    public func isExpired(on today: String) -> Bool { expires < today }

    /// True if the rule explains `difference`.
    func explains(_ difference: LeafDifference, _ facts: RuleFacts, today: String) -> Bool {
        !isExpired(on: today) && speaks(of: difference.leaf, difference.shape)
            && alternatives.contains { $0.holds(facts) }
    }

    /// True if the rule is about differences of a shape in a leaf.
    func speaks(of leaf: ComparedLeaf, _ shape: DifferenceShape) -> Bool {
        leaves.isEmpty || (leaves.contains(leaf) && shapes.contains(shape))
    }

    init(_ yaml: YAMLValue) {
        id = yaml.at("id").string
        place = "\(yaml.file):\(yaml.line)"
        owner = yaml.at("owner").string
        reason = yaml.at("reason").string
        hazard = yaml.at("hazard").string
        expires = yaml.at("expires").string
        leaves = Set(yaml["leaves"].all { ComparedLeaf(name: $0) })
        shapes = Set(yaml["shapes"].all { DifferenceShape(rawValue: $0) })
        alternatives = yaml.at("when").elements.map(Condition.init)
    }
}

extension ComparisonRule.Condition {
    fileprivate init(_ yaml: YAMLValue) {
        operations = Set(yaml["operation"].all { SMSPOperation(rawValue: $0) })
        legacyCode = Set(yaml["legacyCode"].all(\.self))
        fhirCode = Set(yaml["fhirCode"].all(\.self))
        forms = Set(yaml["form"].all { RequestForm(rawValue: $0) })
        strata = (
            Set(yaml["legacyStratum"].all { Stratum(rawValue: $0) }),
            Set(yaml["fhirStratum"].all { Stratum(rawValue: $0) })
        )
        sites = Set(yaml["site"].all(\.self))
        equal = Set(yaml["equal"].all { ComparedLeaf(name: $0) })
        withoutPostcode = yaml["withoutPostcode"].map { $0.choice() }
    }
}

extension YAMLValue? {
    /// The elements of the list, as `read` reads them; none without the list.
    fileprivate func all<Value>(_ read: (String) -> Value?) -> [Value] {
        (self?.elements ?? []).compactMap { read($0.string) }
    }
}
