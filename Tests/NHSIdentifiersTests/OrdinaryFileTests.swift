import Foundation
import NHSIdentifiers
import Testing

/// Files are looked at before they are read, and read within a limit.
@Suite(.timeLimit(.minutes(1))) struct OrdinaryFileTests {
    private func withFolder(_ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "smsp-bridge-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try body(folder)
    }

    private func refusal(_ path: String, limit: Int = 100) -> OrdinaryFile.Refusal? {
        do throws(OrdinaryFile.Refusal) {
            _ = try OrdinaryFile(path, limit: limit)
            return nil
        } catch {
            return error
        }
    }

    @Test("a file is read whole, up to its limit and no byte further, through a link too")
    func ordinary() throws {
        try withFolder { folder in
            let file = folder + "/file"
            let bytes = [UInt8](repeating: 7, count: 100)
            _ = FileManager.default.createFile(
                atPath: file,
                contents: Data(bytes),
                attributes: [.posixPermissions: 0o640]
            )
            try FileManager.default.createSymbolicLink(atPath: folder + "/link", withDestinationPath: file)
            for path in [file, folder + "/link"] {
                let read = try OrdinaryFile(path, limit: 100)
                #expect(read.bytes == bytes)
                #expect(read.permissions == 0o640)
            }
            #expect(refusal(file, limit: 99) == .tooLarge(limit: 99))
        }
    }

    @Test("a pipe to which nobody writes, a device without end, a socket and a directory hold up no reader")
    func others() throws {
        try withFolder { folder in
            let pipe = folder + "/pipe"
            #expect(unsafe mkfifo(pipe, 0o600) == 0)
            #expect(refusal(pipe) == .notOrdinary)
            #expect(refusal("/dev/zero") == .notOrdinary)
            #expect(refusal(folder) == .notOrdinary)
            #expect(refusal(folder + "/none") == .unreadable)
        }
    }

    @Test("a file of /proc, whose length is not told, is bounded as well")
    func unknownLength() {
        #expect(refusal("/proc/self/maps", limit: 10) == .tooLarge(limit: 10))
    }
}
