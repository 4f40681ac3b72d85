import ArgumentParser
import Foundation
import SMSPContract
import StrictYAML

/// The values of a request as a person types them at a terminal.
struct PatientValues {
    private let nhsNumber: String?
    private let dateOfBirth: String?
    private let given: String?
    private let family: String?

    private static let shape = YAMLShape.mapping([
        YAMLKey("nhsNumber", .string(), .required, "The NHS number, ten digits."),
        YAMLKey("dateOfBirth", .string(), .required, "The date of birth, YYYYMMDD or YYYY-MM-DD."),
        YAMLKey("given", .string(), .optional, "The forename."),
        YAMLKey("family", .string(), .optional, "The surname."),
    ])

    /// Reads the values from `file`, or from arguments where those were allowed.
    static func load(from file: String?, insecure: InsecureValues) throws -> PatientValues {
        if let file {
            let text = String(decoding: try Terminal.read(file), as: UTF8.self)
            let document = try ConfigurationFile.showingProblems {
                () throws(YAMLProblems) in
                try YAMLDocument.load(text, file: file, shape: shape, withholdingValues: true)
            }
            return PatientValues(
                nhsNumber: document["nhsNumber"]?.string,
                dateOfBirth: document["dateOfBirth"]?.string,
                given: document["given"]?.string,
                family: document["family"]?.string
            )
        }
        guard insecure.insecureArgs else {
            throw ValidationError("Give the patient's values with --from FILE, or - for standard input.")
        }
        return PatientValues(
            nhsNumber: insecure.nhsNumber,
            dateOfBirth: insecure.dateOfBirth,
            given: insecure.given,
            family: insecure.family
        )
    }

    /// The request of `operation` that these values make.
    func request(of operation: SMSPOperation) throws -> SMSPRequest {
        guard let number = nhsNumber.flatMap({ NHSNumber($0.filter { $0 != " " }) }) else {
            throw ValidationError("nhsNumber: must be ten digits that pass modulus 11.")
        }
        guard let date = dateOfBirth.flatMap({ TimestampText($0.filter { $0 != "-" }) }) else {
            throw ValidationError("dateOfBirth: must be a date, YYYYMMDD.")
        }
        return SMSPRequest(
            operation: operation,
            dateOfBirth: date,
            nhsNumber: number,
            name: PersonNameQuery(given: given, family: family)
        )
    }
}

/// Values on the command line, where everybody on the machine can see them.
struct InsecureValues: ParsableArguments {
    @Flag(help: "Take the patient's values from the arguments below, which others on this machine can see.")
    var insecureArgs = false

    @Option(help: "The NHS number.")
    var nhsNumber: String?

    @Option(help: "The date of birth, YYYYMMDD.")
    var dateOfBirth: String?

    @Option(help: "The forename.")
    var given: String?

    @Option(help: "The surname.")
    var family: String?

    func validate() throws {
        guard insecureArgs || [nhsNumber, dateOfBirth, given, family].allSatisfy({ $0 == nil }) else {
            throw ValidationError("Patient values as arguments need --insecure-args; better: --from FILE.")
        }
    }
}

/// How a client's side of TLS is set up.
struct ClientTLS: ParsableArguments {
    @Option(help: ArgumentHelp("The CA of the endpoint, PEM.", valueName: "file"))
    var ca: String?

    @Option(help: ArgumentHelp("The client certificate, PEM.", valueName: "file"))
    var certificate: String?

    @Option(help: ArgumentHelp("The client certificate's private key, PEM.", valueName: "file"))
    var key: String?

    @Option(help: "wsse:Username: the common name of the client certificate.")
    var username: String?
}
