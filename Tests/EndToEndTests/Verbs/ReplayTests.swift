import FixtureCases
import Foundation
import SMSPContract
import Subprocess
import Testing

/// `replay`, the real program; ReplayTests checks what a replay finds.
@Suite struct ReplayTests {
    /// A copy of the shipped tables with something replaced.
    private static func tables(_ file: String, _ old: String, _ new: String) throws -> URL {
        let folder = FileManager.default.temporaryDirectory.appending(path: "mappings-\(UUID().uuidString)")
        try FileManager.default.copyItem(at: BridgeProcess.root.appending(path: "Mappings"), to: folder)
        let path = folder.appending(path: file)
        let text = try String(contentsOf: path, encoding: .utf8)
        try #require(text.contains(old))
        try text.replacing(old, with: new).write(to: path, atomically: true, encoding: .utf8)
        return folder
    }

    /// The fixtures, or those of one operation, as stored pairs in a folder of their own.
    private static func corpus(_ operation: SMSPOperation? = nil) throws -> URL {
        let folder = FileManager.default.temporaryDirectory.appending(path: "corpus-\(UUID().uuidString)")
        for fixture in try FixtureCase.all() where operation == nil || fixture.operation == operation {
            try fixture.writePair(in: folder)
        }
        return folder
    }

    private static func replay(
        _ corpus: String,
        mappings: String = "Mappings",
        _ more: [String] = []
    ) async throws -> BridgeProcess.Remains {
        try await BridgeProcess.run(
            ["replay", corpus, "--mappings", mappings, "--practices", "Fixtures/epraccur.csv", "--at", "2026-11-24"]
                + more
        )
    }

    @Test("what tables with a mistake break is listed with the row that has it, without values; status 10")
    func broken() async throws {
        let tables = try Self.tables("responses/patient-details.yaml", "source: given[0]", "source: given[1]")
        defer { try? FileManager.default.removeItem(at: tables) }
        let corpus = try Self.corpus(.getPatientDetails)
        defer { try? FileManager.default.removeItem(at: corpus) }
        let run = try await Self.replay(
            corpus.path,
            mappings: tables.path,
            ["--against", "Mappings"]
        )
        #expect(run.output.contains("broken   getPatientDetails") || run.output.contains("broken   0000-"), "\(run)")
        #expect(run.output.contains("S3  name/given[1]"))
        #expect(run.output.contains("← name-given ("))
        #expect(run.output.contains(" 0 fixed, "))
        #expect(!run.output.contains("Odalys"))
        #expect(run.status == .exited(10))
    }

    @Test("a folder without pairs is refused; status 3")
    func empty() async throws {
        let run = try await Self.replay("docs")
        #expect(run.error.contains("docs: holds no stored pair"))
        #expect(run.status == .exited(3))
    }
}
