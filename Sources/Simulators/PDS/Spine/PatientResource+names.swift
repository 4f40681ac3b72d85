import JSONTree

extension PatientResource {
    /// Every name, in PDS's order.
    var names: [JSONValue] {
        person.names.enumerated().map { name($1, position: $0) }
    }

    /// A HumanName.
    ///
    /// Of PDS's two given values the first stays one entry, the other is split at its spaces.
    ///
    /// - SeeAlso: docs/contract/pds-fhir.md §3.2.
    private func name(_ name: SyntheticName, position: Int) -> JSONValue {
        .members([
            "id": .string("N\(position + 1)"),
            "use": .string(Self.nameUse(name.use)),
            "period": name.period.value,
            "given": .texts(Self.givenNames(name.given)),
            "family": .text(name.family),
            "prefix": .texts(name.prefixes),
            "suffix": .texts(name.suffixes),
        ])
    }

    private static func nameUse(_ use: SyntheticName.Use) -> String {
        switch use {
        case .usual: "usual"
        case .alias: "temp"
        case .preferred: "nickname"
        case .previous: "old"
        case .maiden: "maiden"
        }
    }

    /// The given names as FHIR has them: a value that is nothing but spaces cannot be split, and is sent as it is.
    static func givenNames(_ given: [String]) -> [String] {
        given.prefix(1)
            + given.dropFirst().flatMap { others in
                let names = others.split(separator: " ").map(String.init)
                return names.isEmpty ? [others] : names
            }
    }
}
