import ArgumentParser
import Backends
import Foundation
import MappingEngine
import PDSFHIR
import SMSPContract
import SMSPQuery

/// `convert`: turns a FHIR Patient into an SMSP answer, offline.
struct Convert: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Turns a FHIR Patient on standard input into an SMSP answer.",
        discussion: """
            Without --request there is no cross-check: the requested number is the record's own. With it the record \
            is checked against the request as in a live call.
            """
    )

    @Option(help: "The operation of the request.")
    var operation = SMSPOperation.getPatientDetailsByNHSNumber

    @Option(help: ArgumentHelp("An SMSP request to cross-check the record against.", valueName: "request.xml"))
    var request: String?

    @OptionGroup var reading: RecordReading

    @Flag(help: "Print the answer as words instead of XML.")
    var text = false

    @Flag(help: "Print the answer as JSON instead of XML.")
    var json = false

    func run() async throws {
        let tables = try reading.tables()
        let (outcome, diagnostics, _) = try verdict(
            of: PatientAnswer(tables: tables, practices: try reading.practiceDirectory()),
            profileIDs: tables.profileIDs,
            on: try reading.date()
        )
        RecordReading.tell(diagnostics)
        guard case .success(let response) = outcome else {
            Terminal.complain("standard input: is nothing that an answer can be made of")
            throw ExitStatus.backendDown
        }
        let message = AnswerRenderer(ids: .random)
            .render(response, header: .captured, relatesTo: nil, now: .now)
        guard text || json else { return Terminal.write(message + [UInt8(ascii: "\n")]) }
        let answer = try AnswerReader.read(message)
        print(json ? try JSONText.pretty(AnswerObject(answer)) : AnswerText.lines(of: answer).joined(separator: "\n"))
    }

    private func verdict(
        of answers: PatientAnswer,
        profileIDs: Set<String>,
        on date: CalendarDate
    ) throws -> PatientAnswer.Verdict {
        let reply = PDSReply(status: 200, body: try Terminal.read("-"))
        if let request {
            let request = try read(request, profileIDs: profileIDs).request
            return answers.answer(
                to: request,
                call: request.isByNumber ? .retrieve : request.operation.answerContent == .number ? .search : .found,
                status: 200,
                reply: reply,
                on: date,
                profile: SiteProfile()
            )
        }
        return answers.conversion(of: try RecordReading.patient(in: reply), for: operation, on: date)
    }

    private func read(_ path: String, profileIDs: Set<String>) throws -> SMSPCall {
        let bytes = try Terminal.read(path)
        do throws(SMSPRefusal) {
            return try Self.call(bytes, operation: operation, profileIDs: profileIDs)
        } catch {
            switch error {
            case .fault(let fault): Terminal.complain("\(path): \(fault.diagnosticText)")
            case .invalidInput(let problem): Terminal.complain("\(path): \(problem.code.rawValue), \(problem.rawValue)")
            }
            throw ExitStatus.usage
        }
    }

    private static func call(
        _ bytes: [UInt8],
        operation: SMSPOperation,
        profileIDs: Set<String>
    ) throws(SMSPRefusal) -> SMSPCall {
        let message: SOAPMessage
        do {
            message = try SOAPMessage(bytes)
        } catch {
            throw .fault(error)
        }
        return try SMSPCallReader(profileIDs: profileIDs).read(
            message,
            operation: operation,
            soapAction: nil,
            profile: SiteProfile(),
            connection: ConnectionFacts(isEncrypted: false, certificate: nil),
            now: .now
        )
    }
}
