import StrictYAML
import Testing

@Suite("Values")
struct YAMLValueTests {
    @Test(
        "a relative path starts at the directory of its file",
        arguments: [
            ("/etc/smsp/bridge.yaml", "key.pem", "/etc/smsp/key.pem"),
            ("conf/bridge.yaml", "../key.pem", "conf/../key.pem"),
            ("bridge.yaml", "key.pem", "key.pem"), ("/etc/smsp/bridge.yaml", "/run/key.pem", "/run/key.pem"),
        ]
    )
    func filePath(_ file: String, _ written: String, _ expected: String) throws {
        let shape = YAMLShape.mapping([YAMLKey("key", .filePath, .required, "The key.")])
        #expect(try YAMLDocument.load("key: \(written)", file: file, shape: shape).at("key").filePath == expected)
    }

    @Test("a value knows its file, line and path")
    func place() throws {
        let port = try Listener.load("listen:\n  host: a\n  port: 1\n").at("listen").at("port")
        #expect(port.file == "bridge.yaml")
        #expect(port.line == 3)
        #expect(port.path == "listen.port")
    }

    @Test("asking for a key that the shape does not declare stops the program")
    func undeclaredKey() async throws {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = try Listener.load("listen: {}")["listne"]
        }
        #expect(said(result, "bridge.yaml:1: document: the program asks for a mapping that declares listne"))
    }

    @Test("asking for an optional key as if it were always there stops the program")
    func optionalKey() async throws {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = try Listener.load("listen: {}").at("fhir")
        }
        #expect(said(result, "the program asks for a mapping that always has fhir"))
    }

    @Test("asking for another type than the shape's stops the program")
    func otherType() async throws {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = try Listener.load("listen: {}").at("timeout").int
        }
        #expect(said(result, "bridge.yaml:1: timeout: the program asks for a whole number"))
    }

    @Test("a default that does not fit its own shape stops the program")
    func wrongDefault() async throws {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            let shape = YAMLShape.mapping([YAMLKey("port", .integer(0...9), .defaults("10"), "The port.")])
            _ = try YAMLDocument.load("{}", file: "f.yaml", shape: shape)
        }
        #expect(said(result, "the default 10 of port does not fit its shape"))
    }

    /// Whether the process said `text` on standard error.
    private func said(_ result: ExitTest.Result?, _ text: String) -> Bool {
        String(decoding: result?.standardErrorContent ?? [], as: UTF8.self).contains(text)
    }
}
