import JSONTree
import NHSIdentifiers
import Testing

@testable import Simulators

@Suite("PDS simulator: the Patient resource")
struct PatientResourceTests {
    private func resource(_ number: String, showsEmptyAddressLines: Bool = false) throws -> JSONValue {
        let number = try #require(NHSNumber(number))
        let person = try #require(try PDSTesting.people.get()[number])
        return PatientResource(person: person, showsEmptyAddressLines: showsEmptyAddressLines).value
    }

    private func text(_ value: JSONValue?) -> String? {
        value.map { String(decoding: $0.serialized(), as: UTF8.self) }
    }

    @Test("an ordinary record, whole")
    func ordinary() throws {
        let expected = """
            {"resourceType":"Patient","id":"9990000018","identifier":[\
            {"system":"https://fhir.nhs.uk/Id/nhs-number","value":"9990000018","extension":[\
            {"url":"https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-NHSNumberVerificationStatus",\
            "valueCodeableConcept":{"coding":[\
            {"system":"https://fhir.hl7.org.uk/CodeSystem/UKCore-NHSNumberVerificationStatus","version":"1.0.0",\
            "code":"01","display":"Number present and verified"}]}}]}],\
            "meta":{"versionId":"4","security":[\
            {"system":"http://terminology.hl7.org/CodeSystem/v3-Confidentiality","code":"U",\
            "display":"unrestricted"}]},\
            "name":[{"id":"N1","use":"usual","period":{"start":"1986-09-13"},"given":["Odalys","Marigold"],\
            "family":"Quillfeather","prefix":["Mrs"]}],"gender":"female","birthDate":"1961-04-09",\
            "generalPractitioner":[{"id":"G1","type":"Organization","identifier":\
            {"system":"https://fhir.nhs.uk/Id/ods-organization-code","value":"Y99001",\
            "period":{"start":"2011-06-15"}}}],\
            "telecom":[{"id":"T1","period":{"start":"2011-06-01"},"system":"phone","value":"01632 960101",\
            "use":"home"},{"id":"T2","period":{"start":"2015-02-20"},"system":"phone","value":"07700 900101",\
            "use":"mobile"},{"id":"T3","period":{"start":"2015-02-20"},"system":"email",\
            "value":"odalys.quillfeather@example.com","use":"home"}],\
            "address":[{"id":"A1","period":{"start":"2011-06-01"},"use":"home","line":["Lantern Cottage",\
            "14 Thimble Row","Nether Quay","MIRKHOLT","NORTH SALTSHIRE"],"postalCode":"LX1 4QD"}]}
            """
        #expect(text(try resource("9990000018")) == expected)
    }

    @Test("the minimal record has its number and label only")
    func minimal() throws {
        #expect(
            try resource("9990000042").members.map(\.key) == ["resourceType", "id", "identifier", "meta"]
        )
    }

    @Test("a restricted record keeps only what says nothing of where the person is")
    func restricted() throws {
        let record = try resource("9990000182")
        #expect(
            record.members.map(\.key) == [
                "resourceType", "id", "identifier", "meta", "name", "gender", "birthDate", "multipleBirthInteger",
            ]
        )
        #expect(record["meta"]?["security"]?[0]?["code"] == .string("R"))
        #expect(record["meta"]?["versionId"] == .string("12"))
    }

    @Test("a restricted record keeps the date of death and its notification")
    func restrictedDeceased() throws {
        let record = try resource("9990000247")
        #expect(record["deceasedDateTime"] == .string("2021-05-17"))
        #expect(record["extension"]?.elements.count == 1)
        #expect(record["address"] == nil)
    }

    @Test(
        "a record labelled V, otherwise or not at all is whole",
        arguments: ["9990000190", "9990000204", "9990000212"]
    )
    func otherLabels(_ number: String) throws {
        #expect(try resource(number)["address"]?.elements.count == 1)
    }

    @Test("no label at all leaves meta.security out")
    func missingLabel() throws {
        #expect(text(try resource("9990000212")["meta"]) == #"{"versionId":"1"}"#)
    }

    @Test("blank address lines are dropped by default")
    func blankLinesDropped() throws {
        #expect(text(try resource("9990000778")["address"]?[0]?["line"]) == #"["40 Gap Street","OSTERBY"]"#)
        #expect(try resource("9990000778")["address"]?[0]?["_line"] == nil)
    }

    @Test("blank address lines are nulls in their places for an app that asked for them")
    func blankLinesShown() throws {
        let address = try resource("9990000778", showsEmptyAddressLines: true)["address"]?[0]
        let reason = """
            {"extension":[{"url":"http://hl7.org/fhir/StructureDefinition/data-absent-reason","valueCode":"unknown"}]}
            """
        #expect(text(address?["line"]) == #"[null,"40 Gap Street",null,"OSTERBY",null]"#)
        #expect(text(address?["_line"]) == "[\(reason),null,\(reason),null,\(reason)]")
    }

    @Test("a line of white space is not blank")
    func whiteSpaceLine() throws {
        #expect(
            text(try resource("9990000786")["address"]?[0]?["line"])
                == #"["1 Trailing View ","   ","Blank Green","OSTERBY"]"#
        )
    }

    @Test("an address of blank lines has no line")
    func postcodeOnly() throws {
        #expect(
            text(try resource("9990000808")["address"]?[0]) == """
                {"id":"A1","period":{"start":"2000-01-01"},"use":"home","postalCode":"YX1 1PO"}
                """
        )
    }

    @Test("uses of addresses and the two address keys", arguments: [("home", 2), ("temp", 0), ("billing", 0)])
    func addressUses(_ use: String, _ keys: Int) throws {
        let address = try resource("9990000727")["address"]?.elements.first { $0["use"]?.string == use }
        #expect(address?["extension"]?.elements.count ?? 0 == keys)
    }

    @Test("other given names are split at spaces, the first name is not")
    func compoundGiven() throws {
        #expect(text(try resource("9990000530")["name"]?[0]?["given"]) == #"["Mary Jane Rue","Tess","Adele"]"#)
    }

    @Test("types of name in FHIR's words")
    func nameUses() throws {
        #expect(
            try resource("9990000409")["name"]?.elements.map { $0["use"]?.string } == [
                "maiden", "old", "temp", "nickname", "usual",
            ]
        )
    }

    @Test("kinds and uses of telecom in FHIR's words, a textphone by its extension")
    func telecoms() throws {
        let telecoms = try resource("9990000832")["telecom"]?.elements ?? []
        let seen = telecoms.map { "\($0["system"]?.string ?? "")/\($0["use"]?.string ?? "-")" }
        #expect(
            seen == [
                "phone/home", "phone/work", "phone/temp", "phone/mobile", "phone/-", "email/home", "email/work",
                "email/temp", "email/mobile", "email/-", "fax/home", "fax/work", "other/home", "other/home",
            ]
        )
        #expect(telecoms.map { $0["extension"] != nil }.filter(\.self).count == 1)
        #expect(telecoms[12]["extension"]?[0]?["valueCoding"]?["code"] == .string("textphone"))
    }

    @Test("every extension, in the published order")
    func extensions() throws {
        let urls = try resource("9990000964")["extension"]?.elements.map {
            $0["url"]?.string?.split(separator: "-").last
        }
        #expect(
            urls == [
                "NominatedPharmacy", "PreferredDispenserOrganization", "MedicalApplianceSupplier", "NHSCommunication",
                "ContactPreference", "birthPlace",
            ]
        )
        let removed = try resource("9990000972")
        #expect(
            text(removed["extension"]?[0]) == """
                {"url":"https://fhir.nhs.uk/StructureDefinition/Extension-PDS-RemovalFromRegistration","extension":[\
                {"url":"removalFromRegistrationCode","valueCodeableConcept":{"coding":[\
                {"system":"https://fhir.nhs.uk/CodeSystem/PDS-RemovalReasonExitCode","code":"SCT",\
                "display":"Transferred to Scotland"}]}},\
                {"url":"effectiveTime","valuePeriod":{"start":"2017-03-01T00:00:00+00:00"}}]}
                """
        )
        #expect(removed["managingOrganization"]?["identifier"]?["value"] == .string("Y99098"))
    }

    @Test("an emergency contact is shown by how to reach it")
    func emergencyContact() throws {
        #expect(
            text(try resource("9990000964")["contact"]?[0]?["telecom"])
                == #"[{"system":"phone","value":"01632 960297"}]"#
        )
    }

    @Test("every record is JSON that the strict reader takes back unchanged")
    func wellFormed() throws {
        for person in try PDSTesting.people.get().all {
            let value = PatientResource(person: person, showsEmptyAddressLines: true).value
            #expect(try JSONValue.parse(value.serialized()) == value, "\(person.nhsNumber.digits)")
        }
    }
}
