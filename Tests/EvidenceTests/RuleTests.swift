import Foundation
import SMSPContract
import StrictYAML
import Testing

@testable import Evidence

/// What each shipped rule explains: its fixture, and nothing just outside of it.
@Suite struct RuleTests {
    private static let today = "2026-11-24"
    private static let rules = [
        "address-blank-lines", "restricted-with-postcode", "practice-directory", "telecom-H-HP",
        "title-or-second-given-name", "deceased-gp",
    ]
    private static let facts = YAMLShape.mapping([
        YAMLKey("answer", .string(), .optional, "The file with the PDS FHIR answer; absent: named as the pair."),
        YAMLKey("operation", .choice(SMSPOperation.allCases.map(\.rawValue)), .required, "The operation."),
        YAMLKey("form", .list(of: .choice(RequestForm.allCases.map(\.rawValue))), .required, "The question's form."),
        YAMLKey("withoutPostcode", .choice(["restricted", "other"]), .optional, "What a second asking found."),
    ])
    private static let shape = YAMLShape.mapping([
        YAMLKey("about", .string(), .required, "What the case shows."),
        YAMLKey("covered", facts, .required, "The facts of the covered pair."),
        YAMLKey("outside", facts, .required, "The facts of the pair outside."),
    ])

    /// A pair of a rule's fixture, in which something may be written differently.
    private static func comparison(
        _ rule: String,
        _ pair: String,
        today: String = today,
        _ change: Change = Change("", "as it is")
    ) throws -> AnswerComparison {
        let folder = ComparisonTableTests.root.appending(path: "Fixtures/comparison/\(rule)")
        let yaml = try YAMLDocument.load(contentsOf: folder.appending(path: "case.yaml").path, shape: shape).at(pair)
        func answer(_ name: String, _ edits: [(String, String)]) throws -> ComparedAnswer {
            let text = try edits.reduce(String(contentsOf: folder.appending(path: name), encoding: .utf8)) {
                text,
                edit in
                #expect(text.contains(edit.0), "\(edit.0)")
                return text.replacing(edit.0, with: edit.1)
            }
            return ComparedAnswer(status: 200, body: Array(text.utf8))
        }
        var facts = ComparisonFacts(
            operation: try #require(SMSPOperation(rawValue: yaml.at("operation").string)),
            forms: Set(yaml.at("form").elements.compactMap { RequestForm(rawValue: $0.string) }),
            withoutPostcode: yaml["withoutPostcode"].flatMap { ComparisonFacts.WithoutPostcode(rawValue: $0.string) }
        )
        change.facts(&facts)
        return try ComparisonTable(file: ComparisonTableTests.file).compare(
            legacy: try answer("legacy.xml", change.legacy),
            fhir: try answer(yaml["answer"]?.string ?? pair + ".xml", change.fhir),
            facts: facts,
            today: today
        )
    }

    /// What is different in a covered pair, so that one condition of the rule does not hold.
    struct Change: Sendable, CustomTestStringConvertible {
        let rule: String
        let about: String
        let legacy: [(String, String)]
        let fhir: [(String, String)]
        let facts: @Sendable (inout ComparisonFacts) -> Void

        init(
            _ rule: String,
            _ about: String,
            legacy: [(String, String)] = [],
            fhir: [(String, String)] = [],
            facts: @escaping @Sendable (inout ComparisonFacts) -> Void = { _ in }
        ) {
            (self.rule, self.about, self.legacy, self.fhir, self.facts) = (rule, about, legacy, fhir, facts)
        }

        var testDescription: String { "\(rule): \(about)" }
    }

    @Test("a rule covers its fixture: all that differs there is explained, by this rule alone", arguments: rules)
    func covered(_ rule: String) throws {
        let result = try Self.comparison(rule, "covered")
        #expect(result.verdict == .expected)
        #expect(Set(result.differences.map(\.rule)) == [rule])
    }

    @Test("what is just outside of a rule is a mismatch, and the rule explains nothing of it", arguments: rules)
    func outside(_ rule: String) throws {
        let result = try Self.comparison(rule, "outside")
        #expect(result.verdict == .mismatch)
        #expect(!result.differences.contains { $0.rule == rule })
    }

    private static let code = #"extension="Y99001""#
    private static let died = #"<deceasedTime value="20240110"/>"#
    private static let address = ("</name>", #"</name><addr use="H"><postalCode>LX1 4QD</postalCode></addr>"#)
    private static let conditions = [
        Change("practice-directory", "another practice", legacy: [(code, #"extension="Y99003""#)]),
        Change("practice-directory", "a practice without a code", legacy: [(code, "")], fhir: [(code, "")]),
        Change("title-or-second-given-name", "another surname", fhir: [("Quillfeather", "Ferrers")]),
        Change("title-or-second-given-name", "another first given name", legacy: [("Ottilie", "Otti")]),
        Change("deceased-gp", "died on another day", legacy: [(died, #"<deceasedTime value="20240111"/>"#)]),
        Change("deceased-gp", "nobody died", legacy: [(died, "")], fhir: [(died, "")]),
        Change("deceased-gp", "died on the legacy side only", fhir: [(died, "")]),
        Change("restricted-with-postcode", "another operation") { $0.operation = .getPatientDetailsByNHSNumber },
        Change("restricted-with-postcode", "no postcode was given") { $0.forms = [] },
        Change("restricted-with-postcode", "not asked again") { $0.withoutPostcode = nil },
        Change("restricted-with-postcode", "asked again, not that person") { $0.withoutPostcode = .other },
        Change("restricted-with-postcode", "found with an address", legacy: [address]),
        Change("restricted-with-postcode", "no surname", legacy: [("<family>Quillfeather</family>", "")]),
        Change("restricted-with-postcode", "no date of birth", legacy: [(#"<birthTime value="19820417"/>"#, "")]),
        Change("restricted-with-postcode", "superseded", legacy: [("SMSP-0000", "DEMOG-0022")]),
        Change("restricted-with-postcode", "too many", fhir: [("DEMOG-0001", "DEMOG-0007")]),
        Change("restricted-with-postcode", "getNHSNumber, not asked again") {
            ($0.operation, $0.withoutPostcode) = (.getNHSNumber, nil)
        },
        Change("restricted-with-postcode", "getNHSNumber, asked again, not that person") {
            ($0.operation, $0.withoutPostcode) = (.getNHSNumber, .other)
        },
    ]

    @Test("where one condition of a rule does not hold, the rule explains nothing", arguments: conditions)
    func condition(_ change: Change) throws {
        let result = try Self.comparison(change.rule, "covered", change)
        #expect(result.verdict == .mismatch)
        #expect(!result.differences.contains { $0.rule == change.rule })
    }

    @Test("for getNHSNumber, whose answer tells no address, it is enough that the person was found without postcode")
    func restrictedNumber() throws {
        let number = Change("restricted-with-postcode", "getNHSNumber", legacy: [Self.address]) {
            $0.operation = .getNHSNumber
        }
        #expect(try Self.comparison(number.rule, "covered", number).verdict == .expected)
    }

    @Test("a rule explains through its last day, and then what it covered is a mismatch again", arguments: rules)
    func expired(_ rule: String) throws {
        #expect(try Self.comparison(rule, "covered", today: "2027-11-30").verdict == .expected)
        #expect(try Self.comparison(rule, "covered", today: "2027-12-01").verdict == .mismatch)
    }

    private static let address3 = ["addr[PST]", "addr[TMP]", "addr[H]"].map { $0 + "/streetAddressLine" }
    private static let practice = [
        "gPPractice/locationOrganization/name", "gPPractice/addr/postalCode", "gPPractice/addr/streetAddressLine",
        "gPPractice/telecom/@value",
    ]
    /// What each rule about leaves explains: in which, and of which shapes.
    private static let explained: [(rule: String, leaves: [String], shapes: Set<DifferenceShape>)] = [
        ("address-blank-lines", address3, [.shiftedLine]),
        (
            "practice-directory", practice,
            Set(DifferenceShape.allCases).subtracting([
                .precision, .codeEquivalent, .codeDifferent, .extraRepeat,
            ])
        ),
        ("telecom-H-HP", ["telecom/@use"], [.codeEquivalent]),
        ("title-or-second-given-name", ["name/prefix", "name/given[2]"], [.missingLegacy]),
        ("deceased-gp", practice + ["gPPractice/locationOrganization/id"], [.missingLegacy]),
    ]

    @Test(
        "a rule about leaves explains these leaves in these shapes, and no other leaf and no other shape",
        arguments: explained
    )
    func coversNoMore(_ id: String, _ leaves: [String], _ shapes: Set<DifferenceShape>) throws {
        let rule = try #require(try ComparisonTable(file: ComparisonTableTests.file).rules.first { $0.id == id })
        for leaf in ComparedLeaf.allCases {
            for shape in DifferenceShape.allCases {
                #expect(
                    rule.speaks(of: leaf, shape) == (leaves.contains(leaf.name) && shapes.contains(shape)),
                    "\(leaf.name) \(shape.rawValue)"
                )
            }
        }
    }
}
