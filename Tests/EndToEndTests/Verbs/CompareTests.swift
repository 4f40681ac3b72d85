import FixtureCases
import Foundation
import Subprocess
import Testing

/// `compare`: two answers in files, and what a person is told of them.
@Suite struct CompareTests {
    private static let folder = BridgeProcess.root.appending(path: "Fixtures/comparison/practice-directory")

    private static func compare(_ fhir: String, _ more: [String] = []) async throws -> BridgeProcess.Remains {
        let mappings = BridgeProcess.root.appending(path: "Mappings").path
        let files = ["legacy.xml", fhir].map { folder.appending(path: $0).path }
        return try await BridgeProcess.run(["compare"] + files + ["--mappings", mappings, "--at", "2026-11-24"] + more)
    }

    @Test("an answer compared with itself matches, status 0")
    func match() async throws {
        let run = try await Self.compare("legacy.xml")
        #expect(run.output == "MATCH  getPatientDetails  SMSP-0000  (equal in bytes)\n")
        #expect(run.status == .exited(0))
    }

    @Test("what a rule explains names the rule, status 0")
    func expected() async throws {
        let run = try await Self.compare("covered.xml")
        #expect(run.output.hasPrefix("EXPECTED  getPatientDetails  SMSP-0000  (bytes differ)\n"))
        #expect(run.output.contains("gPPractice/locationOrganization/name  different  expected: practice-directory"))
        #expect(run.status == .exited(0))
    }

    @Test("a mismatch names leaf, shape, severity and the mapping row, and no value, status 10")
    func mismatch() async throws {
        let run = try await Self.compare("outside.xml")
        let rows = try String(
            contentsOf: BridgeProcess.root.appending(path: "Mappings/responses/patient-details.yaml"),
            encoding: .utf8
        )
        let line =
            try #require(
                rows.split(separator: "\n", omittingEmptySubsequences: false).firstIndex {
                    $0.contains("id: practice-code")
                }
            ) + 1
        #expect(run.output.contains("S2  gPPractice/locationOrganization/id"))
        #expect(run.output.contains("← practice-code ("))
        #expect(run.output.contains("patient-details.yaml:\(line))"))
        #expect(!run.output.contains("Y9900"))
        #expect(run.status == .exited(10))
    }

    @Test("values are shown only when asked for: - legacy, + PDS FHIR")
    func values() async throws {
        let run = try await Self.compare("outside.xml", ["--show-values"])
        #expect(run.output.contains("      - Y99001\n      + Y99002\n"))
    }

    @Test("JSON holds the same, and no value either")
    func json() async throws {
        struct Shown: Decodable {
            struct Difference: Decodable {
                let leaf: String
                let shape: String
                let legacy: [String]?
            }
            let verdict: String
            let differences: [Difference]
        }
        let run = try await Self.compare("outside.xml", ["--json"])
        let shown = try JSONDecoder().decode(Shown.self, from: Data(run.output.utf8))
        #expect(shown.verdict == "MISMATCH")
        #expect(shown.differences.first?.leaf == "gPPractice/locationOrganization/id")
        #expect(shown.differences.first?.legacy == nil)
    }

    @Test("the question's form is taken from --request, and a file that is none is refused, status 2")
    func request() async throws {
        let pairs = FileManager.default.temporaryDirectory.appending(path: "pairs-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: pairs) }
        let pair = try FixtureCase.named("getPatientDetailsByNHSNumber/0000-date-of-birth-equal").writePair(in: pairs)
        let question = pair.appending(path: "request.xml")
        let run = try await Self.compare("legacy.xml", ["--request", question.path])
        #expect(run.output.hasPrefix("MATCH  getPatientDetailsByNHSNumber"))
        let refused = try await Self.compare(
            "legacy.xml",
            ["--request", Self.folder.appending(path: "case.yaml").path]
        )
        #expect(refused.status == .exited(2))
        #expect(refused.error.contains("is no SMSP request"))
    }
}
