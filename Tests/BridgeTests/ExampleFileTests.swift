import Bridge
import Foundation
import StrictYAML
import Testing
import Yams

/// The examples in `docs/`: valid, and whole.
@Suite("Example configuration files") struct ExampleFileTests {
    private static let docs = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "docs")

    /// An example as it stands.
    private static func example(_ name: String) throws -> String {
        try String(contentsOf: docs.appending(path: "\(name).example.yaml"), encoding: .utf8)
    }

    /// An example with the keys in it that stand behind a `#`.
    private static func whole(_ name: String) throws -> String {
        try example(name).split(separator: "\n", omittingEmptySubsequences: false).map { line in
            guard let key = line.firstMatch(of: /^( *)# ([a-z][A-Za-z]*: .*)$/) else { return String(line) }
            return String(key.1 + key.2)
        }.joined(separator: "\n")
    }

    /// Every path of keys in a schema; a scalar's default, if it has one.
    private static func paths(_ schema: [String: Any], _ path: String = "") -> [(path: String, standard: String?)] {
        var paths: [(path: String, standard: String?)] = []
        for (key, value) in schema["properties"] as? [String: [String: Any]] ?? [:] {
            let isNested = value["properties"] != nil || value["items"] != nil || value["additionalProperties"] != nil
            let isFlag = value["type"] as? String == "boolean"
            let standard = value["default"].map { isFlag ? "\($0 as? Bool == true)" : "\($0)" }
            paths.append((path + "/" + key, isNested ? nil : standard))
            paths += Self.paths(value, path + "/" + key)
        }
        if let items = schema["items"] as? [String: Any] { paths += Self.paths(items, path) }
        if let entries = schema["additionalProperties"] as? [String: Any] { paths += Self.paths(entries, path + "/*") }
        return paths
    }

    /// What stands at a path, in any of the entries that it leads to.
    private static func values(_ node: Any, _ path: ArraySlice<Substring>) -> [Any] {
        if let list = node as? [Any] { return list.flatMap { values($0, path) } }
        guard let key = path.first else { return [node] }
        guard let mapping = node as? [String: Any] else { return [] }
        let entries = key == "*" ? Array(mapping.values) : mapping[String(key)].map { [$0] } ?? []
        return entries.flatMap { values($0, path.dropFirst()) }
    }

    @Test(
        "every key has its place in the example, with its default where it has one",
        arguments: ["bridge", "sites", "cutover"]
    )
    func whole(_ name: String) throws {
        let shapes = ["bridge": BridgeConfiguration.shape, "sites": SitesFile.shape, "cutover": CutoverFiles.shape]
        let schema = YAMLDocument.jsonSchema(for: try #require(shapes[name]), title: name)
        let json = try JSONSerialization.jsonObject(with: Data(schema.utf8)) as? [String: Any]
        let example = try #require(try Yams.load(yaml: try Self.whole(name)))
        let paths = Self.paths(try #require(json))
        #expect(paths.count > 5)
        for (path, standard) in paths {
            let values = Self.values(example, path.split(separator: "/")[...])
            #expect(!values.isEmpty, "\(path)")
            if let standard { #expect(values.contains { "\($0)" == standard }, "\(path) should show \(standard)") }
        }
    }

    @Test("the examples are valid together, as they stand and with everything in them", arguments: [false, true])
    func valid(_ isWhole: Bool) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "examples-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        var texts: [String: String] = [:]
        for name in ["bridge", "sites", "cutover"] {
            texts[name] = isWhole ? try Self.whole(name) : try Self.example(name)
        }
        for directory in ["tls", "secrets"] {
            try FileManager.default.createDirectory(
                at: folder.appending(path: directory),
                withIntermediateDirectories: true
            )
        }
        for file in texts.values.joined().matches(of: /(?:tls|secrets)\/[A-Za-z0-9.-]+/) {
            let url = folder.appending(path: String(file.output))
            try Data("made up for the test".utf8).write(to: url)
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: url.path)
        }
        for (name, text) in texts {
            try text.write(to: folder.appending(path: "\(name).yaml"), atomically: true, encoding: .utf8)
        }
        let path = folder.appending(path: "bridge.yaml").path
        do throws(YAMLProblems) {
            let configuration = try BridgeConfiguration.load(path: path, environment: [:])
            #expect(configuration.sites.sites.map(\.id) == ["RXX", "RYY", "RZZ"])
        } catch {
            Issue.record("\(error.problems)")
        }
    }
}
