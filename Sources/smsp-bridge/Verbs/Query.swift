public import ArgumentParser
import Foundation
public import SMSPContract
import SMSPQuery

/// `query`: sends one SMSP request, as a client of the contract would, and prints the answer.
struct Query: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Sends an SMSP request and prints the answer.",
        discussion: """
            The values of the patient come from a YAML file with the keys nhsNumber, dateOfBirth, gender, given, \
            family and postcode, so that they stand in no shell history and in no list of processes.
            """
    )

    @Argument(help: "The operation.")
    var operation: SMSPOperation

    @Option(help: "The URL of the SMSP endpoint.")
    var url: String

    @Option(help: ArgumentHelp("The file of values; - is standard input.", valueName: "file"))
    var from: String?

    @OptionGroup var values: InsecureValues

    @Option(help: "The audit identity: a urn:nhs-uk:identity:ods URI.")
    var auditIdentity = "urn:nhs-uk:identity:ods:X26"

    @OptionGroup var tls: ClientTLS

    @Flag(help: "Print the answer as it came.")
    var raw = false

    @Flag(help: "Print the answer as JSON.")
    var json = false

    func run() async throws {
        let request = try PatientValues.load(from: from, insecure: values).request(of: operation)
        let message = RequestRenderer(ids: .random).render(
            request,
            to: url,
            auditIdentity: AuditIdentity(type: OID.auditIdentity, uri: auditIdentity),
            username: tls.username,
            now: .now
        )
        let client = try SMSPClient(ca: tls.ca, certificate: tls.certificate, privateKey: tls.key)
        let answer = try await client.send(message, operation: operation, to: url)
        await client.close()
        guard !raw else { return Terminal.write(answer) }
        guard let received = try? AnswerReader.read(WireAnswer(status: 200, body: answer)) else {
            Terminal.complain("the endpoint's answer is no SMSP message")
            throw ExitStatus.backendDown
        }
        print(
            json ? try JSONText.pretty(AnswerObject(received)) : AnswerText.lines(of: received).joined(separator: "\n")
        )
    }
}

extension SMSPOperation: ExpressibleByArgument {}
