import MappingEngine
import NHSIdentifiers
import SMSPContract
import Testing

/// Number, local identifier, gender and dates of an answer: decisions D11, D18, D37 and D44.
@Suite struct PersonDecisionTests {
    @Test(
        "a gender is its code of the vocabulary Sex",
        arguments: [
            ("male", AdministrativeGender.male), ("female", .female), ("other", .notSpecified), ("unknown", .notKnown),
        ]
    )
    func genders(_ gender: String, _ expected: AdministrativeGender) throws {
        #expect(try SyntheticRecord.details(#""gender":"\#(gender)""#).administrativeGender == expected)
    }

    @Test("an unknown gender is left out with an alarm (D11, D67)", arguments: ["Male", "m", " "])
    func unknownGender(_ gender: String) throws {
        let mapped = try SyntheticRecord.mapped(#""gender":"\#(gender)""#)
        #expect(mapped.details?.administrativeGender == nil)
        #expect(mapped.diagnostics == [MappingDiagnostic(.unlistedValue("gender"))])
    }

    @Test(
        "dates of birth and death are their date parts as PDS sends them (D18, D44)",
        arguments: [
            ("2010-10-22", "20101022"), ("1931-05", "193105"), ("1931", "1931"),
            ("2026-07-01T23:30:00+00:00", "20260701"),
            ("2010-10-22T00:00:00", "20101022"),
        ]
    )
    func dates(_ date: String, _ digits: String) throws {
        let details = try SyntheticRecord.details(#""birthDate":"\#(date)","deceasedDateTime":"\#(date)""#)
        #expect(details.birthTime?.digits == digits)
        #expect(details.deceasedTime?.digits == digits)
    }

    @Test("an impossible date is left out with a warning, and the rest is given (D11)")
    func impossibleDates() throws {
        let mapped = try SyntheticRecord.mapped(
            #""birthDate":"2010-02-30","deceasedDateTime":"2010-13-01T00:00:00+00:00","gender":"male""#
        )
        #expect(mapped.details?.birthTime == nil)
        #expect(mapped.details?.deceasedTime == nil)
        #expect(mapped.details?.administrativeGender == .male)
        #expect(mapped.diagnostics.map(\.leaf) == [.birthTime, .deceasedTime])
        #expect(mapped.notes == ["impossibleDate", "impossibleDate"])
    }

    @Test("a person who died without a time of death on record is not shown as dead")
    func noDateOfDeath() throws {
        let status = #"{"url":"deathNotificationStatus","valueCodeableConcept":{"coding":[{"code":"U"}]}}"#
        let url = "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-DeathNotificationStatus"
        let mapped = try SyntheticRecord.mapped(#""extension":[{"url":"\#(url)","extension":[\#(status)]}]"#)
        #expect(mapped.details?.deceasedTime == nil)
        #expect(mapped.notes == [])
    }

    @Test("the local identifier is echoed, root and extension verbatim (D37)")
    func localIdentifier() throws {
        let identifier = InstanceIdentifier(root: "1.3.5.7.9.24.68.1", extension: " RXX:0001 ")
        #expect(try SyntheticRecord.mapped(localIdentifier: identifier).details?.localIdentifier == identifier)
        #expect(try SyntheticRecord.mapped().details?.localIdentifier == nil)
    }

    @Test("a record of nothing but a number is an answer of nothing but the number")
    func minimalRecord() throws {
        let number = try #require(NHSNumber(SyntheticRecord.nhsNumber))
        let mapped = try SyntheticRecord.mapped()
        #expect(mapped.details == PatientDetails(nhsNumber: number))
        #expect(mapped.diagnostics == [])
    }

    @Test("characters that XML cannot carry are removed from every text, each with a warning (D11)")
    func forbiddenCharacters() throws {
        let mapped = try SyntheticRecord.mapped(
            #""name":[{"use":"usual","given":["A\u0000nn"],"family":"O\u001FN"}],"address":[{"use":"home","line":["1\u0008 High"]}]"#
        )
        #expect(mapped.details?.name?.given == "Ann")
        #expect(mapped.details?.name?.family == "ON")
        #expect(mapped.details?.addresses.first?.lines[0] == "1 High")
        #expect(mapped.notes == ["forbiddenCharacters", "forbiddenCharacters", "forbiddenCharacters"])
    }

    @Test("a value of another type than the path's is left out with a warning")
    func wrongTypes() throws {
        let mapped = try SyntheticRecord.mapped(
            #""birthDate":20101022,"gender":null,"address":[{"use":"home","line":[true,"Leeds"]}]"#
        )
        #expect(mapped.details?.birthTime == nil)
        #expect(mapped.details?.addresses.first?.lines.prefix(2) == ["", "Leeds"])
        #expect(mapped.notes == ["wrongType", "wrongType"])
    }
}
