import JSONTree

extension PatientResource {
    /// Every telecom, in PDS's order.
    var telecoms: [JSONValue] {
        person.telecoms.enumerated().map { telecom($1, position: $0) }
    }

    /// Every emergency contact, in PDS's order.
    var contacts: [JSONValue] {
        person.emergencyContacts.enumerated().map { contact($1, position: $0) }
    }

    /// A ContactPoint; a textphone is of system `other` with an extension that names it.
    private func telecom(_ telecom: SyntheticTelecom, position: Int) -> JSONValue {
        .members([
            "id": .string("T\(position + 1)"),
            "period": telecom.period.value,
            "system": .string(Self.system(telecom.kind)),
            "value": .text(telecom.value),
            "use": .text(telecom.use.map(Self.telecomUse)),
            "extension": telecom.kind == .textphone ? .array([Self.textphone]) : nil,
        ])
    }

    /// A contact: the person to call in an emergency, of whom PDS FHIR shows how to reach them and nothing else.
    private func contact(_ telecom: SyntheticTelecom, position: Int) -> JSONValue {
        .members([
            "id": .string("C\(position + 1)"),
            "period": telecom.period.value,
            "relationship": .array([
                .members([
                    "coding": .array([
                        .members([
                            "system": .string("http://terminology.hl7.org/CodeSystem/v2-0131"),
                            "code": .string("C"),
                            "display": .string("Emergency Contact"),
                        ])
                    ])
                ])
            ]),
            "telecom": .array([
                .members(["system": .string(Self.system(telecom.kind)), "value": .text(telecom.value)])
            ]),
        ])
    }

    private static let textphone = JSONValue.members([
        "url": .string(UKCore.extensionURL("OtherContactSystem")),
        "valueCoding": UKCore.coding("OtherContactSystem", code: "textphone", display: "Minicom (Textphone)"),
    ])

    private static func system(_ kind: SyntheticTelecom.Kind) -> String {
        switch kind {
        case .phone: "phone"
        case .email: "email"
        case .fax: "fax"
        case .textphone, .other: "other"
        }
    }

    private static func telecomUse(_ use: SyntheticTelecom.Use) -> String {
        switch use {
        case .home: "home"
        case .work: "work"
        case .temporary: "temp"
        case .mobile: "mobile"
        }
    }
}
