import JSONTree

extension PatientResource {
    /// Every address, in PDS's order.
    var addresses: [JSONValue] {
        person.addresses.enumerated().map { address($1, position: $0) }
    }

    /// An Address: blank lines dropped, or null in their places with a parallel `_line`.
    ///
    /// INFER: the url of the extension in `_line`; NHS England's tests only ask that there is one.
    ///
    /// - SeeAlso: docs/contract/pds-fhir.md §3.3, §3.4.
    private func address(_ address: SyntheticAddress, position: Int) -> JSONValue {
        .members([
            "id": .string("A\(position + 1)"),
            "period": address.period.value,
            "use": .string(Self.addressUse(address.use)),
            "text": .text(address.text),
            "line": showsEmptyAddressLines
                ? .array(address.lines.map { $0.isEmpty ? .null : .string($0) })
                : .texts(address.lines.filter { !$0.isEmpty }),
            "_line": showsEmptyAddressLines ? Self.absentLines(address.lines) : nil,
            "postalCode": .text(address.postcode),
            "extension": .list(
                [address.paf.map { Self.key("PAF", $0) }, address.uprn.map { Self.key("UPRN", $0) }].compactMap(\.self)
            ),
        ])
    }

    private static func addressUse(_ use: SyntheticAddress.Use) -> String {
        switch use {
        case .home: "home"
        case .temporary: "temp"
        case .correspondence: "billing"
        case .work: "work"
        }
    }

    private static func absentLines(_ lines: [String]) -> JSONValue? {
        guard lines.contains("") else { return nil }
        let reason = JSONValue.members([
            "extension": .array([
                .members([
                    "url": .string("http://hl7.org/fhir/StructureDefinition/data-absent-reason"),
                    "valueCode": .string("unknown"),
                ])
            ])
        ])
        return .array(lines.map { $0.isEmpty ? reason : .null })
    }

    private static func key(_ type: String, _ value: String) -> JSONValue {
        .members([
            "url": .string(UKCore.extensionURL("AddressKey")),
            "extension": .array([
                .members(["url": .string("type"), "valueCoding": UKCore.coding("AddressKeyType", code: type)]),
                .members(["url": .string("value"), "valueString": .string(value)]),
            ]),
        ])
    }
}
