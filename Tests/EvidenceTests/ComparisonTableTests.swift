import Foundation
import SMSPContract
import StrictYAML
import Testing

@testable import Evidence

/// The table as the product ships it, and tables that are not right.
@Suite struct ComparisonTableTests {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    static let file = root.appending(path: "Mappings/comparison.yaml").path

    private static func problems(replacing text: String, by other: String) throws -> [String] {
        let shipped = try String(contentsOfFile: file, encoding: .utf8)
        #expect(shipped.contains(text))
        let copy = FileManager.default.temporaryDirectory.appending(path: "comparison-\(UUID().uuidString).yaml")
        defer { try? FileManager.default.removeItem(at: copy) }
        try shipped.replacing(text, with: other, maxReplacements: 1).write(to: copy, atomically: true, encoding: .utf8)
        do throws(YAMLProblems) {
            _ = try ComparisonTable(file: copy.path)
            return []
        } catch {
            return error.problems.map { "\($0.key): \($0.problem)" }
        }
    }

    @Test("the shipped table has a row for every leaf, and the six rules")
    func shipped() throws {
        let table = try ComparisonTable(file: Self.file)
        #expect(table.rows.count == ComparedLeaf.allCases.count)
        #expect(
            table.rules.map(\.id) == [
                "address-blank-lines", "restricted-with-postcode", "practice-directory", "telecom-H-HP",
                "title-or-second-given-name", "deceased-gp",
            ]
        )
    }

    @Test("every hazard that the table names is in docs/hazards.csv")
    func hazards() throws {
        let table = try ComparisonTable(file: Self.file)
        let register = try String(contentsOf: Self.root.appending(path: "docs/hazards.csv"), encoding: .utf8)
        let known = Set(register.split(separator: "\n").compactMap { $0.split(separator: ",").first }.map(String.init))
        let named = Set(table.rules.map(\.hazard) + table.rows.values.map(\.hazard))
        #expect(named.subtracting(known) == [])
    }

    @Test("every operation has strata, and no match and too many only where they can occur")
    func strata() throws {
        let table = try ComparisonTable(file: Self.file)
        #expect(table.strata.count == 5)
        #expect(table.strata[.getPatientDetailsByNHSNumber]?.contains(.tooMany) == false)
        #expect(table.strata[.getNHSNumber]?.contains(.deceased) == false)
    }

    @Test(
        "a table that cannot be right is refused with the key",
        arguments: [
            ("- { leaf: \"id[1]\"", "- { leaf: \"id[2]\"", "has a row above"),
            (
                "- { leaf: \"id[2]\", compare: text, severity: S2, hazard: H1 }",
                "- { leaf: \"id[1]\", compare: text, severity: S2, hazard: H1 }", "has no row for id[2]"
            ),
            ("severity: S1", "severity: S9", "is not one of"), ("compare: code", "compare: guess", "is not one of"),
            ("id: deceased-gp", "id: telecom-H-HP", "is the id of a rule above"),
            ("    shapes: [shifted-line]\n", "", "has leaves or shapes, not both"),
            ("        legacyCode: [SMSP-0000]\n", "", "explains an answer as a whole whatever the outcomes"),
            ("fhirCode: [DEMOG-0001]", "fhirCode: [DEMOG-1000]", "is not one of"),
            ("failures: [DEMOG-9999", "failures: [DEMOG-999", "is not one of"),
            ("expires: 2027-11-30", "expires: soon", "is not a date"),
            ("owner: product", "ownr: product", "is no key of this mapping"),
        ]
    )
    func refused(_ text: String, _ other: String, _ problem: String) throws {
        let problems = try Self.problems(replacing: text, by: other)
        #expect(problems.contains { $0.contains(problem) }, "\(problems)")
    }
}
