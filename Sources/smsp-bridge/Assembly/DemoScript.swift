import ArgumentParser
import Foundation
import SMSPContract

/// What the demo asks, and what it must get.
enum DemoScript {
    /// One question.
    private struct Question {
        let title: String
        let operation: SMSPOperation
        let number: String
        let born: String
        var given: String?
        var family: String?
        let code: ResponseCode
    }

    private static let questions = [
        Question(
            title: "The number and the date of birth are those of one person",
            operation: .verifyNHSNumber,
            number: "9990000018",
            born: "19610409",
            code: .success
        ),
        Question(
            title: "A day of birth that is out by one, with the name",
            operation: .verifyNHSNumber,
            number: "9990000018",
            born: "19610410",
            given: "Odalys",
            family: "Quillfeather",
            code: .success
        ),
        Question(
            title: "Another date of birth",
            operation: .verifyNHSNumber,
            number: "9990000018",
            born: "19700101",
            code: .notVerified
        ),
        Question(
            title: "Everything that PDS holds of a person",
            operation: .getPatientDetailsByNHSNumber,
            number: "9990000018",
            born: "19610409",
            code: .success
        ),
        Question(
            title: "Another date of birth: nothing of the person is given",
            operation: .getPatientDetailsByNHSNumber,
            number: "9990000018",
            born: "19700101",
            code: .notVerified
        ),
        Question(
            title: "A number that another has superseded",
            operation: .getPatientDetailsByNHSNumber,
            number: "9990000050",
            born: "19880808",
            code: .superseded
        ),
        Question(
            title: "A number that was superseded by one that is no longer valid",
            operation: .getPatientDetailsByNHSNumber,
            number: "9990000107",
            born: "19900501",
            code: .invalidated
        ),
        Question(
            title: "A number that nobody has",
            operation: .verifyNHSNumber,
            number: "9991001018",
            born: "19610409",
            code: .noMatch
        ),
    ]

    /// What one question got.
    struct Outcome: Encodable {
        let title: String
        let operation: String
        let expected: String
        let code: String?
        /// Whether the answer is the expected one.
        var isExpected: Bool { code == expected }

        private enum CodingKeys: CodingKey {
            case title, operation, expected, code
        }
    }

    /// Asks everything of the bridge at `url`; `show` gets the lines of each answer.
    static func play(to url: String, show: (String) -> Void) async throws -> [Outcome] {
        let client = try SMSPClient(tls: ClientTLS.parse([]))
        var outcomes: [Outcome] = []
        for question in questions {
            let answer = try AnswerReader.read(
                try await client.send(message(of: question, to: url), operation: question.operation, to: url)
            )
            var code: String?
            if case .coded(_, let received, _) = answer { code = received }
            outcomes.append(
                Outcome(
                    title: question.title,
                    operation: question.operation.rawValue,
                    expected: question.code.rawValue,
                    code: code
                )
            )
            show("\n\(question.title)")
            show("\(question.operation.rawValue)  \(question.number)  \(question.born)")
            for line in AnswerText.lines(of: answer) { show("  " + line) }
            if code != question.code.rawValue { show("  expected \(question.code.rawValue)") }
        }
        await client.close()
        return outcomes
    }

    private static func message(of question: Question, to url: String) -> [UInt8] {
        guard let number = NHSNumber(question.number), let born = TimestampText(question.born) else {
            preconditionFailure("the demo asks for a number or a date that is none")
        }
        let request = SMSPRequest(
            operation: question.operation,
            dateOfBirth: born,
            nhsNumber: number,
            name: PersonNameQuery(given: question.given, family: question.family)
        )
        return RequestRenderer(ids: .random).render(
            request,
            to: url,
            auditIdentity: AuditIdentity(type: OID.auditIdentity, uri: "urn:nhs-uk:identity:ods:X26:demo"),
            username: nil,
            now: .now
        )
    }
}
