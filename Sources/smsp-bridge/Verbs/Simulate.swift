import ArgumentParser
import Assembly
import Foundation
import Logging
import SMSPContract
import ServiceLifecycle
import Simulators
import StrictYAML
import UnixSignals

/// `simulate`: a simulated backend.
struct Simulate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Simulates the other side, over synthetic people.",
        subcommands: [Legacy.self, PDS.self]
    )

    /// `simulate pds`: PDS FHIR, with its token endpoint.
    struct PDS: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "pds",
            abstract: "Simulates PDS FHIR and its token endpoint.",
            discussion: """
                With --public-key the token endpoint is on and every request needs a token; without it the simulator \
                is open, like the sandbox.
                """
        )

        @Option(help: "The address to listen on.")
        var host = "127.0.0.1"

        @Option(help: "The port to listen on; 0 takes any that is free.")
        var port = 9100

        @Option(help: ArgumentHelp("The file of synthetic people.", valueName: "file"))
        var people = "Fixtures/patients.yaml"

        @Option(help: ArgumentHelp("A directory of FHIR Patient files, served as they are.", valueName: "directory"))
        var patients: String?

        @Option(help: ArgumentHelp("The public key of the application, PEM.", valueName: "file"))
        var publicKey: String?

        @Option(help: "The kid of the public key.")
        var keyID = "simulated-key"

        @Option(help: "The API key of the application.")
        var apiKey = "simulated-api-key"

        func run() async throws {
            var configuration = PDSConfiguration()
            configuration.host = host
            configuration.port = port
            if let publicKey {
                let pem = String(decoding: try Terminal.read(publicKey), as: UTF8.self)
                let key = try RegisteredKey(kid: keyID, pem: pem)
                configuration.access = .applicationRestricted([RegisteredApp(apiKey: apiKey, keys: [key])])
            }
            let simulator = PDSSimulator(
                people: try ConfigurationFile.loadPeople(people),
                patients: try patients.map { try PatientsDirectory(path: $0) } ?? PatientsDirectory(),
                configuration: configuration
            )
            async let announced: Void = announce(simulator)
            try await Simulate.untilStopped(simulator)
            await announced
        }

        private func announce(_ simulator: PDSSimulator) async {
            guard let port = try? await simulator.port else { return }
            print("PDS FHIR  http://\(host):\(port)/personal-demographics/FHIR/R4")
            if publicKey != nil { print("tokens    http://\(host):\(port)/oauth2/token") }
            fflush(nil)
        }
    }
    /// `simulate legacy`: the legacy SMSP, every operation at one URL.
    struct Legacy: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "legacy",
            abstract: "Simulates the legacy SMSP endpoint.",
            discussion: """
                With --seed every id and time of an answer follows from the seed and the request's body, so that the \
                same request gets the same answer byte for byte.

                --fault spoils answers on purpose, every one or the share behind an @, as in html=503@0.05. Faults: \
                \(LegacyFault.words.joined(separator: ", ")).
                """
        )

        @Option(help: "The address to listen on.")
        var host = "127.0.0.1"

        @Option(help: "The port to listen on; 0 takes any that is free.")
        var port = 9200

        @Option(help: ArgumentHelp("The file of synthetic people.", valueName: "file"))
        var people = "Fixtures/patients.yaml"

        @Option(help: ArgumentHelp("The ODS practice file, as published.", valueName: "file"))
        var practices = "Fixtures/epraccur.csv"

        @Option(help: "What ids and times of answers, and the choice of calls to spoil, are derived from.")
        var seed: UInt64?

        @Flag(help: "Sends To, RelatesTo and a timestamp in the SOAP header too.")
        var richHeader = false

        @Option(help: ArgumentHelp("A fault; repeatable.", valueName: "kind[@share]"))
        var fault: [String] = []

        @Option(help: ArgumentHelp("The certificate chain, PEM; turns TLS on.", valueName: "file"))
        var certificate: String?

        @Option(help: ArgumentHelp("The private key of the certificate, PEM.", valueName: "file"))
        var privateKey: String?

        @Option(help: ArgumentHelp("The CA that callers' certificates must be of, PEM.", valueName: "file"))
        var clientCA: String?

        func validate() throws {
            guard (certificate == nil) == (privateKey == nil) else {
                throw ValidationError("--certificate and --private-key go together.")
            }
            guard clientCA == nil || certificate != nil else {
                throw ValidationError("--client-ca needs --certificate and --private-key.")
            }
            _ = try rules
        }

        func run() async throws {
            var configuration = try Self.configuration(practices: practices)
            configuration.host = host
            configuration.port = port
            configuration.seed = seed
            configuration.responseHeader = richHeader ? .rich : .captured
            if let certificate, let privateKey {
                configuration.tls = LegacyConfiguration.TLS(
                    certificate: certificate,
                    privateKey: privateKey,
                    clientCA: clientCA
                )
            }
            let simulator = LegacySimulator(
                people: try ConfigurationFile.loadPeople(people),
                configuration: configuration
            )
            simulator.faults.set(try rules)
            async let announced: Void = announce(simulator)
            try await Simulate.untilStopped(simulator)
            await announced
        }

        private var rules: [LegacyFaultRule] {
            get throws {
                try fault.map { word in
                    guard let rule = LegacyFaultRule(word: word, seed: seed ?? 0) else {
                        throw ValidationError(
                            "--fault \(word) is none of: \(LegacyFault.words.joined(separator: ", "))."
                        )
                    }
                    return rule
                }
            }
        }

        /// A simulator's configuration that knows the practices of a file.
        static func configuration(practices path: String) throws -> LegacyConfiguration {
            var configuration = LegacyConfiguration()
            do throws(PracticeFile.Problem) {
                configuration.practices = try PracticeFile(contentsOf: path)
            } catch {
                let problem =
                    switch error {
                    case .unreadable: "\(path): cannot be read. Try: epraccur.csv as published"
                    case .columns(let line): "\(path):\(line): has not 27 columns. Try: epraccur.csv as published"
                    }
                throw InvalidConfiguration([problem])
            }
            return configuration
        }

        private func announce(_ simulator: LegacySimulator) async {
            guard let port = try? await simulator.port else { return }
            print("legacy SMSP  \(certificate == nil ? "http" : "https")://\(host):\(port)/smsp/pds")
            fflush(nil)
        }
    }

    /// Runs a simulator until a signal tells it to stop.
    private static func untilStopped(_ simulator: any Service) async throws {
        let group = ServiceGroup(
            services: [simulator],
            gracefulShutdownSignals: [.sigterm, .sigint],
            logger: Logger(label: "simulate") { _ in SwiftLogNoOpLogHandler() }
        )
        try await group.run()
    }
}
