import Foundation
import SchemaValidation
import SeededRandom
import Testing
import XMLTree

@testable import SMSPContract

/// The project's own schema check, held against the published schemas over mutations of valid requests.
@Suite(.enabled(if: PublishedSchema.isAvailable, "\(PublishedSchema.absence)"))
struct PayloadSchemaTests {
    private static let schemas: [SMSPOperation: String] = [
        .verifyNHSNumber: "QUPA_MT000001GB01.xsd", .getNHSNumber: "QUPA_MT000002GB01.xsd",
        .getPatientDetailsByNHSNumber: "QUPA_MT000003GB01.xsd", .getPatientDetailsBySearch: "QUPA_MT000004GB01.xsd",
        .getPatientDetails: "QUPA_MT000005GB01.xsd",
    ]

    @Test(
        "4,000 seeded mutations of each operation's request are judged as the published schema does",
        arguments: SMSPOperation.allCases
    )
    func agreesWithPublishedSchema(_ operation: SMSPOperation) throws {
        let name = try #require(Self.schemas[operation])
        let schema = try #require(PublishedSchema(name))
        var generator = SplitMix64(seed: operation.rawValue.utf8.reduce(7) { $0 &* 31 &+ UInt64($1) })
        let original = try SampleRequest(operation: operation).payloadElement()
        #expect(operation.accepts(original))
        var verdicts = [true: 0, false: 0]
        for _ in 0..<4000 {
            var payload = original
            for _ in 0...Int.random(in: 0...1, using: &generator) { payload.mutate(from: .requests, using: &generator) }
            let bytes = XMLWriter.serialize(payload)
            let mine = try operation.accepts(XMLDocument.parse(bytes))
            verdicts[mine, default: 0] += 1
            #expect(mine == schema.accepts(bytes), "\(String(decoding: bytes, as: UTF8.self))")
        }
        // Both verdicts have to occur, or the agreement says nothing.
        #expect(verdicts.values.allSatisfy { $0 > 100 })
    }
}

extension MutationVocabulary {
    /// What requests hold, and what they must not.
    fileprivate static let requests = MutationVocabulary(
        values: [
            "", " ", "x", "1", "9", "19820417", "1982041", "198204171200+0100", "EVN", " CACT ", "true", "UNK", "MSK",
            "L",
            "L A", "2.16.840.1.113883.2.1.4.1", "C0A8011E-7B1D-4E0B-9A55-2D6B1F3C4E5A",
            "c0a8011e-7b1d-4e0b-9a55-2d6b1f3c4e5a",
            "9991001063", "Person.Name", "GIV", "B64", "a b",
        ],
        attributes: [
            "root", "extension", "value", "code", "codeSystem", "nullFlavor", "updateMode", "use", "partType",
            "language",
            "classCode", "moodCode", "displayName", "bogus",
        ],
        elements: [
            "value", "semanticsText", "given", "family", "id", "code", "realmCode", "typeId", "templateId",
            "postalCode",
            "Person.Name", "Person.NHSNumber", "Person.DateOfBirth", "Person.LocalIdentifier", "bogus",
        ],
        types: [
            "ST", "SC", "ADXP", "ADXP.NPfIT.NotAny", "ADXP.NPfIT.Coded", "ENXP", "en.given", "en.family", "en.prefix",
            "en.suffix", "en.delimiter", "ED", "BIN", "TS", "TS.NHS.TimestampType1", "TS.NHS.TimestampType4", "II",
            "II.NPfIT.oid.required", "II.NPfIT.oid.mandatory", "II.NPfIT.uuid.required", "II.NPfIT.uuid.mandatory",
            "II.NHS.IdentifierType1", "II.NHS.IdentifierType2", "II.NHS.IdentifierType3", "CS", "CV",
            "CV.NHS.CodedValueType1", "PN.NHS.PersonNameType1", "PN.NHS.PersonNameType3", "bogus",
        ]
            + (1...5).flatMap { number in
                let type = "QUPA_MT00000\(number)GB01."
                return QueryPart.allCases.map { type + $0.rawValue }
                    + SMSPOperation.allCases.flatMap {
                        [type + $0.names.requestRoot, type + $0.names.requestCode + "Grouper"]
                    }
            }
    )
}
