import Bridge
import Foundation
import StrictYAML
import Testing

/// `docs/configuration.md` and `docs/bridge.example.yaml`, held equal to the shapes of the configuration files.
@Suite("Generated pages of the configuration") struct ConfigurationPageTests {
    private static let docs = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().appending(path: "docs")

    private static var page: String {
        let head = """
            # Configuration

            Generated from the shapes in `Bridge/Configuration` and `Bridge/Cutover`; a test holds this page equal to them.
            `*` stands for a name that you choose, `[]` for each entry of a list. Examples:
            [bridge.yaml](bridge.example.yaml), [sites.yaml](sites.example.yaml), [cutover.yaml](cutover.example.yaml).

            """
        let files = [
            ("bridge.yaml", BridgeConfiguration.shape), ("sites.yaml", SitesFile.shape),
            ("cutover.yaml", CutoverFiles.shape), ("cutover.lock.yaml", CutoverFiles.lockShape),
        ]
        return head
            + files.map { "\n## \($0)\n\n| key | default | value | |\n|---|---|---|---|\n" + rows(of: $1) }.joined()
    }

    private static func rows(of shape: YAMLShape) -> String {
        YAMLDocument.keys(of: shape).map { row in
            let standard = row.standard.isEmpty || row.standard == "required" ? row.standard : "`\(row.standard)`"
            return "| `\(row.path)` | \(standard) | \(row.form) | \(row.about) |\n"
        }.joined()
    }

    private static let example = """
        # Every key of bridge.yaml, with its default where it has one: written from the shapes that configuration.md names.
        # Any scalar can be overridden by the environment: SMSP_BRIDGE_LISTEN_SMSP_PORT is listen.smsp.port.
        # Relative paths start at the directory of this file. docs/operations.md says which changes need a restart.
        # A key file: head -c 32 /dev/urandom > secrets/audit-key
        # A user's token file: printf %s "$TOKEN" | sha256sum | cut -c 1-64 > secrets/ops-1.sha256


        """ + YAMLDocument.example(of: BridgeConfiguration.shape)

    @Test(
        "the page lists every key, the example shows every key of bridge.yaml",
        arguments: [("configuration.md", page), ("bridge.example.yaml", example)]
    )
    func pageIsCurrent(_ name: String, _ text: String) throws {
        let file = Self.docs.appending(path: name)
        if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
            try text.write(to: file, atomically: true, encoding: .utf8)
            Issue.record("recorded docs/\(name)")
        }
        #expect(try String(contentsOf: file, encoding: .utf8) == text, "record it with UPDATE_GOLDEN=1")
    }

    @Test("no description of a key cites a decision or note by its number")
    func noRegisterNumbers() {
        for shape in [BridgeConfiguration.shape, SitesFile.shape, CutoverFiles.shape, CutoverFiles.lockShape] {
            #expect(YAMLDocument.keys(of: shape).allSatisfy { $0.about.firstMatch(of: /\b[DN][0-9]+\b/) == nil })
        }
    }
}
