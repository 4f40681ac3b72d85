import Foundation
import SMSPContract
import Testing

@testable import MappingEngine

/// What the fixtures cover, and the page that shows it.
@Suite struct FixtureCoverageTests {
    private static let operations = SMSPOperation.allCases

    /// The codes that answer a request by number, and the faults, which come before it is known what is asked.
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

    /// The decisions; there are no D12 and D47.
    private static let decisions = [
        1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31,
        32, 33, 34,
        35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 62, 63,
        64,
        65,
    ].map { "D\($0)" }

    @Test("each operation has a case for each code and fault that can answer it", arguments: operations)
    func everyOutcome(_ operation: SMSPOperation) throws {
        let answers = Set(try FixtureCase.all().filter { $0.operation == operation }.map(\.answers))
        #expect(Self.outcomes(of: operation).subtracting(answers) == [])
    }

    @Test("each decision that applies is held by a case or by a test that names it", arguments: decisions)
    func everyDecision(_ decision: String) throws {
        let cases = try FixtureCase.all().filter { $0.decisions.contains(decision) }.map(\.name)
        #expect(try !(cases + Self.tests(naming: decision)).isEmpty)
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
        let sources = try Self.testSources().values.joined()
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
        #expect(try String(contentsOf: page, encoding: .utf8) == generated, "record it anew with UPDATE_GOLDEN=1")
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
        for outcome in Set(cases.map(\.answers)).sorted() {
            let counts = operations.map { operation in
                "\(cases.count { $0.operation == operation && $0.answers == outcome })"
            }
            lines.append("| \(outcome) | " + counts.joined(separator: " | ") + " |")
        }
        lines += ["", "## Cases and tests by decision", "", "| decision | cases | tests |", "|---|---|---|"]
        for decision in decisions {
            let folders = Set(cases.filter { $0.decisions.contains(decision) }.map { $0.folder.lastPathComponent })
            let tests = try tests(naming: decision)
            lines.append(
                "| \(decision) | \(folders.sorted().joined(separator: ", ")) | \(tests.joined(separator: "; ")) |"
            )
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// The names of tests that name `decision`.
    private static func tests(naming decision: String) throws -> [String] {
        let name = try Regex("@Test\\(\\s*\"([^\"]*\\b\(decision)\\b[^\"]*)\"")
        return try testSources().values.flatMap { text in
            text.matches(of: name).compactMap { $0.output[1].substring.map(String.init) }
        }.sorted()
    }

    /// The sources of the tests by their paths.
    private static func testSources() throws -> [String: String] {
        let folder = root.appending(path: "Tests")
        let files = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []
        return try files.filter { $0.hasSuffix(".swift") }.reduce(into: [:]) { sources, file in
            sources[file] = try String(contentsOf: folder.appending(path: file), encoding: .utf8)
        }
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
