import Foundation
import Subprocess
import SystemPackage
import Testing

/// The program as an operator has it: another user than root, in a directory that is not the project's.
@Suite struct OrdinaryUserTests {
    /// A copy of the program and of what the demo reads, in a folder that everybody may read and only root may write.
    private struct Installation {
        let folder = FileManager.default.temporaryDirectory.appending(path: "smsp-bridge-\(UUID().uuidString)")

        init() throws {
            let files = FileManager.default
            try files.createDirectory(at: folder.appending(path: "Fixtures"), withIntermediateDirectories: true)
            try files.copyItem(atPath: BridgeProcess.executable, toPath: folder.appending(path: "smsp-bridge").path)
            for path in ["Mappings", "Fixtures/patients.yaml", "Fixtures/epraccur.csv"] {
                try files.copyItem(at: BridgeProcess.root.appending(path: path), to: folder.appending(path: path))
            }
        }

        func remove() { try? FileManager.default.removeItem(at: folder) }
    }

    @Test("the demo answers every question and finds what differs as a user who is not root")
    func demo() async throws {
        let installation = try Installation()
        defer { installation.remove() }
        let program = installation.folder.appending(path: "smsp-bridge").path
        // Tests that are not run by root are run by such a user already.
        let asNobody = ["/usr/bin/setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
        let command = (geteuid() == 0 ? asNobody : []) + [program, "demo", "--once"]
        let result = try await Subprocess.run(
            .path(FilePath(command[0])),
            arguments: Arguments(Array(command.dropFirst())),
            workingDirectory: FilePath(installation.folder.path),
            output: .string(limit: 1 << 20),
            error: .string(limit: 1 << 20)
        )
        #expect(result.standardError == "")
        #expect(result.terminationStatus == .exited(0))
        #expect(result.standardOutput.contains("The legacy endpoint got 10 requests."))
    }
}
