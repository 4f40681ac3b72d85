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
        abstract: "Runs both simulators and the bridge on loopback, asks both ways, and prints the answers.",
        discussion: "On a terminal all stay up until they are interrupted; otherwise, or with --once, the demo ends."
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
        let practices = fixtures + "/epraccur.csv"
        let key = try DemoKey()
        let legacy = LegacySimulator(
            people: people,
            configuration: try Simulate.Legacy.configuration(practices: practices)
        )
        try await key.simulator(people: people).whileRunning { pds in
            try await legacy.whileRunning { legacy in
                let folder = try DemoFolder(
                    pdsPort: try await pds.port,
                    legacyPort: try await legacy.port,
                    key: key,
                    mappings: mappings,
                    practices: practices
                )
                defer { folder.remove() }
                show("PDS simulator     http://127.0.0.1:\(try await pds.port)/personal-demographics/FHIR/R4")
                show("legacy simulator  http://127.0.0.1:\(try await legacy.port)/smsp/pds")
                try await serve(folder.configuration, people: people.all.count) { (pds.traffic, legacy.traffic) }
            }
        }
    }

    /// Runs the bridge and asks it, once with the site in `legacy` and once in `fhir`.
    private func serve(
        _ path: String,
        people: Int,
        traffic: @escaping @Sendable () -> (pds: PDSTraffic, legacy: LegacyTraffic)
    ) async throws {
        let log = Logger(label: "demo") { _ in SwiftLogNoOpLogHandler() }
        let configuration = try ConfigurationFile.load(path)
        let bridge = try await BridgeAssembly.make(
            configuration,
            audit: try AuditJournalFile.open(configuration.audit, logger: log),
            logger: log,
            load: { try ConfigurationFile.load(path) }
        )
        let group = ServiceGroup(services: bridge.services, gracefulShutdownSignals: [.sigterm, .sigint], logger: log)
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            let script = DemoScript(url: "http://127.0.0.1:\(try await bridge.smsp.boundPort)/DEMO")
            show("SMSP bridge       \(script.url), \(people) people on both sides")
            show("operators         http://127.0.0.1:\(try await bridge.admin.boundPort)/metrics, /readyz")
            let legacy = try await script.answers()
            _ = try await bridge.control.change(
                CutoverChange(.promote, site: "DEMO", operation: nil, to: .fhir, reason: "the demo", isForced: true),
                by: "demo"
            )
            let fhir = try await script.answers()
            let outcomes = zip(DemoScript.questions, zip(legacy, fhir)).map { question, answers in
                show(question, legacy: answers.0, fhir: answers.1)
                return DemoOutcome(question, legacy: answers.0, fhir: answers.1)
            }
            let (asked, passed) = (traffic().pds, traffic().legacy)
            show("\nThe legacy endpoint was asked \(passed.requestCount) times.")
            show(
                """
                PDS was asked for \(asked.retrieves) records and \(asked.searches) searches, with \
                \(asked.tokenRequests) token request.
                """
            )
            if json { print(try JSONText.pretty(outcomes)) }
            let failures = outcomes.count { !$0.isExpected }
            guard failures == 0 else {
                Terminal.complain("\(failures) answer(s) are not what the demo expects")
                throw ExitCode.failure
            }
            if Terminal.isInteractive, !once, !json {
                invite(script.url)
            } else {
                await group.triggerGracefulShutdown()
            }
            try await tasks.waitForAll()
        }
    }

    private func show(_ question: DemoScript.Question, legacy: ReceivedAnswer, fhir: ReceivedAnswer) {
        show("\n\(question.title)")
        show(RequestText.line(of: question.request))
        show(SideBySideText.header)
        for line in SideBySideText.lines(legacy: legacy, fhir: fhir) { show(line) }
    }

    private func show(_ line: String) {
        if !json { print(line) }
    }

    private func invite(_ url: String) {
        print("\nAll stay up, and the site is in fhir. Ask again from another terminal, for example:\n")
        print("    echo '{nhsNumber: \"9990000018\", dateOfBirth: 1961-04-09}' | \\")
        print("        .build/debug/smsp-bridge query verifyNHSNumber --url \(url) --from -\n")
        print("Ctrl-C ends them.")
    }
}
