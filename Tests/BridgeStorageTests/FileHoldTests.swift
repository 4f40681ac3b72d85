import BridgeStorage
import Foundation
import Testing

/// The hold of one program on files that no two may use at once.
@Suite("Holds on files") struct FileHoldTests {
    /// A folder for one test, with a file in it.
    private static func withFile(_ body: (URL, String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "hold-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "cutover.yaml")
        try Data("{}\n".utf8).write(to: file)
        try body(folder, file.path)
    }

    /// The refusal of a hold; nil if it is given, and ended at once.
    private static func refusal(_ files: [String]) -> FileHold.Refusal? {
        do throws(FileHold.Refusal) {
            _ = try FileHold(files, by: "the second")
            return nil
        } catch {
            return error
        }
    }

    @Test("the second to hold a file is refused, and told program, process, host and time of the first")
    func second() throws {
        try Self.withFile { _, file in
            let hold = try FileHold([file], by: "the first")
            let refusal = try #require(Self.refusal([file]))
            let text = try #require(String(describing: refusal).firstMatch(of: /^(.*): is in use by (.*)$/))
            #expect(String(text.1) == URL(fileURLWithPath: file).resolvingSymlinksInPath().path)
            let process = ProcessInfo.processInfo
            #expect(
                text.2.hasPrefix("the first, process \(process.processIdentifier) on \(process.hostName), since 20")
            )
            withExtendedLifetime(hold) {}
        }
    }

    @Test("a hold ends with its value, and the text that it leaves holds nobody up")
    func ended() throws {
        try Self.withFile { _, file in
            do { withExtendedLifetime(try FileHold([file], by: "the first")) {} }
            #expect(FileManager.default.fileExists(atPath: file + ".held"))
            #expect(Self.refusal([file]) == nil)
        }
    }

    @Test("a file is held under every path that leads to it")
    func otherPath() throws {
        try Self.withFile { folder, file in
            let link = folder.appending(path: "link")
            try FileManager.default.createSymbolicLink(at: link, withDestinationURL: folder)
            let other = folder.appending(path: "other.yaml")
            try FileManager.default.createSymbolicLink(at: other, withDestinationURL: URL(fileURLWithPath: file))
            let hold = try FileHold([file], by: "the first")
            #expect(Self.refusal([link.appending(path: "cutover.yaml").path]) != nil)
            #expect(Self.refusal([other.path]) != nil)
            #expect(Self.refusal([folder.path + "/../" + folder.lastPathComponent + "/cutover.yaml"]) != nil)
            withExtendedLifetime(hold) {}
        }
    }

    @Test("a file that is replaced, as the bridge replaces its own, stays held")
    func replaced() throws {
        try Self.withFile { folder, file in
            let hold = try FileHold([file], by: "the first")
            let next = folder.appending(path: "cutover.yaml.new").path
            try Data("A: {}\n".utf8).write(to: URL(fileURLWithPath: next))
            #expect(unsafe rename(next, file) == 0)
            #expect(Self.refusal([file]) != nil)
            withExtendedLifetime(hold) {}
        }
    }

    @Test("of several files one that is held is enough for a refusal, after which none of the others is held")
    func several() throws {
        try Self.withFile { folder, file in
            let others = ["a.sqlite", "z.sqlite"].map { folder.appending(path: $0).path }
            let hold = try FileHold([file], by: "the first")
            #expect(Self.refusal([others[0], file, others[1]]) != nil)
            #expect(Self.refusal(others) == nil)
            withExtendedLifetime(hold) {}
        }
    }

    @Test("a lock that another user made, which this one can only read, holds the file all the same")
    func foreign() throws {
        try Self.withFile { _, file in
            let made = FileManager.default.createFile(
                atPath: file + ".held",
                contents: Data("an earlier one\n".utf8),
                attributes: [.posixPermissions: 0o444]
            )
            #expect(made)
            let hold = try FileHold([file], by: "the first")
            #expect(Self.refusal([file]) != nil)
            withExtendedLifetime(hold) {}
        }
    }

    @Test("a file in a folder that is not there cannot be held")
    func unusable() {
        #expect(Self.refusal(["/nowhere/cutover.yaml"]) == .unusable(file: "/nowhere/cutover.yaml"))
    }
}
