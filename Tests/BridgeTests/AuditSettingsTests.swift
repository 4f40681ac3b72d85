import Bridge
import StrictYAML
import Testing

/// `audit` of bridge.yaml.
@Suite struct AuditSettingsTests {
    private static func settings(_ yaml: String) throws -> AuditSettings {
        AuditSettings(try YAMLDocument.load(yaml, file: "conf/bridge.yaml", shape: AuditSettings.shape))
    }

    @Test("with the key alone, calls to FHIR are refused and those to legacy continue while nothing can be written")
    func defaults() throws {
        let settings = try Self.settings("keyFile: key")
        #expect(settings.journal == "conf/audit.sqlite")
        #expect(settings.key.filePath == "conf/key")
        #expect(settings.whenUnavailable == AuditSettings.WhenUnavailable(fhir: .refuse, legacy: .continue))
        #expect(settings.headFile.hasSuffix("conf/audit.head"))
        #expect(settings.retention == nil)
    }

    @Test("what is given is taken")
    func given() throws {
        let settings = try Self.settings(
            "{ journal: /a/j.sqlite, headFile: h, keyFile: key, whenUnavailable: { fhir: continue, legacy: refuse }, retention: 30y }"
        )
        #expect(settings.journal == "/a/j.sqlite")
        #expect(settings.whenUnavailable == AuditSettings.WhenUnavailable(fhir: .continue, legacy: .refuse))
        #expect(settings.headFile == "conf/h")
        #expect(settings.retention == "30y")
    }

    @Test(
        "a missing key and an unknown policy are refused",
        arguments: ["{}", "{ keyFile: k, whenUnavailable: { fhir: no } }"]
    )
    func refused(_ yaml: String) {
        #expect(throws: YAMLProblems.self) { try Self.settings(yaml) }
    }
}
