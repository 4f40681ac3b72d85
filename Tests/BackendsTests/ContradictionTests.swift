import JSONTree
import PDSFHIR
import SMSPContract
import Testing

@testable import Backends

/// Whether a record that a search found is another person's.
@Suite struct ContradictionTests {
    private static func contradiction(
        born: String = "19820417",
        gender: String? = "female",
        given: String? = nil,
        family: String = "Quillfeather",
        postcode: String? = nil
    ) throws -> Contradiction {
        let request = SMSPRequest(
            operation: .getNHSNumber,
            dateOfBirth: try #require(TimestampText(born)),
            gender: .female,
            name: PersonNameQuery(given: given, family: family),
            postcode: postcode
        )
        return Contradiction(request: request, gender: gender)
    }

    private static func patient(_ members: String) throws -> Patient {
        let record = #"{"resourceType":"Patient","id":"9990000018",\#(members)}"#
        return try Patient(JSONValue.parse(Array(record.utf8)))
    }

    @Test(
        "dates of birth are compared at the lower of both precisions (D25)",
        arguments: [
            ("19820417", "1982-04-17", false), ("19820417", "1982-04", false), ("19820417", "1982", false),
            ("198204", "1982-04-17", false), ("1982", "1982-04-17", false), ("1982", "1982", false),
            ("19820417", "1982-04-18", true), ("19820417", "1982-05", true), ("198204", "1982-05-17", true),
            ("1982", "1983-04-17", true),
        ]
    )
    func dateOfBirth(_ asked: String, _ held: String, _ contradicts: Bool) throws {
        let patient = try Self.patient(#""birthDate":"\#(held)""#)
        #expect(try Self.contradiction(born: asked).isFound(in: patient) == contradicts)
    }

    @Test(
        "a record without a date of birth that can be read contradicts (D25)",
        arguments: [#""gender":"female""#, #""birthDate":"1982-02-30""#, #""birthDate":1982"#]
    )
    func noDateOfBirth(_ members: String) throws {
        #expect(try Self.contradiction().isFound(in: Self.patient(members)))
    }

    @Test(
        "a gender that was sent must be the record's, where that has one that FHIR knows (D25)",
        arguments: [
            (#","gender":"female""#, false), (#","gender":"male""#, true), (#","gender":"unknown""#, true), ("", false),
            (#","gender":"indeterminate""#, false),
        ]
    )
    func gender(_ member: String, _ contradicts: Bool) throws {
        let patient = try Self.patient(#""birthDate":"1982-04-17"\#(member)"#)
        #expect(try Self.contradiction().isFound(in: patient) == contradicts)
        #expect(try !Self.contradiction(gender: nil).isFound(in: patient))
    }

    private static let named = #"""
        "name":[{"given":["Ottilie","Maren"],"family":"Quillfeather"},{"given":["Tilly"],"family":"Marsh"}],\#
        "address":[{"postalCode":"ZE9 9XA"}]
        """#

    @Test(
        "what no name and no postcode of the record has is noted (D25)",
        arguments: [
            ("Ottilie", "Quillfeather", "ZE9 9XA", []), ("tilly", "MARSH", "ze99xa", []), ("Ott*", "Qu*f*r", "ZE*", []),
            ("Maren", "Quillfeather", "ZE9 9XA", ["given"]), ("Ottilie", "Tern", "ZE9 9XA", ["family"]),
            ("Ottilie", "Qu*x", "ZE8*", ["family", "postalCode"]),
        ] as [(String, String, String, [String])]
    )
    func differences(_ given: String, _ family: String, _ postcode: String, _ expected: [String]) throws {
        let contradiction = try Self.contradiction(given: given, family: family, postcode: postcode)
        let diagnostics = contradiction.differences(from: try Self.patient(Self.named))
        #expect(diagnostics == expected.map { CallDiagnostic("foundByOtherValue", at: $0) })
    }

    @Test("a record that shows no name and no address differs in nothing")
    func nothingShown() throws {
        let contradiction = try Self.contradiction(given: "Ottilie", postcode: "ZE9 9XA")
        #expect(contradiction.differences(from: try Self.patient(#""birthDate":"1982-04-17""#)).isEmpty)
    }
}
