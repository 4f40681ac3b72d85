import Foundation
import Testing
import Yams

@testable import MappingEngine

/// Whatever a decision makes differ is in the loss ledger, with a rule that has an owner and a last day, or as a mismatch
/// on purpose.
@Suite struct DepartureRegisterTests {
    private let register: DepartureRegister
    /// The entries of docs/decisions.md, by their numbers.
    private let decisions: [Int: String]
    private let rules: [String: ComparisonRules.Rule]

    init() throws {
        register = try DepartureRegister.load(file: Repository.path("docs/departures.csv"))
        let entries = try Repository.text("docs/decisions.md").split(separator: "\n### D").dropFirst()
        decisions = Dictionary(
            uniqueKeysWithValues: entries.map { (Int($0.prefix(while: \.isNumber)) ?? 0, String($0)) }
        )
        rules = try ComparisonRules.shipped()
    }

    @Test("every decision has a row, in the order of the numbers, and every row a decision")
    func everyDecision() {
        #expect(register.decisions == decisions.keys.sorted().map { "D\($0)" })
    }

    @Test("a decision with a switch of the profile makes something differ: products do")
    func switches() throws {
        let differing = Set(register.departures.map(\.decision))
        for (number, entry) in decisions where entry.contains("⚙ Switch") {
            #expect(differing.contains("D\(number)"), "D\(number)")
        }
    }

    @Test("a rule that the register names is one of comparison.yaml, with an owner and a last day")
    func rulesAreKnown() throws {
        for departure in register.departures {
            guard case .rule(let id) = departure.judgement else { continue }
            let rule = try #require(rules[id], "\(departure.decision) names \(id)")
            #expect(!rule.owner.isEmpty)
            #expect(rule.expires.wholeMatch(of: /[0-9]{4}-[0-9]{2}-[0-9]{2}/) != nil)
        }
    }

    @Test("every rule of comparison.yaml explains a difference that a decision makes")
    func everyRule() {
        let named = register.departures.compactMap { if case .rule(let id) = $0.judgement { id } else { nil } }
        #expect(Set(named) == Set(rules.keys))
    }

    @Test("each difference is in the ledger, as the register judges it")
    func ledger() throws {
        let ledger = try Repository.text("docs/loss-ledger.md")
        for departure in register.departures {
            let line = try #require(
                ledger.split(separator: "\n").first {
                    $0.hasPrefix("| \(departure.decision) | \(departure.difference) |")
                },
                "\(departure.decision)"
            )
            switch departure.judgement {
            case .rule(let id): #expect(line.contains("`\(id)`"))
            case .mismatch: #expect(line.contains("MISMATCH on purpose"))
            case .failure: #expect(line.contains("INCOMPARABLE"))
            case .notCompared: #expect(line.contains("not compared"))
            }
        }
    }

    @Test(
        "a row that says half is a problem",
        arguments: ["D1,,mismatch,why", "D1,a difference,,", "D1,a difference,mismatch,", "D1,a difference,a-rule,why"]
    )
    func half(_ row: String) throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "departures-\(UUID()).csv")
        defer { try? FileManager.default.removeItem(at: file) }
        try Data("decision,difference,compared as,why\n\(row)\n".utf8).write(to: file)
        let error = #expect(throws: MappingProblems.self) { try DepartureRegister.load(file: file.path) }
        #expect(error?.problems.first?.description.contains(":2: compared as: ") == true)
    }
}

/// The rules of the shipped `comparison.yaml`.
enum ComparisonRules {
    struct Rule {
        let owner, expires: String
    }

    static func shipped() throws -> [String: Rule] {
        let yaml = try Yams.load(yaml: try Repository.text("Mappings/comparison.yaml"), .basic) as? [String: Any]
        let rules = try #require(yaml?["rules"] as? [[String: Any]])
        return try Dictionary(
            uniqueKeysWithValues: rules.map { rule in
                (
                    try #require(rule["id"] as? String),
                    Rule(owner: rule["owner"] as? String ?? "", expires: rule["expires"] as? String ?? "")
                )
            }
        )
    }
}
