import Foundation
import Subprocess
import SystemPackage
import Testing

/// The verb `simulate legacy`: the real program, asked by its own `query`.
@Suite struct SimulateLegacyTests {
    @Test("it says where it listens, answers the program's own query, and ends with status 0 when told to stop")
    func answersAndStops() async throws {
        let result = try await Subprocess.run(
            .path(FilePath(BridgeProcess.executable)),
            arguments: ["simulate", "legacy", "--port", "0", "--seed", "7"],
            workingDirectory: FilePath(BridgeProcess.root.path),
            input: .none,
            output: .sequence,
            error: .string(limit: 1 << 16)
        ) { execution in
            var answer: BridgeProcess.Remains?
            for try await line in execution.standardOutput.strings() {
                guard let url = line.firstMatch(of: /http:\S+/) else { continue }
                answer = try await BridgeProcess.run(
                    ["query", "getPatientDetailsByNHSNumber", "--url", String(url.output), "--from", "-"],
                    input: "nhsNumber: \"9990000018\"\ndateOfBirth: \"19610409\"\n"
                )
                guard kill(execution.processIdentifier.value, SIGTERM) == 0 else { throw CancellationError() }
            }
            return answer
        }
        #expect(result.closureResult?.status == .exited(0))
        #expect(result.closureResult?.output.contains("Quillfeather") == true)
        #expect(result.terminationStatus == .exited(0))
        #expect(result.standardError == "")
    }

    @Test(
        "options that make no sense are refused before anything is listened on",
        arguments: [["--fault", "nothing"], ["--certificate", "a.pem"], ["--client-ca", "ca.pem"]]
    )
    func refused(_ options: [String]) async throws {
        let remains = try await BridgeProcess.run(["simulate", "legacy", "--port", "0"] + options)
        #expect(remains.status != .exited(0))
        #expect(remains.output == "")
        #expect(remains.error.contains(options[0]))
    }

    @Test("a practice file that cannot be read stops the start with status 3")
    func practices() async throws {
        let remains = try await BridgeProcess.run(
            ["simulate", "legacy", "--port", "0", "--practices", "nowhere/epraccur.csv"]
        )
        #expect(remains.status == .exited(3))
        #expect(remains.error == "nowhere/epraccur.csv: cannot be read. Try: epraccur.csv as published\n")
    }
}
