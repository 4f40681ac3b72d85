import Evidence
import FixtureCases
import Foundation
import MappingEngine
import Replay
import SMSPContract
import Testing

/// Replays of the fixtures, and of corpora that are refused.
@Suite struct ReplayRunTests {
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    /// Writes the fixtures, or those of one operation, as stored pairs to a folder while `body` runs.
    private static func withCorpus(
        _ operation: SMSPOperation? = nil,
        _ body: (Corpus) async throws -> Void
    ) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "corpus-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        for fixture in try FixtureCase.all() where operation == nil || fixture.operation == operation {
            try fixture.writePair(in: folder)
        }
        try await body(try Corpus(path: folder.path))
    }

    private static func mapping(in directory: URL = root.appending(path: "Mappings")) throws -> ReplayedMapping {
        ReplayedMapping(
            tables: try MappingTables.load(directory: directory.path),
            comparison: try ComparisonTable(file: directory.path + "/comparison.yaml"),
            practices: try PracticeDirectory.load(file: root.appending(path: "Fixtures/epraccur.csv").path)
        )
    }

    private static func summary(
        of operation: SMSPOperation? = nil,
        _ mapping: ReplayedMapping,
        against other: ReplayedMapping? = nil,
        showsValues: Bool = false
    ) async throws -> ReplaySummary {
        var summary: ReplaySummary?
        try await withCorpus(operation) { corpus in
            summary = await ReplayRun(mapping, against: other, today: "2026-11-24", showsValues: showsValues)
                .summary(of: corpus)
        }
        return try #require(summary)
    }

    /// The shipped tables with the mistake that the first given name is filled from the second, while `body` runs.
    private static func withMistake(_ body: (ReplayedMapping) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "mappings-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileManager.default.copyItem(at: root.appending(path: "Mappings"), to: folder)
        let file = folder.appending(path: "responses/patient-details.yaml")
        let text = try String(contentsOf: file, encoding: .utf8)
        try #require(text.contains("source: given[0]"))
        try text.replacing("source: given[0]", with: "source: given[1]")
            .write(to: file, atomically: true, encoding: .utf8)
        try await body(try mapping(in: folder))
    }

    @Test("the shipped tables answer every fixture as it is written")
    func fixtures() async throws {
        let summary = try await Self.summary(try Self.mapping())
        #expect(summary.isWell)
        let totals = try #require(
            summary.lines.last?.wholeMatch(of: /([0-9]+) pairs, ([0-9]+) equal or explained, 0 differ, .*/)
        )
        #expect(Int(totals.1).map { $0 > 400 } == true)
        #expect(Int(totals.2).map { $0 > 300 } == true)
    }

    @Test("what tables with a mistake break is listed with the row that has it, without values")
    func broken() async throws {
        try await Self.withMistake { mistaken in
            let summary = try await Self.summary(
                of: .getPatientDetails,
                mistaken,
                against: try Self.mapping()
            )
            #expect(!summary.isWell)
            let lines = summary.lines.joined(separator: "\n")
            #expect(lines.contains("S3  name/given[1]"))
            #expect(lines.contains("← name-given ("))
            #expect(lines.contains(" 0 fixed, "))
            #expect(!lines.contains("Odalys"))
        }
    }

    @Test("values are shown only when they are requested")
    func values() async throws {
        try await Self.withMistake { mistaken in
            let hidden = try await Self.summary(of: .getPatientDetails, mistaken)
            let shown = try await Self.summary(of: .getPatientDetails, mistaken, showsValues: true)
            let isValue = { (line: String) in line.hasPrefix("      - ") || line.hasPrefix("      + ") }
            #expect(hidden.lines.count { isValue($0) } == 0)
            #expect(shown.lines.count { isValue($0) } > 0)
        }
    }

    @Test("what tables correct is listed as fixed, and nothing is broken")
    func fixed() async throws {
        try await Self.withMistake { mistaken in
            let summary = try await Self.summary(
                of: .getPatientDetailsByNHSNumber,
                try Self.mapping(),
                against: mistaken
            )
            #expect(summary.isWell)
            #expect(summary.pairs.contains { $0.change == .fixed })
            #expect(!summary.pairs.contains { $0.change == .broken })
        }
    }

    @Test("a pair of production, by what it says of its source, is refused by file and line")
    func production() throws {
        let corpus = FileManager.default.temporaryDirectory.appending(path: "corpus-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: corpus) }
        let pair = try FixtureCase.named("getPatientDetailsByNHSNumber/0000-date-of-birth-equal").writePair(in: corpus)
        let file = pair.appending(path: "case.yaml")
        let text = try String(contentsOf: file, encoding: .utf8)
        let source = "source: https://api.service.nhs.uk/personal-demographics/FHIR/R4\n"
        try (source + text).write(to: file, atomically: true, encoding: .utf8)
        let refusal = try #require(throws: UnusableCorpus.self) { try Corpus(path: corpus.path) }
        #expect(
            refusal.problems.contains {
                $0.contains("case.yaml:1: source: is no environment of test patients")
            }
        )
    }

    @Test("a folder without pairs is refused")
    func empty() throws {
        let refusal = try #require(throws: UnusableCorpus.self) {
            try Corpus(path: Self.root.appending(path: "docs").path)
        }
        #expect(refusal.problems.count == 1)
        #expect(refusal.problems.first?.contains("docs: holds no stored pair") == true)
    }
}
