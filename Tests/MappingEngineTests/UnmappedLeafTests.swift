import MappingEngine
import SMSPContract
import Testing

/// A leaf that no table knows raises an alarm, once, without refusing the record and without telling a value.
@Suite struct UnmappedLeafTests {
    static func unmapped(_ members: String) throws -> [String] {
        try SyntheticRecord.mapped(members).diagnostics.compactMap { diagnostic in
            if case .unmappedLeaf(let path) = diagnostic.kind { path } else { nil }
        }
    }

    @Test("an unknown leaf alarms and the record is answered")
    func answered() throws {
        let mapped = try SyntheticRecord.mapped(#""maritalStatus":{"text":"married"},"gender":"female""#)
        #expect(mapped.diagnostics == [MappingDiagnostic(.unmappedLeaf("maritalStatus.text"))])
        #expect(mapped.diagnostics.first?.severity == .alarm)
        #expect(mapped.diagnostics.first?.place == "maritalStatus.text")
        #expect(mapped.details?.administrativeGender == .female)
    }

    @Test(
        "unknown leaves are named by paths without values",
        arguments: [
            (#""a":1,"b":[{"c":true},{"c":false}]"#, ["a", "b[*].c"]),
            (#""name":[{"use":"old","text":"X"}]"#, ["name[*].text"]),
            (#""gender":{"code":"male"}"#, ["gender.code"]),
            (#""birthDate":["2010-10-22"]"#, ["birthDate[*]"]),
            (#""address":"1 High Street""#, ["address"]),
            (#""empty":{},"none":[],"nothing":null"#, ["empty", "none", "nothing"]),
            (#""meta":{"security":[{"code":"U"}],"profile":["x"]}"#, ["meta.profile[*]"]),
            (#""a":{"b":{"c":"d"}}"#, ["a.b.c"]),
        ]
    )
    func paths(_ members: String, _ expected: [String]) throws {
        let label: String? = members.contains("meta") ? nil : "U"
        let found = try SyntheticRecord.mapped(members, label: label).diagnostics.compactMap { diagnostic in
            if case .unmappedLeaf(let path) = diagnostic.kind { path } else { nil }
        }
        #expect(found == expected)
    }

    @Test(
        "an unknown extension is named by its url, a known one passes",
        arguments: [
            (
                #"{"url":"https://example.nhs.uk/StructureDefinition/Extension-New","valueString":"x"}"#,
                ["extension[url=https://example.nhs.uk/StructureDefinition/Extension-New].valueString"]
            ),
            (
                #"{"url":"https://example.nhs.uk/X","extension":[{"url":"part","valueCode":"x"}]}"#,
                ["extension[url=https://example.nhs.uk/X].extension[url=part].valueCode"]
            ),
            (#"{"url":"https://example.nhs.uk/X"}"#, ["extension[url=https://example.nhs.uk/X]"]),
            (#"{"url":"https://example.nhs.uk/X?nhs=9991007016","valueString":"x"}"#, ["extension[url=?].valueString"]),
            (
                #"{"url":"https://example.nhs.uk/Patient/9991007016","valueString":"x"}"#,
                ["extension[url=?].valueString"]
            ),
            (#"{"valueString":"x"}"#, ["extension[url=?].valueString"]),
            (
                #"{"url":"http://hl7.org/fhir/StructureDefinition/patient-birthPlace","valueAddress":{"city":"Leeds"}}"#,
                []
            ),
            (
                #"{"url":"http://hl7.org/fhir/StructureDefinition/patient-birthPlace","valueAddress":{"line":["1"]}}"#,
                ["extension[url=http://hl7.org/fhir/StructureDefinition/patient-birthPlace].valueAddress.line[*]"]
            ),
        ]
    )
    func extensions(_ entry: String, _ expected: [String]) throws {
        #expect(try Self.unmapped(#""extension":[\#(entry)]"#) == expected)
    }

    @Test(
        "a key that cannot be the name of an element is not told",
        arguments: [
            "9991007016", "Quill feather", "a.b", "", "tel:01632", "naïve", "x19820417",
            String(repeating: "a", count: 41),
        ]
    )
    func unsafeKeys(_ key: String) throws {
        #expect(try Self.unmapped(#""\#(key)":"x""#) == ["?"])
    }

    @Test("the same leaf alarms once, and a record of rubbish does not flood")
    func bounded() throws {
        let twice = Array(repeating: #"{"use":"old","text":"X"}"#, count: 50).joined(separator: ",")
        #expect(try Self.unmapped(#""name":[\#(twice)]"#) == ["name[*].text"])
        let many = (0..<100).map { #""k\#($0)":1"# }.joined(separator: ",")
        #expect(try Self.unmapped(many).count == 32)
    }

    @Test("what is listed and empty alarms nobody")
    func emptyIsKnown() throws {
        #expect(
            try Self.unmapped(#""address":[{"use":"home","extension":[],"period":null}],"name":[],"extension":[]"#)
                == []
        )
    }
}
