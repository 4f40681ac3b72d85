import Foundation

/// The release build of the bridge, in front of the bench's upstreams.
final class Bridge {
    /// The port of the SMSP listener.
    let port: Int
    private let process: Process
    private let folder: URL
    private let output: Pipe

    /// The bridge did not say where it listens.
    struct DidNotStart: Error {}

    /// Starts it with these sites, by path and port of their upstream.
    init(sites: [(path: String, upstream: Int)], concurrency: Int) throws {
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
        try write("audit-key", [String(repeating: "k", count: 40)])
        try write(
            "sites.yaml",
            sites.map { "- { id: \($0.path), ods: RXX, legacy: \($0.path), identify: { path: /\($0.path) } }" }
        )
        let legacies = sites.map {
            "  \($0.path): { url: \"http://127.0.0.1:\($0.upstream)/\", inFlight: \(concurrency), timeout: 10s }"
        }
        try write(
            "bridge.yaml",
            ["listen: { smsp: { host: 127.0.0.1, port: 0 }, admin: { port: 0 } }", "legacies:"] + legacies
                + [
                    "audit: { keyFile: audit-key }", "mappings: \(here.appending(path: "Mappings").path)",
                    "limits: { concurrentRequests: 4096, perSite: { concurrent: \(concurrency) } }",
                ]
        )
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
        port = try Self.port(from: output.fileHandleForReading)
        // Whoever stops reading stops the bridge once the pipe is full.
        output.fileHandleForReading.readabilityHandler = { _ = $0.availableData }
    }

    /// Stops it and removes its files.
    func stop() {
        process.terminate()
        process.waitUntilExit()
        try? FileManager.default.removeItem(at: folder)
    }

    private static func port(from output: FileHandle) throws -> Int {
        var text = ""
        while let data = try output.read(upToCount: 1), !data.isEmpty {
            text += String(decoding: data, as: UTF8.self)
            if text.hasSuffix("\n"), let found = text.firstMatch(of: /"smspPort":([0-9]+)/) {
                return Int(found.1) ?? 0
            }
        }
        throw DidNotStart()
    }
}
