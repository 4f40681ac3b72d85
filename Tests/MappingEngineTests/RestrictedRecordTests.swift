import MappingEngine
import SMSPContract
import Testing

/// What a restricted record keeps: decision D28.
@Suite struct RestrictedRecordTests {
    /// A record with every location that PDS would have removed.
    static let members = #"""
        "name":[{"use":"usual","given":["Ottilie"],"family":"Quillfeather"}],"gender":"female","birthDate":"1982-04-17",
        "address":[{"use":"home","line":["1"],"postalCode":"LS1 6AE"},{"use":"temp","line":["2"]},{"use":"billing","line":["3"]}],
        "telecom":[{"system":"phone","use":"home","value":"1"}],
        "generalPractitioner":[{"identifier":{"system":"https://fhir.nhs.uk/Id/ods-organization-code","value":"Y99001","period":{"start":"2020-01-01"}}}]
        """#

    @Test("a record labelled U keeps every location")
    func unrestricted() throws {
        let mapped = try SyntheticRecord.mapped(Self.members)
        #expect(mapped.details?.addresses.count == 3)
        #expect(mapped.details?.telecoms.count == 1)
        #expect(mapped.details?.practice?.odsCode == "Y99001")
        #expect(mapped.diagnostics == [])
    }

    @Test("anything but U loses every location", arguments: ["R", "V", "REDACTED", "X", "u", "", nil] as [String?])
    func restricted(_ label: String?) throws {
        let details = try SyntheticRecord.details(Self.members, label: label)
        #expect(details.addresses == [])
        #expect(details.telecoms == [])
        #expect(details.practice == nil)
        #expect(details.name?.family == "Quillfeather")
        #expect(details.administrativeGender == .female)
        #expect(details.birthTime?.digits == "19820417")
    }

    @Test(
        "an unknown or missing label alarms, a known one does not",
        arguments: [("R", []), ("V", []), ("X", [.alarm]), ("", [.alarm]), (nil, [.alarm])]
            as [(String?, [MappingDiagnostic.Severity])]
    )
    func alarms(_ label: String?, _ expected: [MappingDiagnostic.Severity]) throws {
        let mapped = try SyntheticRecord.mapped(Self.members, label: label)
        #expect(mapped.diagnostics.map(\.severity) == expected)
        #expect(mapped.notes == expected.map { _ in "unknownSecurityLabel" })
    }
}
