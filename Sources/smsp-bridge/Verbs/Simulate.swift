import ArgumentParser
import Foundation
import Logging
import ServiceLifecycle
import Simulators
import StrictYAML
import UnixSignals

/// `simulate`: stands in for the other side.
struct Simulate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Simulates the other side, over synthetic people.",
        subcommands: [PDS.self]
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
            let group = ServiceGroup(
                services: [simulator],
                gracefulShutdownSignals: [.sigterm, .sigint],
                logger: Logger(label: "simulate") { _ in SwiftLogNoOpLogHandler() }
            )
            try await group.run()
            await announced
        }

        private func announce(_ simulator: PDSSimulator) async {
            guard let port = try? await simulator.port else { return }
            print("PDS FHIR  http://\(host):\(port)/personal-demographics/FHIR/R4")
            if publicKey != nil { print("tokens    http://\(host):\(port)/oauth2/token") }
            fflush(nil)
        }
    }
}
