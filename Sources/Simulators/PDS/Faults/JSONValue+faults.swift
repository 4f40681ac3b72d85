import JSONTree

extension JSONValue {
    /// The Patient changed by a fault of its content; nil if the fault needs another number and there is none.
    func changed(by fault: Fault, otherNumber: String?) -> JSONValue? {
        switch fault {
        case .otherIdentifier:
            return otherNumber.map { number in
                replacing("identifier") { identifiers in
                    .array(identifiers.elements.map { $0.replacing("value") { _ in .string(number) } })
                }
            }
        case .duplicateKey:
            return otherNumber.map { .object(members + [JSONMember(key: "id", value: .string($0))]) }
        case .wrongResourceType:
            return replacing("resourceType") { _ in .string("Practitioner") }
        case .unknownExtension:
            let unknown = JSONValue.members([
                "url": .string("https://fhir.nhs.uk/StructureDefinition/Extension-PDS-NotYetPublished"),
                "valueString": .string("unpublished"),
            ])
            let others = members.filter { $0.key != "extension" }
            let extensions = (self["extension"]?.elements ?? []) + [unknown]
            return .object(others + [JSONMember(key: "extension", value: .array(extensions))])
        default:
            return self
        }
    }

    /// The object with the member `key`, where it has one, changed.
    private func replacing(_ key: String, with change: (JSONValue) -> JSONValue) -> JSONValue {
        .object(members.map { $0.key == key ? JSONMember(key: key, value: change($0.value)) : $0 })
    }
}
