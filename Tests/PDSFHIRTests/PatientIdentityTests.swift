import PDSFHIR
import Testing

@Suite("Identity of a record (D34)")
struct PatientIdentityTests {
    private static let system = PatientIdentity.system

    @Test("a valid NHS number is the identity", arguments: ["9990000018", "9990000050", "9000000009", "9000000033"])
    func valid(_ number: String) throws {
        #expect(try Records.read(id: number).id == number)
    }

    @Test(
        "an id that is no valid NHS number is nobody's",
        arguments: [
            "9990000019", "9990000000", "999000001", "99900000180", "999 000 0018", "999000001x", "", "٩٩٩٠٠٠٠٠١٨",
            "9000000015",
        ]
    )
    func invalid(_ number: String) {
        #expect(throws: PatientProblem.identity(.idIsNoNHSNumber)) { try Records.read(id: number) }
    }

    @Test("a record without id is nobody's (D11)")
    func missing() throws {
        let json = try Records.json(#"{"resourceType":"Patient"}"#)
        #expect(throws: PatientProblem.identity(.idMissing)) { try Patient(json) }
    }

    @Test("an id that is no text is no NHS number", arguments: [#""id":9990000018"#, #""id":null"#])
    func noText(_ member: String) throws {
        let json = try Records.json(#"{"resourceType":"Patient",\#(member)}"#)
        #expect(throws: PatientProblem.identity(.idIsNoNHSNumber)) { try Patient(json) }
    }

    @Test(
        "an NHS number among the identifiers has to be the id",
        arguments: [
            #"{"system":"\#(system)","value":"9990000026"}"#, #"{"system":"\#(system)"}"#,
            #"{"system":"\#(system)","value":9990000018}"#,
            #"{"system":"\#(system)","value":"9990000018"},{"system":"\#(system)","value":"9990000026"}"#,
        ]
    )
    func contradicted(_ identifiers: String) {
        #expect(throws: PatientProblem.identity(.identifierDiffers)) {
            try Records.read(#""identifier":[\#(identifiers)]"#)
        }
    }

    @Test(
        "other identifiers, or none, do not matter",
        arguments: [
            "", #"{"system":"\#(system)","value":"9990000018"}"#, #"{"system":"urn:local","value":"9990000026"}"#,
        ]
    )
    func consistent(_ identifiers: String) throws {
        #expect(try Records.read(#""identifier":[\#(identifiers)]"#).id == Records.number)
    }
}
