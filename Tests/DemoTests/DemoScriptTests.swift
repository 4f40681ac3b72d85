import Foundation
import Simulators
import Testing

@testable import Demo

/// The demo's parts, without a bridge.
@Suite struct DemoScriptTests {
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    private static func people() throws -> SyntheticPeople {
        try SyntheticPeople(contentsOf: root.appending(path: "Fixtures/patients.yaml").path)
    }

    @Test("the legacy simulator answers each query of the script with the code that the script requires")
    func legacyAnswers() async throws {
        let outcomes = try await LegacySimulator(people: try Self.people()).whileRunning { legacy in
            let answers = try await DemoScript(url: "http://127.0.0.1:\(try await legacy.port)/smsp/pds").answers()
            return zip(DemoScript.questions, answers).map { DemoOutcome($0, legacy: $1, fhir: $1) }
        }
        #expect(outcomes.count == DemoScript.questions.count)
        #expect(outcomes.filter { !$0.isExpected }.map(\.title) == [])
    }

    @Test("an outcome is expected only if both backends answered the code")
    func outcomes() async throws {
        let question = try #require(DemoScript.questions.first)
        let (right, wrong) = try await LegacySimulator(people: try Self.people()).whileRunning { legacy in
            let answers = try await DemoScript(url: "http://127.0.0.1:\(try await legacy.port)/smsp/pds").answers()
            let other = try #require(DemoScript.questions.firstIndex { $0.code != question.code })
            return (answers[0], answers[other])
        }
        #expect(DemoOutcome(question, legacy: right, fhir: right).isExpected)
        #expect(!DemoOutcome(question, legacy: right, fhir: wrong).isExpected)
        #expect(!DemoOutcome(question, legacy: wrong, fhir: right).isExpected)
    }

    @Test("the ageing endpoint has the same numbers as PDS, and the records of the drifted people differ")
    func drift() throws {
        let comparison = try DemoComparison(try Self.people())
        #expect(comparison.people.all.map(\.nhsNumber) == comparison.aged.all.map(\.nhsNumber))
        #expect(comparison.drifted == 36)
    }

    @Test("the mistake changes its row of a copy of the tables, and no other file")
    func mistake() throws {
        let copy = FileManager.default.temporaryDirectory.appending(path: "mappings-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: copy) }
        let tables = Self.root.appending(path: "Mappings")
        try FileManager.default.copyItem(at: tables, to: copy)
        try DemoComparison.makeMistake(in: copy)
        let files = (FileManager.default.enumerator(atPath: tables.path)?.compactMap { $0 as? String } ?? [])
            .filter { $0.hasSuffix(".yaml") || $0.hasSuffix(".csv") }
        let changed = try files.filter {
            try Data(contentsOf: tables.appending(path: $0)) != Data(contentsOf: copy.appending(path: $0))
        }
        #expect(changed == [DemoComparison.mistake.file])
    }
}
