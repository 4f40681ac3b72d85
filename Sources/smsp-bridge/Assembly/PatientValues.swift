import ArgumentParser
import Foundation
import NHSIdentifiers
import SMSPContract
import StrictYAML

/// The values of a request as a person types them at a terminal.
struct PatientValues {
    private var nhsNumber: String?
    private var dateOfBirth: String?
    private var gender: String?
    private var given: String?
    private var family: String?
    private var postcode: String?

    private static let shape = YAMLShape.mapping([
        YAMLKey("nhsNumber", .string(), .optional, "The NHS number, ten digits; absent: a search."),
        YAMLKey("dateOfBirth", .string(), .required, "The date of birth: YYYYMMDD, YYYY-MM-DD, or less of it."),
        YAMLKey("gender", .string(), .optional, "The gender of a search: 0, 1, 2 or 9."),
        YAMLKey("given", .string(), .optional, "The forename."),
        YAMLKey("family", .string(), .optional, "The surname."),
        YAMLKey("postcode", .string(), .optional, "The postcode of a search."),
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
                gender: document["gender"]?.string,
                given: document["given"]?.string,
                family: document["family"]?.string,
                postcode: document["postcode"]?.string
            )
        }
        guard insecure.insecureArgs else {
            throw ValidationError("Give the patient's values with --from FILE, or - for standard input.")
        }
        return PatientValues(
            nhsNumber: insecure.nhsNumber,
            dateOfBirth: insecure.dateOfBirth,
            gender: insecure.gender,
            given: insecure.given,
            family: insecure.family,
            postcode: insecure.postcode
        )
    }

    /// The request of `operation` that these values make.
    ///
    /// Whether the values are enough for the operation is left to the endpoint to say.
    func request(of operation: SMSPOperation) throws -> SMSPRequest {
        let number = try value(nhsNumber, "nhsNumber", "ten digits that pass modulus 11") {
            NHSNumber($0.filter { $0 != " " })
        }
        switch operation {
        case .verifyNHSNumber, .getPatientDetailsByNHSNumber:
            guard number != nil else { throw ValidationError("nhsNumber: \(operation.rawValue) needs it.") }
        case .getNHSNumber, .getPatientDetailsBySearch:
            guard number == nil else { throw ValidationError("nhsNumber: \(operation.rawValue) asks without it.") }
        case .getPatientDetails: break
        }
        let date = try value(dateOfBirth, "dateOfBirth", "a date, YYYYMMDD, or a year or month of one") {
            TimestampText($0.filter { $0 != "-" })
        }
        guard let date else { throw ValidationError("dateOfBirth: every operation needs it.") }
        return SMSPRequest(
            operation: operation,
            dateOfBirth: date,
            nhsNumber: number,
            gender: try value(gender, "gender", "0 not known, 1 male, 2 female or 9 not specified") {
                AdministrativeGender(rawValue: $0)
            },
            name: PersonNameQuery(given: given, family: family),
            postcode: postcode
        )
    }

    /// Reads a given value with `read`; an error does not show the value.
    private func value<Value>(
        _ text: String?,
        _ name: String,
        _ form: String,
        _ read: (String) -> Value?
    ) throws -> Value? {
        guard let text else { return nil }
        guard let value = read(text) else { throw ValidationError("\(name): must be \(form).") }
        return value
    }
}

/// Values on the command line, where everybody on the machine can see them.
struct InsecureValues: ParsableArguments {
    @Flag(help: "Take the patient's values from the arguments below, which others on this machine can see.")
    var insecureArgs = false

    @Option(help: "The NHS number.")
    var nhsNumber: String?

    @Option(help: "The date of birth: YYYYMMDD, or less of it.")
    var dateOfBirth: String?

    @Option(help: "The gender of a search: 0, 1, 2 or 9.")
    var gender: String?

    @Option(help: "The forename.")
    var given: String?

    @Option(help: "The surname.")
    var family: String?

    @Option(help: "The postcode of a search.")
    var postcode: String?

    func validate() throws {
        let values = [nhsNumber, dateOfBirth, gender, given, family, postcode]
        guard insecureArgs || values.allSatisfy({ $0 == nil }) else {
            throw ValidationError("Patient values as arguments need --insecure-args; better: --from FILE.")
        }
    }
}

/// The client's side of TLS.
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
