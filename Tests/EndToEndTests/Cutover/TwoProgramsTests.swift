import Foundation
import Subprocess
import Testing

/// Two programs on the files of one bridge: a rollback through one would not be seen by the other.
@Suite(.timeLimit(.minutes(10))) struct TwoProgramsTests {
    private static let sites = "- { id: F, ods: RXF, identify: { path: /f }, legacy: central }\n"

    private static func run(_ harness: CutoverHarness, _ arguments: String...) async throws -> BridgeProcess.Remains {
        try await BridgeProcess.run(arguments + ["--config", harness.folder.configuration])
    }

    @Test("a second bridge is refused, and told which process holds which file; a killed one holds nothing")
    func twoBridges() async throws {
        try await CutoverHarness.running(sites: Self.sites, cutover: "{}\n", comparison: "") { harness in
            let (_, remains) = try await harness.serving { bridge in
                let second = try await Self.run(harness, "serve")
                #expect(second.status == .exited(3))
                #expect(second.error.contains(": is in use by smsp-bridge serve, process \(bridge.pid) on "))
                #expect(second.error.contains(", since 20") && second.error.contains(" Try: "))
                try bridge.kill()
            }
            #expect(remains.status == .signaled(SIGKILL))
            #expect(try await harness.serving { _ in }.remains.status == .exited(0))
        }
    }

    @Test("another configuration that names one of the same files is refused, whichever it is")
    func sharedFile() async throws {
        try await CutoverHarness.running(sites: Self.sites, cutover: "{}\n", comparison: "") { harness in
            let own = try String(contentsOfFile: harness.folder.configuration, encoding: .utf8)
            let apart =
                own.replacing("cutover: { file: cutover.yaml,", with: "cutover: { file: other.yaml,")
                .replacing(
                    "audit: { keyFile: audit-key }",
                    with: "audit: { keyFile: audit-key, journal: other.sqlite }"
                )
                + "store: { sqlite: others.sqlite }\n"
            try harness.folder.write("other.yaml", "{}\n")
            let same = [
                ("cutover.yaml", apart.replacing("file: other.yaml", with: "file: cutover.yaml")),
                ("audit.sqlite", apart.replacing(", journal: other.sqlite", with: "")),
                ("bridge.sqlite", apart.replacing("others.sqlite", with: "bridge.sqlite")),
            ]
            _ = try await harness.serving { _ in
                for (file, text) in same {
                    try harness.folder.write("second.yaml", text)
                    let second = try await BridgeProcess.run([
                        "serve", "--config", harness.folder.url.appending(path: "second.yaml").path,
                    ])
                    #expect(second.status == .exited(3))
                    #expect(second.error.contains("/\(file): is in use by "), "\(second.error)")
                }
            }
        }
    }

    @Test("while a bridge runs, site changes nothing in its files and points to it; reading and checking them goes on")
    func offlineVerbs() async throws {
        try await CutoverHarness.running(sites: Self.sites, cutover: "F: { default: fhir }\n") { harness in
            _ = try await harness.serving { bridge in
                for arguments in [["rollback", "F"], ["freeze", "F"], ["promote", "F", "--to", "fhir", "--force"]] {
                    let change = try await BridgeProcess.run(
                        ["site"] + arguments + ["--reason", "r", "--config", harness.folder.configuration]
                    )
                    #expect(change.status == .exited(10))
                    #expect(change.error.contains("process \(bridge.pid) on "), "\(change.error)")
                    #expect(change.error.contains("--admin URL --token-file FILE"))
                }
                #expect(try await Self.run(harness, "site", "show", "F").status == .exited(0))
                #expect(try await Self.run(harness, "config", "check").status == .exited(0))
                #expect(try await Self.run(harness, "audit", "query").status == .exited(0))
            }
            let lock = harness.folder.url.appending(path: "cutover.lock.yaml").path
            #expect(!FileManager.default.fileExists(atPath: lock))
            let change = try await Self.run(harness, "site", "rollback", "F", "--reason", "r")
            #expect(change.status == .exited(0), "\(change.error)")
            #expect(FileManager.default.fileExists(atPath: lock))
        }
    }

    @Test("a reload that names other files of states is refused: it would leave the rollbacks behind")
    func otherFile() async throws {
        try await CutoverHarness.running(sites: Self.sites, cutover: "{}\n") { harness in
            try harness.folder.write("other.yaml", "{}\n")
            _ = try await harness.serving { bridge in
                let own = try String(contentsOfFile: harness.folder.configuration, encoding: .utf8)
                try own.replacing("file: cutover.yaml", with: "file: other.yaml")
                    .write(toFile: harness.folder.configuration, atomically: true, encoding: .utf8)
                #expect(try await Operator(bridge).reload() == 409)
            }
        }
    }
}
