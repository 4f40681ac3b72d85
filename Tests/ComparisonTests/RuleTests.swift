import Foundation
import SMSPContract
import StrictYAML
import Testing

@testable import Comparison

/// What each shipped rule explains: its fixture, and nothing just outside of it.
@Suite struct RuleTests {
    private static let today = "2026-11-24"
    private static let rules = [
        "address-blank-lines", "restricted-with-postcode", "practice-directory", "telecom-H-HP",
        "title-or-second-given-name", "deceased-gp",
    ]
    private static let facts = YAMLShape.mapping([
        YAMLKey("operation", .choice(SMSPOperation.allCases.map(\.rawValue)), .required, "The operation."),
        YAMLKey("form", .list(of: .choice(RequestForm.allCases.map(\.rawValue))), .required, "The question's form."),
        YAMLKey("withoutPostcode", .choice(["restricted", "other"]), .optional, "What a second asking found."),
    ])
    private static let shape = YAMLShape.mapping([
        YAMLKey("about", .string(), .required, "What the case shows."),
        YAMLKey("covered", facts, .required, "The facts of the covered pair."),
        YAMLKey("outside", facts, .required, "The facts of the pair outside."),
    ])

    private static func comparison(_ rule: String, _ pair: String, today: String = today) throws -> AnswerComparison {
        let folder = ComparisonTableTests.root.appending(path: "Fixtures/comparison/\(rule)")
        let yaml = try YAMLDocument.load(contentsOf: folder.appending(path: "case.yaml").path, shape: shape).at(pair)
        func answer(_ name: String) throws -> ComparedAnswer {
            ComparedAnswer(status: 200, body: Array(try Data(contentsOf: folder.appending(path: name + ".xml"))))
        }
        return try ComparisonTable(file: ComparisonTableTests.file).compare(
            legacy: try answer("legacy"),
            fhir: try answer(pair),
            facts: ComparisonFacts(
                operation: try #require(SMSPOperation(rawValue: yaml.at("operation").string)),
                forms: Set(yaml.at("form").elements.compactMap { RequestForm(rawValue: $0.string) }),
                withoutPostcode: yaml["withoutPostcode"].flatMap {
                    ComparisonFacts.WithoutPostcode(rawValue: $0.string)
                }
            ),
            today: today
        )
    }

    @Test("a rule covers its fixture: all that differs there is explained, by this rule alone", arguments: rules)
    func covered(_ rule: String) throws {
        let result = try Self.comparison(rule, "covered")
        #expect(result.verdict == .expected)
        #expect(Set(result.differences.map(\.rule)) == [rule])
    }

    @Test("what is just outside of a rule is a mismatch", arguments: rules)
    func outside(_ rule: String) throws {
        #expect(try Self.comparison(rule, "outside").verdict == .mismatch)
    }

    @Test("a rule explains through its last day, and then what it covered is a mismatch again", arguments: rules)
    func expired(_ rule: String) throws {
        #expect(try Self.comparison(rule, "covered", today: "2027-11-30").verdict == .expected)
        #expect(try Self.comparison(rule, "covered", today: "2027-12-01").verdict == .mismatch)
    }

    @Test("a rule about leaves explains no other leaf and no other shape, whatever the facts", arguments: rules)
    func coversNoMore(_ id: String) throws {
        let allowed: [String: (leaves: Int, shapes: Int)] = [
            "address-blank-lines": (3, 1), "practice-directory": (4, 12), "telecom-H-HP": (1, 1),
            "title-or-second-given-name": (2, 1), "deceased-gp": (5, 1), "restricted-with-postcode": (0, 0),
        ]
        let rule = try #require(try ComparisonTable(file: ComparisonTableTests.file).rules.first { $0.id == id })
        #expect(allowed[id].map { $0 == (rule.leaves.count, rule.shapes.count) } == true)
    }
}
