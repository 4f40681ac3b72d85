import JSONTree

/// UK Core's ways of naming extensions and code systems.
enum UKCore {
    /// The canonical URL of a UK Core extension.
    static func extensionURL(_ name: String) -> String {
        "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-\(name)"
    }

    /// A coding of a UK Core code system.
    static func coding(_ system: String, version: String? = nil, code: String, display: String? = nil) -> JSONValue {
        .members([
            "system": .string("https://fhir.hl7.org.uk/CodeSystem/UKCore-\(system)"),
            "version": .text(version),
            "code": .string(code),
            "display": .text(display),
        ])
    }

    /// A concept of one coding.
    static func concept(_ system: String, version: String? = nil, code: String, display: String? = nil) -> JSONValue {
        .members(["coding": .array([coding(system, version: version, code: code, display: display)])])
    }
}
