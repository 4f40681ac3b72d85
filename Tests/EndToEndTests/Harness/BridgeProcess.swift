import Foundation
import Subprocess
import Synchronization
import SystemPackage

/// The real binary, running `serve`, and everything it prints.
struct BridgeProcess: Sendable {
    /// The port of the SMSP listener.
    let port: Int
    /// The port of the admin listener.
    let adminPort: Int
    /// Its process.
    let pid: Int32
    private let signal: @Sendable (Int32) throws -> Void

    /// What a finished run left behind.
    struct Remains: Sendable {
        let output: String
        let error: String
        let status: TerminationStatus
    }

    /// A bridge that ended before it listened, or before it was told to.
    struct NotRunning: Error, CustomStringConvertible {
        let status: TerminationStatus?
        /// What it printed.
        let output: String

        var description: String {
            "the bridge is not running\(status.map { " (\($0))" } ?? ""): \(output)"
        }
    }

    /// The built program, beside the test bundle.
    static let executable = URL(fileURLWithPath: CommandLine.arguments[0])
        .resolvingSymlinksInPath().deletingLastPathComponent().appending(path: "smsp-bridge").path

    /// The project's folder.
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// Asks the process to stop, as an operator does.
    func terminate() throws { try signal(SIGTERM) }

    /// Has the process read its files anew, as an operator does.
    func hangUp() throws { try signal(SIGHUP) }

    /// Ends the process at once, whatever it is doing.
    func kill() throws { try signal(SIGKILL) }

    /// Runs `serve` with a configuration while `body` does, then stops it.
    static func serving<Value: Sendable>(
        _ folder: ConfigurationFolder,
        _ body: @escaping @Sendable (BridgeProcess) async throws -> Value
    ) async throws -> (value: Value, remains: Remains) {
        let output = Collected()
        let result = try await Subprocess.run(
            .path(FilePath(executable)),
            arguments: ["serve", "--config", folder.configuration],
            environment: .inherit.updating([
                "http_proxy": "http://127.0.0.1:9", "https_proxy": "http://127.0.0.1:9",
                // What the program must not do, whatever its environment says.
                "SWIFT_BACKTRACE": "preset=full,format=json,registers=all,interactive=yes",
            ]),
            input: .none,
            output: .sequence,
            error: .string(limit: 1 << 20)
        ) { execution in
            let process = execution.processIdentifier
            let (ports, continuation) = AsyncStream.makeStream(of: (Int, Int).self)
            return try await withThrowingTaskGroup(of: Value?.self) { group in
                group.addTask {
                    for try await line in execution.standardOutput.strings() {
                        output.append(line)
                        if let ports = Self.ports(in: line) { continuation.yield(ports) }
                    }
                    continuation.finish()
                    return nil
                }
                group.addTask {
                    for await (port, adminPort) in ports {
                        let bridge = BridgeProcess(port: port, adminPort: adminPort, pid: process.value) { signal in
                            guard Foundation.kill(process.value, signal) == 0 else {
                                throw NotRunning(status: nil, output: output.text)
                            }
                        }
                        defer { try? bridge.terminate() }
                        return try await body(bridge)
                    }
                    return nil
                }
                var value: Value?
                while let next = try await group.next() { value = next ?? value }
                return value
            }
        }
        let remains = Remains(
            output: output.text,
            error: result.standardError,
            status: result.terminationStatus
        )
        guard let value = result.closureResult else {
            throw NotRunning(status: remains.status, output: remains.output + remains.error)
        }
        return (value, remains)
    }

    /// Runs the program to its end.
    static func run(
        _ arguments: [String],
        input: String = "",
        outputLimit: Int = 1 << 22,
        environment: [Environment.Key: String] = [:]
    ) async throws -> Remains {
        let result = try await Subprocess.run(
            .path(FilePath(executable)),
            arguments: Arguments(arguments),
            environment: .inherit.updating(environment.mapValues(Optional.some)),
            workingDirectory: FilePath(root.path),
            input: .string(input),
            output: .string(limit: outputLimit),
            error: .string(limit: 1 << 20)
        )
        return Remains(
            output: result.standardOutput,
            error: result.standardError,
            status: result.terminationStatus
        )
    }

    /// The ports in the line that says where the bridge listens.
    private static func ports(in line: String) -> (Int, Int)? {
        guard line.contains("\"message\":\"listening\""),
            let smsp = line.firstMatch(of: /"smspPort":([0-9]+)/).flatMap({ Int($0.1) }),
            let admin = line.firstMatch(of: /"adminPort":([0-9]+)/).flatMap({ Int($0.1) })
        else { return nil }
        return (smsp, admin)
    }

    private final class Collected: Sendable {
        private let lines = Mutex("")
        var text: String { lines.withLock { $0 } }
        func append(_ line: String) { lines.withLock { $0 += line + "\n" } }
    }
}
