import NHSIdentifiers
import SMSPContract
import SMSPQuery
import StrictYAML
import Testing

/// The values of a query, as a person writes them in a file.
@Suite struct PatientValuesTests {
    private static func problem(_ yaml: String, _ operation: SMSPOperation = .verifyNHSNumber) throws -> String? {
        let values = try PatientValues(yaml: yaml, file: "patient.yaml")
        do throws(PatientValues.Invalid) {
            _ = try values.request(of: operation)
            return nil
        } catch {
            return error.problem
        }
    }

    @Test("a file's values make the request of an operation")
    func request() throws {
        let values = try PatientValues(
            yaml: "{ dateOfBirth: 1961-04-09, family: Quillfeather, given: Odalys, gender: 2, postcode: LX1 4QD }",
            file: "patient.yaml"
        )
        let request = try values.request(of: .getPatientDetailsBySearch)
        #expect(request.operation == .getPatientDetailsBySearch)
        #expect(request.nhsNumber == nil)
        #expect(request.dateOfBirth.digits == "19610409")
        #expect(request.name?.family == "Quillfeather")
        #expect(request.name?.given == "Odalys")
        #expect(request.gender == .female)
        #expect(request.postcode == "LX1 4QD")
    }

    @Test(
        "a value that makes no request is named and not shown",
        arguments: [
            ("{ nhsNumber: 999 000 0019, dateOfBirth: 1961-04-09 }", "nhsNumber: must be ten digits", "0019"),
            ("{ nhsNumber: \"9990000018\", dateOfBirth: April 1961 }", "dateOfBirth: must be a date", "April"),
            ("{ nhsNumber: \"9990000018\", dateOfBirth: 1961-04-09, gender: X }", "gender: must be 0", "X,"),
        ]
    )
    func invalid(_ yaml: String, _ start: String, _ value: String) throws {
        let problem = try #require(try Self.problem(yaml))
        #expect(problem.hasPrefix(start))
        #expect(!problem.contains(value))
    }

    @Test("an operation by number needs the number, and a search takes none")
    func number() throws {
        #expect(
            try Self.problem("{ dateOfBirth: 1961-04-09 }") == "nhsNumber: verifyNHSNumber needs it."
        )
        #expect(
            try Self.problem("{ nhsNumber: \"9990000018\", dateOfBirth: 1961-04-09 }", .getNHSNumber)
                == "nhsNumber: getNHSNumber takes none."
        )
    }

    @Test("the number alone is read from the same file, and an unknown key is refused")
    func numberAlone() throws {
        let number = try PatientValues.number(yaml: "{ nhsNumber: 999 000 0018, dateOfBirth: 1961-04-09 }", file: "p")
        #expect(number.digits == "9990000018")
        #expect(throws: YAMLProblems.self) { try PatientValues.number(yaml: "{ nhsNumber: 1, nam: x }", file: "p") }
        #expect(throws: PatientValues.Invalid.self) { try PatientValues.number(yaml: "{ nhsNumber: 1 }", file: "p") }
    }

    @Test("an endpoint that does not answer is an error with a reason")
    func noAnswer() async throws {
        let client = try SMSPClient()
        await #expect(throws: SMSPClient.NoAnswer.self) {
            try await client.send(Array("<a/>".utf8), operation: .getNHSNumber, to: "http://127.0.0.1:9/")
        }
        await client.close()
    }
}
