import Foundation
import SMSPContract
import Simulators
import Subprocess
import SystemPackage
import TestCertificates
import Testing

/// The memory of the real program, which holds patients and keys, goes to no file and no terminal.
@Suite(.timeLimit(.minutes(10))) struct ProcessMemoryTests {
    @Test(
        "a crash report names places in the program, and neither registers nor memory, whatever the environment asks for"
    )
    func crashReport() async throws {
        let (limits, remains) = try await RunningBridge.running { bridge, _ in
            let caller = try SMSPCaller(port: bridge.port)
            #expect(try await caller.ask(.verifyNHSNumber, "9990000018", born: "19610409").code == "SMSP-0000")
            let limits = try String(contentsOfFile: "/proc/\(bridge.pid)/limits", encoding: .utf8)
            // A signal that was sent is reported like a fault of the program's own, and the program goes on after it.
            kill(bridge.pid, SIGSEGV)
            let ready = "http://127.0.0.1:\(bridge.adminPort)/readyz"
            var status: Int?
            while status == nil { status = try? await SMSPCaller.get(ready).status }
            return limits
        }
        #expect(limits.firstMatch(of: #/Max core file size +0 +0 +bytes/#) != nil)
        #expect(remains.error.contains("Program crashed"), "no report to look at: \(remains.error)")
        #expect(remains.error.contains("Thread 0"))
        for trace in ["rax ", "rip ", "x0 ", "Registers", "9990000018", "Press space", "capturedMemory", "\"r"] {
            #expect(!remains.error.contains(trace), "\(trace)")
        }
        // Registers and memory are shown as bytes.
        #expect(remains.error.firstMatch(of: #/(?:[0-9a-f]{2} ){8}/#) == nil)
    }

    @Test("libcurl writes the keys of no connection, whatever SSLKEYLOGFILE says")
    func keyLog() async throws {
        let authority = try TestAuthority()
        defer { authority.remove() }
        let folder = try ConfigurationFolder()
        defer { folder.remove() }
        let log = folder.url.appending(path: "keys").path
        let server = try authority.server()
        let fixtures = BridgeProcess.root.appending(path: "Fixtures/patients.yaml").path
        var configuration = LegacyConfiguration()
        configuration.tls = LegacyConfiguration.TLS(
            certificate: server.certificate,
            privateKey: server.privateKey
        )
        let legacy = LegacySimulator(people: try SyntheticPeople(contentsOf: fixtures), configuration: configuration)
        let query = try await legacy.whileRunning { legacy in
            try await BridgeProcess.run(
                [
                    "query", "verifyNHSNumber", "--url", "https://localhost:\(try await legacy.port)/smsp/pds",
                    "--ca", authority.certificate, "--from", "-",
                ],
                input: "{nhsNumber: \"9990000018\", dateOfBirth: 1961-04-09}",
                environment: ["SSLKEYLOGFILE": log]
            )
        }
        #expect(query.status == .exited(0), "\(query.error)")
        #expect(!FileManager.default.fileExists(atPath: log))
    }

    @Test("the kernel dumps no verb's memory, also where it pipes cores to a program")
    func undumpable() async throws {
        // The kernel gives the files of a process that it may not dump to root; root's own cannot be told apart.
        let asNobody = ["/usr/bin/setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
        let folder = try ConfigurationFolder()
        defer { folder.remove() }
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder.url.path)
        let program = folder.url.appending(path: "smsp-bridge").path
        try FileManager.default.copyItem(atPath: BridgeProcess.executable, toPath: program)
        let people = folder.url.appending(path: "patients.yaml").path
        try FileManager.default.copyItem(
            atPath: BridgeProcess.root.appending(path: "Fixtures/patients.yaml").path,
            toPath: people
        )
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: people)
        let command =
            (geteuid() == 0 ? asNobody : []) + [program, "simulate", "pds", "--port", "0", "--people", people]
        let owner = try await Subprocess.run(
            .path(FilePath(command[0])),
            arguments: Arguments(Array(command.dropFirst())),
            input: .none,
            output: .sequence,
            error: .discarded
        ) { execution in
            let pid = execution.processIdentifier.value
            defer { kill(pid, SIGKILL) }
            for try await line in execution.standardOutput.strings() where line.contains("PDS FHIR") {
                return try FileManager.default.attributesOfItem(atPath: "/proc/\(pid)/maps")[.ownerAccountID] as? Int
            }
            return -1
        }
        #expect(owner.closureResult == 0)
    }

    @Test("no verb prints but through the one function that escapes the text of others")
    func onePrint() throws {
        let folder = BridgeProcess.root.appending(path: "Sources/smsp-bridge")
        let files = try #require(FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil))
        for case let file as URL in files
        where file.pathExtension == "swift" && file.lastPathComponent != "Terminal.swift" {
            let text = try String(contentsOf: file, encoding: .utf8)
            for way in ["Swift.print(", "FileHandle.standard", "fputs(", "debugPrint("] {
                #expect(!text.contains(way), "\(file.lastPathComponent): \(way)")
            }
        }
    }
}
