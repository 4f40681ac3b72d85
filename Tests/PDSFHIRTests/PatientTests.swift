import JSONTree
import PDSFHIR
import Testing

@Suite("Patient")
struct PatientTests {
    @Test(
        "another resource is no patient",
        arguments: [#"{"resourceType":"Person","id":"9990000018"}"#, "{}", "[]", "null"]
    )
    func notAPatient(_ text: String) throws {
        let json = try Records.json(text)
        #expect(throws: PatientProblem.notAPatient) { try Patient(json) }
    }

    @Test(
        "a record may say that it is of a dead person, not in use, or linked, in a way that no row reads (D67)",
        arguments: [
            (#""deceasedBoolean":true"#, true), (#""deceasedBoolean":false"#, false),
            (#""deceasedBoolean":null"#, false),
            (#""deceasedBoolean":"true""#, true), (#""deceasedDateTime":"2020-01-01""#, false),
            (#""deceasedDateTime":"2020-01-01","deceasedBoolean":true"#, true), (#""deceasedDateTime":true"#, true),
            (#""deceasedDateTime":["2020-01-01"]"#, true), (#""deceasedDateTime":null"#, false),
            (#""_deceasedDateTime":{"extension":[{"url":"x","valueCode":"unknown"}]}"#, true),
            (#""deceasedDateTime":"2020","_deceasedDateTime":{"id":"x"}"#, false), (#""_deceasedDateTime":{}"#, false),
            (#""active":false"#, true), (#""active":true"#, false), (#""active":"no""#, true),
            (#""active":null"#, false),
            (#""link":[{"type":"seealso"}]"#, true), (#""link":{"type":"seealso"}"#, true), (#""link":[]"#, false),
            (#""link":null"#, false), (#""gender":"female""#, false),
        ]
    )
    func unreadStatus(_ member: String, _ isUnread: Bool) throws {
        #expect(try Records.read(member).hasUnreadStatus == isUnread)
    }

    @Test("a record with nothing but its id can be read")
    func minimal() throws {
        let patient = try Patient(Records.json(#"{"resourceType":"Patient","id":"9990000018"}"#))
        #expect(patient.birthDate == nil)
        #expect(patient.gender == nil)
        #expect(patient.versionID == nil)
        #expect(patient.confidentiality == .missing)
        #expect(patient.usualName(on: .call) == nil)
    }

    @Test("the version and any other part can be read")
    func parts() throws {
        let patient = try Records.read(#""multipleBirthInteger":1"#)
        #expect(patient.versionID == "7")
        #expect(patient.json["multipleBirthInteger"] == .number("1"))
    }

    @Test(
        "only U is unrestricted (D28)",
        arguments: [
            (#"[{"code":"U"}]"#, Confidentiality.unrestricted),
            (#"[{"system":"https://www.hl7.org/fhir/valueset-security-labels.html","code":"U"}]"#, .unrestricted),
            (#"[{"code":"R"}]"#, .restricted), (#"[{"code":"V"}]"#, .veryRestricted),
            (#"[{"code":"REDACTED"}]"#, .redacted), (#"[{"code":"N"}]"#, .unknown("N")),
            (#"[{"code":"u"}]"#, .unknown("u")),
            (#"[{"display":"unrestricted"}]"#, .unknown("")), (#"[null]"#, .unknown("")), ("[]", .missing),
            ("null", .missing), (#""U""#, .missing),
        ]
    )
    func confidentiality(_ labels: String, _ expected: Confidentiality) throws {
        let json = try Records.json(#"{"resourceType":"Patient","id":"9990000018","meta":{"security":\#(labels)}}"#)
        #expect(try Patient(json).confidentiality == expected)
    }

    @Test(
        "of several labels the gravest counts, wherever it stands",
        arguments: [
            (["U", "R"], Confidentiality.restricted), (["R", "V"], .veryRestricted), (["V", "X"], .unknown("X")),
            (["X", "REDACTED"], .redacted), (["U", "U"], .unrestricted),
        ]
    )
    func severalLabels(_ codes: [String], _ expected: Confidentiality) throws {
        for codes in [codes, codes.reversed()] {
            let labels = codes.map { #"{"code":"\#($0)"}"# }.joined(separator: ",")
            #expect(Confidentiality(try Records.json(#"{"meta":{"security":[\#(labels)]}}"#)) == expected)
        }
    }

    @Test(
        "a label that is missing or that nobody knows is told from the known ones",
        arguments: [
            (Confidentiality.unrestricted, true), (.restricted, true), (.veryRestricted, true), (.redacted, true),
            (.unknown("N"), false), (.missing, false),
        ]
    )
    func isKnown(_ label: Confidentiality, _ expected: Bool) {
        #expect(label.isKnown == expected)
    }

    @Test(
        "the date of birth keeps its precision, and what is no date is told from none",
        arguments: [
            (#""1985-10-22""#, "19851022"), (#""1985-10""#, "198510"), (#""1985""#, "1985"), (#""1985-02-30""#, nil),
            (#""22/10/1985""#, nil), ("19851022", nil),
        ]
    )
    func birthDate(_ json: String, _ digits: String?) throws {
        let birthDate = try #require(try Records.read(#""birthDate":\#(json)"#).birthDate)
        #expect(birthDate.digits == digits)
        #expect((birthDate == .impossible) == (digits == nil))
    }

    @Test("a date of birth that is null is none")
    func nullBirthDate() throws {
        #expect(try Records.read(#""birthDate":null"#).birthDate == nil)
    }

    @Test(
        "gender is one that FHIR knows, or none",
        arguments: [
            (#""male""#, Patient.Gender.male), (#""female""#, .female), (#""other""#, .other),
            (#""unknown""#, .unknown),
            (#""Male""#, nil), (#""""#, nil), ("1", nil),
        ]
    )
    func gender(_ json: String, _ expected: Patient.Gender?) throws {
        #expect(try Records.read(#""gender":\#(json)"#).gender == expected)
    }

    @Test("the usual name is the first usual one that is current (D44, D46)")
    func usualName() throws {
        let patient = try Records.read(
            """
            "name":[\
            {"use":"nickname","family":"Nick"},\
            {"use":"usual","period":{"start":"2010-01-01","end":"2019-12-31"},"family":"Former"},\
            {"use":"usual","period":{"start":"2030-01-01"},"family":"Future"},\
            {"use":"usual","period":{"start":"2020-01-01"},"family":"Current","given":["Ada May","Grace"]},\
            {"use":"usual","family":"Second"}]
            """
        )
        let name = try #require(patient.usualName(on: .call))
        #expect(name.family == "Current")
        #expect(name.given == ["Ada May", "Grace"])
    }

    @Test(
        "without a current usual name there is none",
        arguments: [
            #""name":[]"#, #""name":[{"use":"old","family":"A"}]"#, #""name":{"use":"usual","family":"A"}"#,
            #""name":[{"use":"usual","period":{"end":"2019-12-31"},"family":"A"}]"#,
            #""name":[{"use":"usual","period":{"start":"soon"},"family":"A"}]"#,
        ]
    )
    func noUsualName(_ member: String) throws {
        #expect(try Records.read(member).usualName(on: .call) == nil)
    }

    @Test("a given name that is no text keeps the others in their places")
    func givenNames() throws {
        let name = HumanName(try Records.json(#"{"given":[null,"Grace"]}"#))
        #expect(name.family == nil)
        #expect(name.given == ["", "Grace"])
    }
}

extension CalendarDate {
    /// A day on which the calls of these tests are made.
    static var call: CalendarDate {
        guard let date = CalendarDate(year: 2026, month: 11, day: 23) else { preconditionFailure("no such day") }
        return date
    }
}
