import Foundation
import NHSIdentifiers
import SMSPContract
import SMSPQuery

/// The demo's queries to both backends, and the required answers.
struct DemoScript {
    /// The URL of the demo's site.
    let url: String

    /// One query.
    struct Question: Sendable {
        let title: String
        let request: SMSPRequest
        /// The response code that both backends have to answer.
        let code: ResponseCode

        init(
            _ title: String,
            _ operation: SMSPOperation,
            number: String? = nil,
            born: String,
            given: String? = nil,
            family: String? = nil,
            gender: AdministrativeGender? = nil,
            postcode: String? = nil,
            code: ResponseCode
        ) {
            guard let born = TimestampText(born), number == nil || number.flatMap(NHSNumber.init) != nil else {
                preconditionFailure("a query of the demo has an invalid number or date")
            }
            self.title = title
            request = SMSPRequest(
                operation: operation,
                dateOfBirth: born,
                nhsNumber: number.flatMap(NHSNumber.init),
                gender: gender,
                name: PersonNameQuery(given: given, family: family),
                postcode: postcode
            )
            self.code = code
        }
    }

    static let questions = [
        Question(
            "The number and the date of birth are those of one person",
            .verifyNHSNumber,
            number: "9990000018",
            born: "19610409",
            code: .success
        ),
        Question(
            "A day of birth that is out by one, with the name",
            .verifyNHSNumber,
            number: "9990000018",
            born: "19610410",
            given: "Odalys",
            family: "Quillfeather",
            code: .success
        ),
        Question("A number without a record", .verifyNHSNumber, number: "9992001003", born: "19610409", code: .noMatch),
        Question(
            "Which number has she? By surname, gender and date of birth",
            .getNHSNumber,
            born: "19610409",
            family: "Quillfeather",
            gender: .female,
            code: .success
        ),
        Question(
            "The same with part of the name and of the postcode",
            .getPatientDetailsBySearch,
            born: "19610409",
            given: "Odalys",
            family: "Quill*",
            gender: .female,
            postcode: "LX1*",
            code: .success
        ),
        Question(
            "Everything that PDS holds of a person, by number",
            .getPatientDetailsByNHSNumber,
            number: "9990000018",
            born: "19610409",
            code: .success
        ),
        Question(
            "Another date of birth: nothing of the person is given",
            .getPatientDetailsByNHSNumber,
            number: "9990000018",
            born: "19700101",
            code: .notVerified
        ),
        Question(
            "A number that another has superseded",
            .getPatientDetails,
            number: "9990000050",
            born: "19880808",
            code: .superseded
        ),
        Question(
            "A number that was superseded by one that is no longer valid",
            .getPatientDetailsByNHSNumber,
            number: "9990000107",
            born: "19900501",
            code: .invalidated
        ),
        Question(
            "A restricted person is not found by a search with a postcode",
            .getPatientDetails,
            born: "19920924",
            given: "Sabeline",
            family: "Hartsease",
            gender: .female,
            postcode: "LX5 5SG",
            code: .noMatch
        ),
    ]

    /// Sends every query, in order, and returns the answers.
    func answers() async throws -> [ReceivedAnswer] {
        let client = try SMSPClient()
        var answers: [ReceivedAnswer] = []
        for question in Self.questions {
            let message = RequestRenderer(ids: .random).render(
                question.request,
                to: url,
                auditIdentity: AuditIdentity(type: OID.auditIdentity, uri: "urn:nhs-uk:identity:ods:X26:demo"),
                username: nil,
                now: .now
            )
            answers.append(
                try AnswerReader.read(try await client.send(message, operation: question.request.operation, to: url))
            )
        }
        await client.close()
        return answers
    }
}

/// The answers of both backends to one query.
public struct DemoOutcome: Encodable, Sendable {
    let title: String
    let operation: SMSPOperation
    let legacy: String?
    let fhir: String?
    /// True if both answered the required response code.
    public let isExpected: Bool

    init(_ question: DemoScript.Question, legacy: ReceivedAnswer, fhir: ReceivedAnswer) {
        title = question.title
        operation = question.request.operation
        self.legacy = legacy.code
        self.fhir = fhir.code
        isExpected = [self.legacy, self.fhir].allSatisfy { $0 == question.code.rawValue }
    }
}

extension ReceivedAnswer {
    /// The response code; nil for a fault.
    fileprivate var code: String? {
        guard case .coded(_, let code, _) = self else { return nil }
        return code
    }
}
