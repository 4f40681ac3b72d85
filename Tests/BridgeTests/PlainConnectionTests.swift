import Bridge
import Foundation
import StrictYAML
import Testing

/// Each place of bridge.yaml that accepts a connection without TLS accepts it to this machine only.
@Suite("Connections without TLS") struct PlainConnectionTests {
    private static let publicNames = ["127.example.nhs.uk", "127.0.0.1.example.nhs.uk", "localhost.example.nhs.uk"]

    /// The problems of a bridge.yaml with these hosts.
    private static func problems(smsp: String = "127.0.0.1", admin: String = "::1", legacy: String = "localhost") throws
        -> [String]
    {
        let folder = FileManager.default.temporaryDirectory.appending(path: "plain-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let key = folder.appending(path: "audit-key")
        try Data(repeating: 1, count: 32).write(to: key)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: key.path)
        let files = [
            "sites.yaml": "- { id: RXX, ods: RXX, legacy: central }",
            "bridge.yaml": """
            listen:
              smsp: { host: "\(smsp)" }
              admin: { host: "\(admin)" }
            legacies: { central: { url: "http://\(legacy)/smsp/pds" } }
            audit: { keyFile: audit-key }
            """,
        ]
        for (name, text) in files { try Data(text.utf8).write(to: folder.appending(path: name)) }
        do throws(YAMLProblems) {
            _ = try BridgeConfiguration.load(path: folder.appending(path: "bridge.yaml").path, environment: [:])
            return []
        } catch {
            return error.problems.map { String(describing: $0) }
        }
    }

    @Test(
        "a loopback address is accepted without TLS in every place",
        arguments: ["127.0.0.1", "localhost", "127.8.9.1"]
    )
    func loopback(_ host: String) throws {
        #expect(try Self.problems(smsp: host, admin: host, legacy: host) == [])
    }

    @Test("an IPv6 address in the brackets of a URL is listened on without them", arguments: ["[::1]", "[::]", "::1"])
    func brackets(_ host: String) throws {
        let address = ListenAddress(host: host, port: 0).host
        var parsed = in6_addr()
        #expect(unsafe inet_pton(AF_INET6, address, &parsed) == 1)
        #expect(try Self.problems(smsp: host).isEmpty == (address == "::1"))
    }

    @Test("a public name that begins like a loopback address is refused in every place", arguments: publicNames)
    func publicName(_ host: String) throws {
        let smsp = try Self.problems(smsp: host)
        let admin = try Self.problems(admin: host)
        let legacy = try Self.problems(legacy: host)
        #expect(smsp.count == 1 && smsp[0].contains("listen.smsp.host: without tls"))
        #expect(admin.count == 1 && admin[0].contains("listen.admin.host: without tls"))
        #expect(legacy.count == 1 && legacy[0].contains("legacies.central.url: is http to another host"))
    }
}
