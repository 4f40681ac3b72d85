import BridgeStorage
import Foundation
import Subprocess
import Testing

/// One program writes the files of a bridge: two that write one SQLite file can lose committed entries.
@Suite(.timeLimit(.minutes(10))) struct OneWriterTests {
    private static let sites = "- { id: F, ods: RXF, identify: { path: /f }, legacy: central }\n"

    private static func run(_ harness: CutoverHarness, _ arguments: [String]) async throws -> BridgeProcess.Remains {
        try await BridgeProcess.run(arguments + ["--config", harness.folder.configuration])
    }

    /// The bytes of the files of both databases, by name.
    private static func databases(_ harness: CutoverHarness) throws -> [String: Data] {
        let names = ["audit.sqlite", "bridge.sqlite"].flatMap { [$0, $0 + "-wal"] } + ["audit.head"]
        return Dictionary(
            uniqueKeysWithValues: names.map { name in
                (name, FileManager.default.contents(atPath: harness.folder.url.appending(path: name).path) ?? Data())
            }
        )
    }

    @Test("after a kill, commands that read leave both databases and their write-ahead logs as they are")
    func readers() async throws {
        try await CutoverHarness.running(sites: Self.sites, cutover: "F: { default: fhir }\n", comparison: "") {
            harness in
            _ = try await harness.serving { bridge in
                _ = try await SiteCaller(bridge, path: "/f").ask()
                try bridge.kill()
            }
            let before = try Self.databases(harness)
            #expect(before["audit.sqlite-wal"]?.isEmpty == false)
            for verb in [["audit", "verify"], ["config", "check"], ["site", "list"], ["report"]] {
                let read = try await Self.run(harness, verb)
                #expect(read.status == .exited(0), "\(verb) \(read.error)")
                #expect(try Self.databases(harness) == before, "\(verb)")
            }
        }
    }

    @Test("a command enters nothing in a journal that a program holds and takes no entries for")
    func held() async throws {
        try await CutoverHarness.running(sites: Self.sites, cutover: "{}\n") { harness in
            _ = try await harness.serving { _ in }
            var hold: FileHold? = try FileHold(
                [harness.folder.url.appending(path: "audit.sqlite").path],
                by: "another program"
            )
            let before = try Self.databases(harness)
            let query = try await Self.run(harness, ["audit", "query"])
            #expect(query.status == .exited(3))
            #expect(query.error.contains("it is in use by another program, process "), "\(query.error)")
            #expect(query.output == "")
            #expect(try Self.databases(harness) == before)
            #expect(hold != nil)
            hold = nil
            #expect(try await Self.run(harness, ["audit", "query"]).status == .exited(0))
        }
    }

    @Test("beside a running bridge ten queries at once are entered through it, each once")
    func throughTheBridge() async throws {
        try await CutoverHarness.running(sites: Self.sites, cutover: "{}\n") { harness in
            _ = try await harness.serving { _ in
                let statuses = try await withThrowingTaskGroup { group in
                    for _ in 1...10 { group.addTask { try await Self.run(harness, ["audit", "query"]).status } }
                    return try await group.reduce(into: []) { $0.append($1) }
                }
                #expect(statuses.allSatisfy { $0 == .exited(0) })
            }
            let queries = try await harness.journal().filter { $0.action == "audit-query" }
            #expect(queries.count == 10)
            #expect(try await harness.verify().status == .exited(0))
            #expect(
                !FileManager.default.fileExists(atPath: harness.folder.url.appending(path: "audit.sqlite.socket").path)
            )
        }
    }

    @Test("serve logs the version of SQLite, and a warning for one that loses entries of two writers")
    func version() async throws {
        try await CutoverHarness.running(sites: Self.sites, cutover: "{}\n") { harness in
            let log = try await harness.serving { _ in }.remains.output
            let sqlite = try SQLiteVersion.current
            #expect(log.contains(#""message":"SQLite","version":"\#(sqlite.text)""#))
            #expect(log.contains("SQLite \(sqlite.text) can lose committed entries") == sqlite.losesEntriesOfTwoWriters)
        }
    }
}
