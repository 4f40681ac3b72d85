import ArgumentParser
import Assembly
import Bridge
import BridgeServer
import BridgeStorage
import Demo
import Logging
import ServiceLifecycle
import UnixSignals

/// `demo`: everything at once, on loopback, over synthetic people.
struct Demo: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Runs the simulators and the bridge on loopback, queries both, compares, and prints the differences.",
        discussion:
            "On a terminal all keep running until they are interrupted; otherwise, or with --once, the demo ends."
    )

    @Flag(help: "End after the answers are printed, on a terminal too.")
    var once = false

    @Flag(help: "Print the answers and the differences as JSON, and end.")
    var json = false

    @Option(help: ArgumentHelp("The directory of the mapping tables.", valueName: "directory"))
    var mappings = "Mappings"

    @Option(help: ArgumentHelp("The directory of synthetic people and practices.", valueName: "directory"))
    var fixtures = "Fixtures"

    func run() async throws {
        let (isQuiet, staysUp) = (json, Terminal.isInteractive && !once && !json)
        let practices = fixtures + "/epraccur.csv"
        let demonstration = try Demonstration(
            people: try ConfigurationFile.loadPeople(fixtures + "/patients.yaml"),
            legacy: try Simulate.Legacy.configuration(practices: practices),
            practices: practices,
            mappings: mappings,
            output: Demonstration.Output(
                line: { if !isQuiet { print($0) } },
                progress: { Terminal.showProgress($0, of: $1) }
            )
        )
        try await demonstration.run(start: Self.bridge) { result, addresses in
            if isQuiet { print(try JSONText.pretty(result)) }
            if let failure = result.failure {
                Terminal.complain(failure)
                throw ExitCode.failure
            }
            if staysUp { Self.invite(addresses) }
            return staysUp
        }
    }

    /// Assembles the bridge of a configuration file.
    private static func bridge(_ path: String) async throws -> DemoBridge {
        let log = Logger(label: "demo") { _ in SwiftLogNoOpLogHandler() }
        let configuration = try ConfigurationFile.load(path)
        let bridge = try await BridgeAssembly.make(
            configuration,
            audit: try AuditJournalFile.open(configuration.audit, logger: log),
            store: try ComparisonStoreFile.open(configuration, logger: log)?.countingOpenDays(),
            logger: log,
            // The demo's endpoints have no replication lag to wait for.
            requeryDelays: .zero ... .milliseconds(100),
            path: path
        )
        let group = ServiceGroup(services: bridge.services, gracefulShutdownSignals: [.sigterm, .sigint], logger: log)
        return DemoBridge(
            smspPort: { try await bridge.smsp.boundPort },
            adminPort: { try await bridge.admin.boundPort },
            control: bridge.control,
            settleComparisons: { await bridge.settleComparisons() },
            run: { try await group.run() },
            stop: { await group.triggerGracefulShutdown() }
        )
    }

    private static func invite(_ addresses: Demonstration.Addresses) {
        print("\nAll keep running. Open \(addresses.console) and log in with the token above;")
        print("the mistake is still in the mapping. Or send a query from another terminal, for example:\n")
        print("    echo '{nhsNumber: \"9990000018\", dateOfBirth: 1961-04-09}' | \\")
        print("        .build/debug/smsp-bridge query verifyNHSNumber --url \(addresses.site) --from -\n")
        print("Ctrl-C ends them.")
    }
}
