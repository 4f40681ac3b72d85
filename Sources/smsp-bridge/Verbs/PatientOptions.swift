import ArgumentParser
import Assembly
import NHSIdentifiers
import SMSPQuery
import StrictYAML

extension PatientValues {
    /// Reads the values from `file`, `-` being standard input, or from arguments if those are allowed.
    static func load(from file: String?, insecure: InsecureValues) throws -> PatientValues {
        if let file {
            let text = String(decoding: try Terminal.read(file), as: UTF8.self)
            return try ConfigurationFile.showingProblems { () throws(YAMLProblems) in
                try PatientValues(yaml: text, file: file)
            }
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

    /// Reads the NHS number alone from `file`; `-` is standard input.
    static func number(from file: String) throws -> NHSNumber {
        let text = String(decoding: try Terminal.read(file), as: UTF8.self)
        do {
            return try number(yaml: text, file: file)
        } catch let problems as YAMLProblems {
            throw InvalidConfiguration(problems.problems)
        }
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
