import SchemaValidation
import SeededRandom
import Testing
import XMLTree

@testable import SMSPContract

/// The check of answers, held against the published schemas over mutations of full answers.
@Suite struct AnswerSchemaTests {
    private static let number = """
        <id root="2.16.840.1.113883.2.1.4.1" extension="9991001063"/>
        """
    private static let address = """
        <postalCode>LX1 4QD</postalCode><streetAddressLine>Lantern Cottage</streetAddressLine>\
        <streetAddressLine>14 Thimble Row</streetAddressLine><streetAddressLine/><streetAddressLine>MIRKHOLT\
        </streetAddressLine><streetAddressLine/>
        """
    private static let subjects = [
        "verifyNHSNumberResponse-v1-0": """
        <component typeCode="COMP"><validIdentifier moodCode="EVN" classCode="OBS">\
        <code codeSystem="2.16.840.1.113883.2.1.3.2.4.17.287" code="VI"/><value value="true"/>\
        <subject typeCode="SBJ"><patient classCode="PAT">\(number)</patient></subject></validIdentifier></component>
        """,
        "getNHSNumberResponse-v1-0": """
        <subject typeCode="SBJ"><patient classCode="PAT">\(number)\
        <id root="2.16.840.1.113883.2.1.3.2.4.18.24" extension="RXX:1"/></patient></subject>
        """,
        "getPatientDetailsResponse-v1-0": """
        <subject typeCode="SBJ"><patient classCode="PAT">\(number)<name><prefix>Ms</prefix><given>Ottilie</given>\
        <given>May</given><family>Quillfeather</family></name><addr use="TMP">\(address)</addr>\
        <addr use="H">\(address)</addr><telecom use="HP" value="tel:01632 960101"><useablePeriod>\
        <low value="20110601"/><high value="20980101"/></useablePeriod></telecom>\
        <telecom use="HP" value="mailto:ottilie@example.com"/>\
        <patientPerson determinerCode="INSTANCE" classCode="PSN"><administrativeGenderCode code="2" \
        codeSystem="2.16.840.1.113883.2.1.3.2.4.16.25"/><birthTime value="19610409"/><deceasedTime value="2010"/>\
        <gPPractice classCode="SDLOC"><addr>\(address)</addr><telecom use="WP" value="tel:01632960199"/>\
        <locationOrganization determinerCode="INSTANCE" classCode="ORG">\
        <id root="2.16.840.1.113883.2.1.3.2.4.19.2" extension="Y99001"/><name>THE SURGERY</name>\
        </locationOrganization></gPPractice></patientPerson></patient></subject>
        """,
    ]

    private static func answer(_ root: String) throws -> XMLElement {
        let text = """
            <\(root) xmlns="urn:hl7-org:v3" moodCode="EVN" classCode="OBS">\
            <id root="C0A8011E-7B1D-4E0B-9A55-2D6B1F3C4E5A"/>\
            <code codeSystem="2.16.840.1.113883.2.1.3.2.4.17.284" code="\(root)"/>\
            <value codeSystem="2.16.840.1.113883.2.1.3.2.4.17.285" code="SMSP-0000"/>\(subjects[root] ?? "")</\(root)>
            """
        return try XMLDocument.parse(Array(text.utf8))
    }

    @Test(
        "2,000 seeded mutations of each answer are judged as the published schema does",
        .enabled(if: PublishedSchema.isAvailable, "\(PublishedSchema.absence)"),
        arguments: [
            ("verifyNHSNumberResponse-v1-0", "COMT_MT000013GB01.xsd"),
            ("getNHSNumberResponse-v1-0", "COMT_MT000014GB01.xsd"),
            ("getPatientDetailsResponse-v1-0", "COMT_MT000016GB01.xsd"),
        ]
    )
    func agreesWithPublishedSchema(_ root: String, _ file: String) throws {
        let schema = try #require(PublishedSchema(file))
        var generator = SplitMix64(seed: root.utf8.reduce(11) { $0 &* 31 &+ UInt64($1) })
        let original = try Self.answer(root)
        #expect(AnswerSchema.offence(in: original) == nil)
        #expect(schema.accepts(XMLWriter.serialize(original)))
        var verdicts = [true: 0, false: 0]
        for _ in 0..<2000 {
            var payload = original
            for _ in 0...Int.random(in: 0...1, using: &generator) {
                payload.mutate(from: .answers, using: &generator)
            }
            let bytes = XMLWriter.serialize(payload)
            let mine = try AnswerSchema.offence(in: XMLDocument.parse(bytes)) == nil
            verdicts[mine, default: 0] += 1
            #expect(mine == schema.accepts(bytes), "\(String(decoding: bytes, as: UTF8.self))")
        }
        // Both verdicts have to occur, or the agreement says nothing.
        #expect(verdicts.values.allSatisfy { $0 > 100 })
    }

    @Test("a departure is placed at the innermost element that makes the answer invalid")
    func placesDepartures() throws {
        var answer = try Self.answer("getPatientDetailsResponse-v1-0")
        answer.change(["subject", "patient", "addr"]) { $0.children.removeLast() }
        #expect(AnswerSchema.offence(in: answer) == "subject/patient/addr[1]")
    }

    @Test("elements out of order are placed at the element that holds them")
    func placesDisorder() throws {
        var answer = try Self.answer("getNHSNumberResponse-v1-0")
        answer.children.reverse()
        #expect(AnswerSchema.offence(in: answer) == ".")
    }
}

extension XMLElement {
    /// Changes the first element at a path of names below this one.
    fileprivate mutating func change(_ path: [String], _ change: (inout XMLElement) -> Void) {
        guard let local = path.first else { return change(&self) }
        for index in children.indices {
            guard case .element(var child) = children[index], child.name.local == local else { continue }
            child.change(Array(path.dropFirst()), change)
            children[index] = .element(child)
            return
        }
    }
}

extension MutationVocabulary {
    /// What answers hold, and what they must not.
    fileprivate static let answers = MutationVocabulary(
        values: [
            "", " ", "x", "1", "9", "X", "19820417", "1982041", "198204171200+0100", "EVN", " OBS ", "true", "TRUE",
            "UNK", "L", "H", "TMP", "H PST", "HP MC", "tel:1", "TEL:1", "01632 960101", "a b", "0.5", "I",
            "2.16.840.1.113883.2.1.4.1", "C0A8011E-7B1D-4E0B-9A55-2D6B1F3C4E5A",
            "c0a8011e-7b1d-4e0b-9a55-2d6b1f3c4e5a", "PFX",
        ],
        attributes: [
            "root", "extension", "value", "code", "codeSystem", "nullFlavor", "updateMode", "use", "partType",
            "language", "classCode", "moodCode", "typeCode", "determinerCode", "displayName", "inclusive", "operator",
            "qualifier", "assigningAuthorityName", "displayable", "bogus",
        ],
        elements: [
            "value", "given", "family", "prefix", "id", "code", "realmCode", "typeId", "templateId", "postalCode",
            "streetAddressLine", "addr", "telecom", "useablePeriod", "low", "high", "width", "center",
            "patientPerson", "subject", "component", "deceasedTime", "bogus",
        ]
    )
}
