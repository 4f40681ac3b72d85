import Foundation
import NHSIdentifiers
import StrictYAML
import Testing

@Suite("Files")
struct YAMLFileTests {
    private let directory = FileManager.default.temporaryDirectory.appending(path: "strict-yaml-\(UUID().uuidString)")

    init() throws {
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    }

    /// Runs `body` with the path of a file of this content and mode, in a directory that is then removed.
    private func withFile(
        _ name: String,
        _ bytes: [UInt8],
        mode: Int = 0o600,
        _ body: (String) throws -> Void
    ) throws {
        defer { try? FileManager.default.removeItem(at: directory) }
        let path = directory.appending(path: name).path()
        try Data(bytes).write(to: URL(filePath: path))
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
        try body(path)
    }

    @Test("a file is read and its relative paths start at its directory")
    func load() throws {
        try withFile("bridge.yaml", Array("listen: {}\nfhir: { baseURL: https://a.example, apiKeyFile: key }".utf8)) {
            path in
            let value = try YAMLDocument.load(contentsOf: path, shape: Listener.shape)
            #expect(value["fhir"]?["apiKeyFile"]?.filePath == directory.appending(path: "key").path())
        }
    }

    @Test("a file that is not there is a problem")
    func missing() {
        let problems = printed { () throws(YAMLProblems) in
            _ = try YAMLDocument.load(contentsOf: "/nowhere/bridge.yaml", shape: Listener.shape)
        }
        #expect(
            problems == [
                "/nowhere/bridge.yaml:1: document: cannot be read (got /nowhere/bridge.yaml). "
                    + "Try: a path of a file that this user may read"
            ]
        )
    }

    @Test("a file that is not UTF-8 is a problem")
    func encoding() throws {
        try withFile("bridge.yaml", [0x61, 0x3a, 0x20, 0xe9]) { path in
            let problems = printed { () throws(YAMLProblems) in
                _ = try YAMLDocument.load(contentsOf: path, shape: Listener.shape)
            }
            #expect(problems.first?.contains("document: is not UTF-8") == true)
        }
    }

    @Test("a secret is read whole, its text without the line end of the editor")
    func secret() throws {
        try withFile("key", Array("abc\n".utf8)) { path in
            let secret = try SecretFile.read(path)
            #expect(secret.bytes == Array("abc\n".utf8))
            #expect(secret.text == "abc")
        }
    }

    @Test("a byte order mark is no part of a secret (D72)")
    func markBeforeSecret() throws {
        try withFile("key", Array("\u{FEFF}abc\n".utf8)) { path in
            let secret = try SecretFile.read(path)
            #expect(secret.bytes == Array("abc\n".utf8))
            #expect(secret.text == "abc")
        }
    }

    @Test("a byte order mark is no part of a YAML file (D72)")
    func markBeforeYAML() throws {
        try withFile("a.yaml", Array("\u{FEFF}key: abc\n".utf8)) { path in
            let shape = YAMLShape.mapping([YAMLKey("key", .string(), .required, "A key.")])
            let yaml = try YAMLDocument.load(contentsOf: path, shape: shape)
            #expect(yaml.at("key").string == "abc")
        }
    }

    @Test("a secret does not show itself")
    func withheld() throws {
        try withFile("key", Array("hidden".utf8)) { path in
            let secret = try SecretFile.read(path)
            var dumped = ""
            dump(secret, to: &dumped)
            #expect(!(dumped + String(describing: secret) + String(reflecting: secret)).contains("hidden"))
        }
    }

    @Test("a secret that others can read is refused", arguments: [0o640, 0o604, 0o644, 0o620, 0o601])
    func openToOthers(_ mode: Int) throws {
        try withFile("key", [1], mode: mode) { path in
            #expect(throws: SecretFileError.openToOthers(mode: mode)) { try SecretFile.read(path) }
        }
    }

    @Test("a secret is judged by the file behind a link")
    func link() throws {
        try withFile("key", Array("abc".utf8)) { path in
            let link = directory.appending(path: "link").path()
            try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: path)
            #expect(try SecretFile.read(link).text == "abc")
        }
    }

    @Test("a directory or nothing is no secret, each for its reason")
    func unreadable() throws {
        try withFile("key", []) { path in
            #expect(throws: SecretFileError.unreadable(.unreadable)) { try SecretFile.read(path + "-none") }
            #expect(throws: SecretFileError.unreadable(.notOrdinary)) { try SecretFile.read(directory.path()) }
        }
    }

    @Test("a secret that cannot be used is a problem of the key that names it")
    func secretProblem() throws {
        try withFile(
            "bridge.yaml",
            Array("listen: {}\nfhir: { baseURL: https://a.example, apiKeyFile: bridge.yaml }".utf8),
            mode: 0o644
        ) { path in
            let value = try YAMLDocument.load(contentsOf: path, shape: Listener.shape)
            let key = try #require(value["fhir"]?["apiKeyFile"])
            let problem = #expect(throws: YAMLProblem.self) { try key.secret() }
            #expect(
                problem?.description
                    == "\(path):2: fhir.apiKeyFile: names a file open to others, mode 644 (got bridge.yaml). "
                    + "Try: chmod 600 \(path)"
            )
        }
    }
}
