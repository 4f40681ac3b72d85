import Foundation
import Simulators
import Subprocess
import Testing

/// A file of the configuration that became a pipe or has no end holds up neither a reload nor a stop.
@Suite(.timeLimit(.minutes(5))) struct FileKindTests {
    @Test(
        "a secret that became a pipe, or is longer than any, is refused at a reload; the stop after it is a usual one"
    )
    func secrets() async throws {
        let keys = try ApplicationKeys()
        let (told, remains) = try await keys.simulator().whileRunning { pds in
            let folder = try ConfigurationFolder(pdsPort: try await pds.port, keys: keys)
            defer { folder.remove() }
            return try await BridgeProcess.serving(folder) { bridge in
                let path = folder.url.appending(path: "api-key").path
                let base = "http://127.0.0.1:\(bridge.adminPort)"
                var told: [String] = []
                for replace in [Self.makePipe, Self.makeLong] {
                    try FileManager.default.removeItem(atPath: path)
                    try replace(path)
                    try bridge.hangUp()
                    while !(try await SMSPCaller.get(base + "/readyz").body).contains("refused") {
                        try await Task.sleep(for: .milliseconds(20))
                    }
                    told.append("refused")
                    try FileManager.default.removeItem(atPath: path)
                    try folder.write("api-key", ApplicationKeys.apiKey)
                    try bridge.hangUp()
                    while (try await SMSPCaller.get(base + "/readyz").body).contains("refused") {
                        try await Task.sleep(for: .milliseconds(20))
                    }
                }
                // What is under way when the stop comes is such a reload.
                try FileManager.default.removeItem(atPath: path)
                try Self.makePipe(path)
                try bridge.hangUp()
                return told
            }
        }
        #expect(told.count == 2)
        #expect(remains.status == .exited(0))
        #expect(remains.output.contains("names no ordinary file"))
        #expect(remains.output.contains("names a file of more than 65536 bytes"))
    }

    @Sendable private static func makePipe(_ path: String) throws {
        guard unsafe mkfifo(path, 0o600) == 0 else { throw CocoaError(.fileWriteUnknown) }
    }

    @Sendable private static func makeLong(_ path: String) throws {
        _ = FileManager.default.createFile(atPath: path, contents: nil, attributes: [.posixPermissions: 0o600])
        // A file with a hole: as long as its length says, and no longer on the disk than nothing.
        guard unsafe truncate(path, 1 << 40) == 0 else { throw CocoaError(.fileWriteUnknown) }
    }
}
