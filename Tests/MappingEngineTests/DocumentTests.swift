import Foundation
import Testing

@testable import MappingEngine

/// The documents that speak of the tables say what is so.
@Suite struct DocumentTests {
    @Test("docs/loss-ledger.md is what the tables and docs/departures.csv say")
    func lossLedger() throws {
        let rules = try ComparisonRules.shipped().mapValues { "\($0.owner), until \($0.expires)" }
        let register = try DepartureRegister.load(file: Repository.path("docs/departures.csv"))
        let ledger = try ShippedTables.tables().lossLedger(register, rules: rules)
        if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
            try ledger.write(toFile: Repository.path("docs/loss-ledger.md"), atomically: true, encoding: .utf8)
            Issue.record("recorded docs/loss-ledger.md")
        }
        #expect(try Repository.text("docs/loss-ledger.md") == ledger, "record it anew with UPDATE_GOLDEN=1")
    }

    /// The first cells of the table under a heading of Mappings/README.md.
    static func list(_ heading: String) throws -> [String] {
        let text = try Repository.text("Mappings/README.md")
        let section = try #require(text.components(separatedBy: "\n## ").first { $0.hasPrefix(heading + "\n") })
        return section.matches(of: /(?m)^\| `([^`]+)` \|/).map { String($0.1) }
    }

    @Test("Mappings/README.md describes every transform and no other")
    func transforms() throws {
        #expect(try Self.list("Transforms") == Transform.allCases.map(\.rawValue))
    }

    @Test("Mappings/README.md describes every call to PDS, every transform of a request, and no other")
    func requests() throws {
        let expected = PDSCall.allCases.map(\.rawValue) + RequestTransform.allCases.map(\.rawValue)
        #expect(try Self.list("Asking PDS") == expected)
    }

    @Test("Mappings/README.md describes every rule of absence and no other")
    func absentRules() throws {
        #expect(try Self.list("When there is no value") == AbsentRule.allCases.map(\.rawValue))
    }

    @Test("Mappings/README.md describes every condition and no other")
    func conditions() throws {
        #expect(try Self.list("Conditions") == OutcomeCondition.allCases.map(\.rawValue))
    }

    @Test("Mappings/README.md describes every switch and no other")
    func switches() throws {
        #expect(try Self.list("Switches") == ProfileSwitch.allCases.map(\.rawValue))
    }

    @Test("Mappings/README.md describes every root and no other")
    func roots() throws {
        #expect(try Self.list("Paths").prefix(3) == PathExpression.Root.allCases.map(\.rawValue)[...])
    }

    @Test("Mappings/README.md names every file")
    func files() throws {
        let text = try Repository.text("Mappings/README.md")
        for file in TableMutationTests.files where !file.hasPrefix("codes/") && !file.hasPrefix("requests/") {
            #expect(text.contains("`\(file)`"))
        }
    }

    @Test("every hazard that has a control of the tables is named by a table")
    func hazardsAreNamed() throws {
        let register = try HazardRegister.load(file: Repository.path("docs/hazards.csv"))
        let named = try ["dropped.yaml", "outcomes.csv", "responses/patient-details.yaml"]
            .map { try Repository.text("Mappings/\($0)") }.joined()
        let found = Set(named.matches(of: /\bH[0-9]+\b/).map { String($0.0) })
        #expect(found == register.ids)
    }
}
