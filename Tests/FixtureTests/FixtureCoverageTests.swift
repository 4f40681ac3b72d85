import FixtureCases
import Foundation
import SMSPContract
import Testing

@testable import MappingEngine

/// The coverage of the fixtures, and the page that shows it.
@Suite struct FixtureCoverageTests {
    private static let operations = SMSPOperation.allCases

    /// The codes that answer a request by number, and the faults, which any operation may answer.
    private static let byNumber: Set<String> = [
        "SMSP-0000", "SMSP-0001", "SMSP-0002", "SMSP-9999", "DEMOG-0001", "DEMOG-0017", "DEMOG-0022", "DEMOG-0040",
        "DEMOG-0042", "DEMOG-9999", "fault 1000", "fault 2100", "fault 3000", "fault VersionMismatch",
        "fault MustUnderstand",
    ]
    /// The codes that answer a search.
    private static let searches: Set<String> = [
        "SMSP-0000", "SMSP-0001", "SMSP-0002", "SMSP-9999", "DEMOG-0001", "DEMOG-0007", "DEMOG-0022", "DEMOG-9999",
    ]

    private static func outcomes(of operation: SMSPOperation) -> Set<String> {
        switch operation {
        case .verifyNHSNumber, .getPatientDetailsByNHSNumber: byNumber
        case .getNHSNumber, .getPatientDetailsBySearch: searches
        case .getPatientDetails: byNumber.union(searches)
        }
    }

    /// The entries of docs/decisions.md by their decisions, in the order of the numbers.
    private static let register = Result {
        let page = try String(contentsOf: root.appending(path: "docs/decisions.md"), encoding: .utf8)
        return page.split(separator: "\n### D").dropFirst()
            .map { (number: Int($0.prefix(while: \.isNumber)) ?? 0, entry: String($0)) }
            .sorted { $0.number < $1.number }
            .map { (decision: "D\($0.number)", entry: $0.entry) }
    }

    @Test("each operation has a case for each code and fault that can answer it", arguments: operations)
    func everyOutcome(_ operation: SMSPOperation) throws {
        let answers = Set(try FixtureCase.all().filter { $0.operation == operation }.map(\.expected.outcome))
        #expect(Self.outcomes(of: operation).subtracting(answers) == [])
    }

    @Test("no name of a case is given twice, be it by its file or by the list of another")
    func namesAreDistinct() throws {
        let names = Dictionary(grouping: try FixtureCase.all().map(\.name), by: \.self)
        #expect(names.filter { $0.value.count > 1 }.keys.sorted() == [])
    }

    @Test("each decision in force is held by a case or by a test that names it")
    func everyDecision() throws {
        let held = Set(try FixtureCase.all().flatMap(\.decisions))
        let decisions = try Self.register.get()
        // A decision that is not in force, or in part only, says so in its status.
        for (decision, entry) in decisions where !held.contains(decision) && !entry.contains("\n- Status:") {
            #expect(try !Self.tests(naming: decision).isEmpty, "\(decision)")
        }
        #expect(decisions.count > 60)
    }

    @Test("every hazard that a case names is in docs/hazards.csv")
    func hazardsExist() throws {
        let known = Set(try Self.hazards().map(\.id))
        let named = Set(try FixtureCase.all().flatMap(\.hazards))
        #expect(named.subtracting(known) == [])
    }

    @Test("every test that docs/hazards.csv names as holding a control is there")
    func controlsAreTested() throws {
        let cases = Set(try FixtureCase.all().map { "FixtureTests/" + $0.name })
        let sources = try Self.sources.get().joined()
        for hazard in try Self.hazards() {
            #expect(!hazard.tests.isEmpty, "\(hazard.id)")
            for test in hazard.tests where !cases.contains(test) {
                let name = test.split(separator: "/", maxSplits: 1).last ?? ""
                #expect(sources.contains("\"\(name)\""), "\(hazard.id): \(test)")
            }
        }
    }

    @Test("docs/fixtures.md is what the cases say")
    func pageIsCurrent() throws {
        let page = Self.root.appending(path: "docs/fixtures.md")
        let generated = try Self.page()
        if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
            try generated.write(to: page, atomically: true, encoding: .utf8)
            Issue.record("recorded docs/fixtures.md")
            return
        }
        #expect(try String(contentsOf: page, encoding: .utf8) == generated, "record it again with UPDATE_GOLDEN=1")
    }

    // MARK: - The page

    private static let root = FixtureCase.root.deletingLastPathComponent()

    private static func page() throws -> String {
        let cases = try FixtureCase.all()
        var lines = [
            "# What the fixtures cover", "",
            "Generated from `Fixtures/` and the names of tests; a test holds this page equal to them.", "",
            "## Cases by operation and outcome", "",
            "| outcome | " + operations.map(\.rawValue).joined(separator: " | ") + " |",
            "|---|" + operations.map { _ in "--:|" }.joined(),
        ]
        for outcome in Set(cases.map(\.expected.outcome)).sorted() {
            let counts = operations.map { operation in
                "\(cases.count { $0.operation == operation && $0.expected.outcome == outcome })"
            }
            lines.append("| \(outcome) | " + counts.joined(separator: " | ") + " |")
        }
        lines += ["", "## Cases and tests by decision", "", "| decision | cases | tests |", "|---|---|---|"]
        for (decision, _) in try register.get() {
            let titles = Set(cases.filter { $0.decisions.contains(decision) }.map(\.title))
                .union(try AnswerFormCase.all().filter { $0.decisions.contains(decision) }.map(\.title))
            let tests = try tests(naming: decision)
            lines.append(
                "| \(decision) | \(titles.sorted().joined(separator: ", ")) | \(tests.joined(separator: "; ")) |"
            )
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// The names of tests that name `decision`.
    private static func tests(naming decision: String) throws -> [String] {
        try names.get().filter { $0.split { !$0.isLetter && !$0.isNumber }.contains { $0 == decision } }
    }

    /// The names of all tests.
    private static let names = Result {
        try sources.get().flatMap { $0.matches(of: /@Test\(\s*"([^"]*)"/).map { String($0.1) } }.sorted()
    }

    /// The sources of all tests.
    private static let sources = Result {
        let folder = root.appending(path: "Tests")
        let files = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []
        return try files.filter { $0.hasSuffix(".swift") }
            .map { try String(contentsOf: folder.appending(path: $0), encoding: .utf8) }
    }

    /// The hazards and the tests that hold their controls.
    private static func hazards() throws -> [(id: String, tests: [String])] {
        let file = root.appending(path: "docs/hazards.csv")
        return try CSVReader.records(of: Array(try Data(contentsOf: file)), file: file.path).dropFirst().map { record in
            let tests = (record.fields.last ?? "").split(separator: "|")
                .map { $0.trimmingCharacters(in: .whitespaces) }
            return (record.fields[0], tests)
        }
    }
}
