import RawHTTP
import SMSPContract
import SchemaValidation
import Testing

@testable import Simulators

@Suite("Legacy simulator: calls by number")
struct LegacyByNumberTests {
    /// A call and the code it is owed.
    struct Case: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let number: String
        let born: String
        var given: String?
        var family: String?
        let code: ResponseCode
        /// The number in the answer; nil where the code stands alone.
        var answered: String?
    }

    static let cases = [
        Case(
            testDescription: "verified by date",
            number: "9990000018",
            born: "19610409",
            code: .success,
            answered: "9990000018"
        ),
        Case(
            testDescription: "two date parts, another surname",
            number: "9990000034",
            born: "19640228",
            given: "C",
            family: "fellmoor",
            code: .notVerified
        ),
        Case(
            testDescription: "three letters of the surname",
            number: "9990000034",
            born: "19640228",
            given: "caspar",
            family: "FENimore",
            code: .success,
            answered: "9990000034"
        ),
        Case(
            testDescription: "one date part and the name",
            number: "9990000034",
            born: "19650228",
            given: "Caspian",
            family: "Fennimoor",
            code: .notVerified
        ),
        Case(
            testDescription: "two date parts without forename",
            number: "9990000034",
            born: "19640228",
            family: "Fennimoor",
            code: .notVerified
        ),
        Case(testDescription: "another date", number: "9990000018", born: "19700101", code: .notVerified),
        Case(
            testDescription: "record without date of birth",
            number: "9990000042",
            born: "19700101",
            code: .notVerified
        ),
        Case(
            testDescription: "month of birth only, name right",
            number: "9990000638",
            born: "19471201",
            given: "Ondine",
            family: "Halfmoon",
            code: .success,
            answered: "9990000638"
        ),
        Case(
            testDescription: "year of birth only",
            number: "9990000646",
            born: "19350101",
            given: "Silas",
            family: "Evergale",
            code: .notVerified
        ),
        Case(
            testDescription: "surname of two letters",
            number: "9990000417",
            born: "19930612",
            given: "Amarinda",
            family: "Ng",
            code: .success,
            answered: "9990000417"
        ),
        Case(
            testDescription: "accents composed and not",
            number: "9990000433",
            born: "19780309",
            given: "Eithne",
            family: "\u{D3}",
            code: .success,
            answered: "9990000433"
        ),
        Case(
            testDescription: "another apostrophe",
            number: "9990000468",
            born: "19910424",
            given: "Saoirse",
            family: "D'Arbelow",
            code: .notVerified
        ),
        Case(
            testDescription: "no usual name now",
            number: "9990000379",
            born: "20011030",
            given: "Evadne",
            family: "Morrowby",
            code: .notVerified
        ),
        Case(testDescription: "nobody's number", number: "9990001006", born: "19700101", code: .noMatch),
        Case(
            testDescription: "superseded",
            number: "9990000050",
            born: "19880808",
            code: .superseded,
            answered: "9990000069"
        ),
        Case(
            testDescription: "superseded twice",
            number: "9990000077",
            born: "19791102",
            code: .superseded,
            answered: "9990000093"
        ),
        Case(
            testDescription: "superseded by somebody else's record",
            number: "9990000123",
            born: "19521130",
            code: .notVerified
        ),
        Case(
            testDescription: "superseded, then invalidated",
            number: "9990000107",
            born: "19900501",
            code: .invalidated
        ),
        Case(testDescription: "invalidated", number: "9990000174", born: "19990901", code: .invalidated),
        Case(
            testDescription: "redacted, before any check",
            number: "9990000239",
            born: "19000101",
            code: .invalidated
        ),
        Case(
            testDescription: "restricted",
            number: "9990000182",
            born: "19920924",
            code: .success,
            answered: "9990000182"
        ),
    ]

    @Test("details by number", arguments: cases)
    func details(_ test: Case) async throws {
        let call = try LegacyCall(number: test.number, born: test.born, given: test.given, family: test.family)
        let reading = try await LegacyTesting.withSimulator { _, port in
            try await LegacyTesting.answer(to: call, port: port)
        }
        #expect(reading.reply.status == 200)
        #expect(reading.code == test.code.rawValue)
        #expect(reading.leaves.first == test.answered.map { "id=\($0)" })
    }

    @Test("verification", arguments: cases)
    func verify(_ test: Case) async throws {
        let call = try LegacyCall(
            .verifyNHSNumber,
            number: test.number,
            born: test.born,
            given: test.given,
            family: test.family
        )
        let reading = try await LegacyTesting.withSimulator { _, port in
            try await LegacyTesting.answer(to: call, port: port)
        }
        #expect(reading.reply.status == 200)
        #expect(reading.code == test.code.rawValue)
        #expect(reading.verification == test.answered.map { "true \($0)" })
    }

    @Test("the caller's local identifier comes back with a patient, and never with a code alone")
    func localIdentifier() async throws {
        let identifier = InstanceIdentifier(root: "1.3.5.7.9.24.68.1", extension: "RXX:ward 7")
        let (found, refused) = try await LegacyTesting.withSimulator { _, port in
            let call = try LegacyCall(number: "9990000018", born: "19610409", localIdentifier: identifier)
            let other = try LegacyCall(number: "9990000018", born: "19700101", localIdentifier: identifier)
            return (
                try await LegacyTesting.answer(to: call, port: port),
                try await LegacyTesting.answer(to: other, port: port)
            )
        }
        #expect(found.leaves.prefix(2) == ["id=9990000018", "id=RXX:ward 7"])
        #expect(refused.patient == nil)
    }

    @Test(
        "every answer is valid against the published schemas",
        .enabled(if: PublishedSchema.isAvailable, Comment(rawValue: PublishedSchema.absence))
    )
    func schemas() async throws {
        let bodies = try await LegacyTesting.withSimulator { _, port in
            var bodies: [[UInt8]] = []
            for test in Self.cases {
                for operation in [SMSPOperation.verifyNHSNumber, .getPatientDetailsByNHSNumber] {
                    let call = try LegacyCall(
                        operation,
                        number: test.number,
                        born: test.born,
                        given: test.given,
                        family: test.family
                    )
                    bodies.append(try await LegacyTesting.answer(to: call, port: port).reply.body)
                }
            }
            return bodies
        }
        #expect(bodies.count == 2 * Self.cases.count)
        for body in bodies { try PublishedAnswerSchema.expectValid(body) }
    }

    @Test(
        "the beginnings of two surnames are those of both, whichever is shorter (D36)",
        arguments: ["O", "Li", "Liu", "Ng", "Ngo", "Osman", "Lister"],
        ["O", "Li", "Liu", "Ng", "Ngo", "Osman", "Lister"]
    )
    func beginnings(_ asked: String, _ held: String) {
        let isEqual = ComparedText.trimmed(asked).hasEqualStart(.trimmed(held), characters: 3)
        #expect(isEqual == (asked == held))
    }
}
