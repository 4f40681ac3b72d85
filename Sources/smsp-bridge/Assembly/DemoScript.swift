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

    /// Asks everything of the bridge at `url` and prints the answers; how many were not as expected.
    static func play(to url: String) async throws -> Int {
        let client = try SMSPClient(tls: ClientTLS.parse([]))
        var failures = 0
        for question in questions {
            guard let number = NHSNumber(question.number), let born = TimestampText(question.born) else {
                preconditionFailure("the demo asks for a number or a date that is none")
            }
            let request = SMSPRequest(
                operation: question.operation,
                dateOfBirth: born,
                nhsNumber: number,
                name: PersonNameQuery(given: question.given, family: question.family)
            )
            let message = RequestRenderer(ids: .random).render(
                request,
                to: url,
                auditIdentity: AuditIdentity(type: OID.auditIdentity, uri: "urn:nhs-uk:identity:ods:X26:demo"),
                username: nil,
                now: .now
            )
            let answer = try AnswerReader.read(try await client.send(message, operation: question.operation, to: url))
            print("\n\(question.title)")
            print("\(question.operation.rawValue)  \(question.number)  \(question.born)")
            for line in AnswerText.lines(of: answer) { print("  " + line) }
            guard case .coded(_, question.code.rawValue, _) = answer else {
                failures += 1
                print("  expected \(question.code.rawValue)")
                continue
            }
        }
        await client.close()
        return failures
    }
}
