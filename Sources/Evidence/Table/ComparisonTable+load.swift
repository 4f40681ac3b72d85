import Crypto
import FoundationEssentials
import NHSIdentifiers
import SMSPContract
public import StrictYAML

extension ComparisonTable {
    private static let limitBytes = 1 << 20

    /// Loads the table.
    ///
    /// - Throws: every problem of the file with its line: keys and words that are not known, leaves that have no row or
    ///   two, rules of one id, dates that are none.
    public init(file: String) throws(YAMLProblems) {
        guard let data = try? OrdinaryFile(file, limit: Self.limitBytes).bytes else {
            throw YAMLProblems([
                YAMLProblem(
                    .file(file, line: 1),
                    key: "file",
                    problem: "cannot be read",
                    got: file,
                    suggestion: "comparison.yaml as the product ships it"
                )
            ])
        }
        let yaml = try YAMLDocument.load(
            String(decoding: data.withoutByteOrderMark, as: UTF8.self),
            file: file,
            shape: Self.shape
        )
        var problems: [YAMLProblem] = []
        var rows: [ComparedLeaf: LeafRow] = [:]
        for row in yaml.at("leaves").elements {
            guard let leaf = ComparedLeaf(name: row.at("leaf").string) else { continue }
            if rows[leaf] != nil {
                problems.append(row.at("leaf").problem("has a row above", try: "one row for each leaf"))
            }
            rows[leaf] = LeafRow(row, leaf: leaf)
        }
        for leaf in ComparedLeaf.allCases where rows[leaf] == nil {
            problems.append(yaml.at("leaves").problem("has no row for \(leaf.name)", try: "- leaf: \(leaf.name)"))
        }
        let rules = yaml.at("rules").elements
        for (index, rule) in rules.enumerated() {
            let earlier = rules.prefix(index).map { $0.at("id").string }
            if earlier.contains(rule.at("id").string) {
                problems.append(rule.at("id").problem("is the id of a rule above", try: "another id"))
            }
            if (rule["leaves"] == nil) != (rule["shapes"] == nil) {
                problems.append(
                    rule.problem("has leaves or shapes, not both", try: "both, or neither for the answer as a whole")
                )
            }
            // It explains all that differs, a wrong person among it: only where both outcomes are those thought of.
            let isOfAnswer = rule["leaves"] == nil && rule["shapes"] == nil
            let isOpen = rule.at("when").elements.contains { $0["legacyCode"] == nil || $0["fhirCode"] == nil }
            if isOfAnswer, isOpen {
                problems.append(
                    rule.problem("explains an answer as a whole whatever the outcomes", try: "legacyCode and fhirCode")
                )
            }
        }
        guard problems.isEmpty else { throw YAMLProblems(problems) }
        self.rows = rows
        self.rules = rules.map(ComparisonRule.init)
        failures = Set(yaml.at("failures").elements.map(\.string))
        strata = Dictionary(
            uniqueKeysWithValues: SMSPOperation.allCases.map { operation in
                let names = yaml.at("strata").at(operation.rawValue).elements.map(\.string)
                return (operation, Set(names.compactMap(Stratum.init)))
            }
        )
        contentHash = SHA256.hash(data: data).hexadecimal
    }

    // MARK: - The shape of the file

    private static let leaf = YAMLShape.choice(ComparedLeaf.allCases.map(\.name))
    private static let differenceShape = YAMLShape.choice(DifferenceShape.allCases.map(\.rawValue))
    private static let stratum = YAMLShape.choice(Stratum.allCases.map(\.rawValue))
    private static let severity = YAMLShape.choice(Severity.allCases.map(\.rawValue))
    private static let outcomes = YAMLShape.list(
        of: .choice(ResponseCode.allCases.map(\.rawValue) + ToolkitErrorCode.allCases.map { "fault \($0.rawValue)" })
    )
    private static let hazard = YAMLKey(
        "hazard",
        .string(pattern: YAMLPattern("H[0-9]{1,3}", meaning: "the id of a hazard", example: "H1")),
        .required,
        "The hazard, of docs/hazards.csv."
    )

    /// The shape of `comparison.yaml`.
    public static let shape = YAMLShape.mapping([
        YAMLKey(
            "failures",
            outcomes,
            .required,
            "Outcomes by which a side says that it failed: such a pair is INCOMPARABLE."
        ),
        YAMLKey("leaves", .list(of: row), .required, "How each leaf is compared, a row for every leaf."),
        YAMLKey(
            "strata",
            .mapping(
                SMSPOperation.allCases.map {
                    YAMLKey($0.rawValue, .list(of: stratum), .required, "The strata that can occur there.")
                }
            ),
            .required,
            "What evidence has to cover, by operation."
        ),
        YAMLKey(
            "rules",
            .list(of: rule),
            .required,
            "Differences that are to be expected; the first that fits explains."
        ),
    ])

    private static let row = YAMLShape.mapping([
        YAMLKey("leaf", leaf, .required, "The leaf."),
        YAMLKey("compare", .choice(LeafRow.Method.allCases.map(\.rawValue)), .required, "How its values are compared."),
        YAMLKey(
            "severity",
            .choice(Severity.allCases.map(\.rawValue) + ["none"]),
            .required,
            "What a difference may do; none: only those of shapes count."
        ),
        YAMLKey(
            "shapes",
            .mapping(DifferenceShape.allCases.map { YAMLKey($0.rawValue, severity, .optional, "Of this shape.") }),
            .optional,
            "The severity of single shapes, where it is another."
        ),
        YAMLKey("equivalent", .list(of: .list(of: .string())), .optional, "Sets of codes that mean the same."),
        hazard,
    ])

    private static let rule = YAMLShape.mapping([
        YAMLKey(
            "id",
            .string(
                pattern: YAMLPattern(
                    "[a-z][a-z0-9]*(-[a-zA-Z0-9]+)*",
                    meaning: "an id of letters and hyphens",
                    example: "address-blank-lines"
                )
            ),
            .required,
            "The name of the rule."
        ),
        YAMLKey("leaves", .list(of: leaf), .optional, "Where; absent: the answer as a whole."),
        YAMLKey("shapes", .list(of: differenceShape), .optional, "Of which shapes; absent: the answer as a whole."),
        YAMLKey("when", .list(of: condition, count: 1...50), .defaults("[{}]"), "One of these must hold."),
        YAMLKey("owner", .string(), .required, "The owner of the rule."),
        YAMLKey("reason", .string(), .required, "The reason for which the difference is expected."),
        hazard,
        YAMLKey("expires", .date, .required, "The last day on which it explains anything."),
    ])

    private static let condition = YAMLShape.mapping([
        YAMLKey("operation", .list(of: .choice(SMSPOperation.allCases.map(\.rawValue))), .optional, "One of these."),
        YAMLKey("legacyCode", outcomes, .optional, "The legacy outcome is one of these."),
        YAMLKey("fhirCode", outcomes, .optional, "The outcome made from PDS FHIR is one of these."),
        YAMLKey(
            "form",
            .list(of: .choice(RequestForm.allCases.map(\.rawValue))),
            .optional,
            "The question is all of these."
        ),
        YAMLKey("legacyStratum", .list(of: stratum), .optional, "The legacy answer belongs to all of these."),
        YAMLKey("fhirStratum", .list(of: stratum), .optional, "The answer made from PDS FHIR belongs to all of these."),
        YAMLKey("site", .list(of: .string()), .optional, "The site is one of these."),
        YAMLKey("equal", .list(of: leaf), .optional, "Both answers hold these, and do not differ in them."),
        YAMLKey(
            "withoutPostcode",
            .choice(ComparisonFacts.WithoutPostcode.allCases.map(\.rawValue)),
            .optional,
            "The result of the query of PDS FHIR without the postcode."
        ),
    ])
}
