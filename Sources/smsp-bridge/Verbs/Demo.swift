import ArgumentParser
import Bridge
import BridgeServer
import Foundation
import Logging
import SMSPContract
import ServiceLifecycle
import Simulators
import UnixSignals

/// `demo`: everything at once, on loopback, over synthetic people.
struct Demo: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Runs the PDS simulator and the bridge on loopback, asks, and prints the answers.",
        discussion: "On a terminal both stay up until they are interrupted; otherwise, or with --once, the demo ends."
    )

    @Flag(help: "End after the answers are printed, on a terminal too.")
    var once = false

    @Flag(help: "Print what each question got as JSON, and end.")
    var json = false

    @Option(help: ArgumentHelp("The directory of the mapping tables.", valueName: "directory"))
    var mappings = "Mappings"

    @Option(help: ArgumentHelp("The directory of synthetic people and practices.", valueName: "directory"))
    var fixtures = "Fixtures"

    func run() async throws {
        CoreDumps.forbid()
        let people = try ConfigurationFile.loadPeople(fixtures + "/patients.yaml")
        let key = try DemoKey()
        let pds = try key.simulator(people: people)
        try await pds.whileRunning { pds in
            let port = try await pds.port
            let folder = try DemoFolder(
                pdsPort: port,
                key: key,
                mappings: mappings,
                practices: fixtures + "/epraccur.csv"
            )
            defer { folder.remove() }
            let log = Logger(label: "demo") { _ in SwiftLogNoOpLogHandler() }
            let configuration = try ConfigurationFile.load(folder.configuration)
            let bridge = try await BridgeAssembly.make(
                configuration,
                audit: try AuditJournalFile.open(configuration.audit, logger: log),
                logger: log
            ) { [path = folder.configuration] in try ConfigurationFile.load(path) }
            let group = ServiceGroup(
                services: bridge.services,
                gracefulShutdownSignals: [.sigterm, .sigint],
                logger: log
            )
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                tasks.addTask { try await group.run() }
                let url = "http://127.0.0.1:\(try await bridge.smsp.boundPort)/DEMO"
                let show = { (line: String) in if !json { print(line) } }
                show(
                    "PDS simulator  http://127.0.0.1:\(port)/personal-demographics/FHIR/R4, \(people.all.count) people"
                )
                show("SMSP bridge    \(url)")
                let outcomes = try await DemoScript.play(to: url, show: show)
                let traffic = pds.traffic
                show("\nPDS was asked \(traffic.retrieves) times, with \(traffic.tokenRequests) token request.")
                if json { print(try JSONText.pretty(outcomes)) }
                let failures = outcomes.count { !$0.isExpected }
                guard failures == 0 else {
                    Terminal.complain("\(failures) answer(s) are not what the demo expects")
                    throw ExitCode.failure
                }
                if Terminal.isInteractive, !once, !json {
                    print("Both stay up. Ask again from another terminal, for example:\n")
                    print("    echo '{nhsNumber: \"9990000018\", dateOfBirth: 1961-04-09}' | \\")
                    print("        .build/debug/smsp-bridge query verifyNHSNumber --url \(url) --from -\n")
                    print("Ctrl-C ends them.")
                } else {
                    await group.triggerGracefulShutdown()
                }
                try await tasks.waitForAll()
            }
        }
    }
}
