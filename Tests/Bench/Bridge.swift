import Foundation
import NIOPosix

/// The release build of the bridge, in front of the bench's upstreams.
final class Bridge {
    /// The ports of the SMSP listener and of the admin listener.
    let port, adminPort: Int
    private let process: Process
    private let folder: URL
    private let output: Pipe

    /// The bridge did not say where it listens.
    struct DidNotStart: Error {}

    /// Starts it with a configuration.
    init(_ configuration: BenchConfiguration) throws {
        let here = URL(fileURLWithPath: FileManager.default.currentDirectoryPath)
        let folder = FileManager.default.temporaryDirectory.appending(path: "smsp-bridge-bench-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
        func write(_ name: String, _ lines: [String]) throws {
            let created = FileManager.default.createFile(
                atPath: folder.appending(path: name).path,
                contents: Data((lines.joined(separator: "\n") + "\n").utf8),
                attributes: [.posixPermissions: 0o600]
            )
            guard created else { throw CocoaError(.fileWriteUnknown) }
        }
        for (name, lines) in configuration.files(mappings: here.appending(path: "Mappings").path) {
            try write(name, lines)
        }
        self.folder = folder
        let process = Process()
        process.executableURL = URL(fileURLWithPath: CommandLine.arguments[0])
            .resolvingSymlinksInPath().deletingLastPathComponent().appending(path: "smsp-bridge")
        process.arguments = ["serve", "--config", folder.appending(path: "bridge.yaml").path]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        self.process = process
        self.output = output
        (port, adminPort) = try Self.ports(from: output.fileHandleForReading)
        // Whoever stops reading stops the bridge once the pipe is full.
        output.fileHandleForReading.readabilityHandler = { _ = $0.availableData }
    }

    /// The sum of the series in `/metrics` that begin so.
    func metric(_ series: String, on group: MultiThreadedEventLoopGroup) async throws -> Int {
        try await Metrics.text(port: adminPort, on: group).split { $0.isNewline }.filter { $0.hasPrefix(series) }
            .compactMap { $0.split(separator: " ").last.flatMap { Double($0) } }.reduce(0) { $0 + Int($1) }
    }

    /// Stops it and removes its files.
    func stop() {
        process.terminate()
        process.waitUntilExit()
        try? FileManager.default.removeItem(at: folder)
    }

    private static func ports(from output: FileHandle) throws -> (Int, Int) {
        var text = ""
        while let data = try output.read(upToCount: 1), !data.isEmpty {
            text += String(decoding: data, as: UTF8.self)
            guard text.hasSuffix("\n"), let smsp = text.firstMatch(of: /"smspPort":([0-9]+)/),
                let admin = text.firstMatch(of: /"adminPort":([0-9]+)/)
            else { continue }
            return (Int(smsp.1) ?? 0, Int(admin.1) ?? 0)
        }
        throw DidNotStart()
    }
}
