import ArgumentParser
import Bridge
import BridgeServer
import Evidence
import Foundation
import Logging
import SMSPContract
import ServiceLifecycle
import Simulators
import UnixSignals

/// `demo`: everything at once, on loopback, over synthetic people.
struct Demo: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Runs the simulators and the bridge on loopback, asks both ways, compares, and prints what differs.",
        discussion: "On a terminal all stay up until they are interrupted; otherwise, or with --once, the demo ends."
    )

    @Flag(help: "End after the answers are printed, on a terminal too.")
    var once = false

    @Flag(help: "Print what each question got and what comparing found as JSON, and end.")
    var json = false

    @Option(help: ArgumentHelp("The directory of the mapping tables.", valueName: "directory"))
    var mappings = "Mappings"

    @Option(help: ArgumentHelp("The directory of synthetic people and practices.", valueName: "directory"))
    var fixtures = "Fixtures"

    /// The demo's result, for programs.
    private struct Found: Encodable {
        let answers: [DemoOutcome]
        let comparison: DemoComparison.Outcome
    }

    /// The requests that the simulators received.
    private typealias Traffic = @Sendable () -> (pds: PDSTraffic, legacy: LegacyTraffic)

    func run() async throws {
        CoreDumps.forbid()
        let comparison = try DemoComparison(try ConfigurationFile.loadPeople(fixtures + "/patients.yaml"))
        let practices = fixtures + "/epraccur.csv"
        let key = try DemoKey()
        let configuration = try Simulate.Legacy.configuration(practices: practices)
        let legacy = LegacySimulator(people: comparison.people, configuration: configuration)
        let ageing = LegacySimulator(people: comparison.aged, configuration: configuration)
        try await key.simulator(people: comparison.people).whileRunning { pds in
            try await legacy.whileRunning { legacy in
                try await ageing.whileRunning { ageing in
                    let folder = try DemoFolder(
                        pdsPort: try await pds.port,
                        legacyPort: try await legacy.port,
                        ageingPort: try await ageing.port,
                        key: key,
                        mappings: mappings,
                        practices: practices
                    )
                    defer { folder.remove() }
                    show("PDS simulator     http://127.0.0.1:\(try await pds.port)/personal-demographics/FHIR/R4")
                    show("legacy simulator  http://127.0.0.1:\(try await legacy.port)/smsp/pds")
                    try await serve(folder, comparison) { (pds.traffic, legacy.traffic) }
                }
            }
        }
    }

    /// Runs the bridge while both halves of the demo are done.
    private func serve(_ folder: DemoFolder, _ comparison: DemoComparison, _ traffic: @escaping Traffic) async throws {
        let log = Logger(label: "demo") { _ in SwiftLogNoOpLogHandler() }
        let path = folder.configuration
        let configuration = try ConfigurationFile.load(path)
        let bridge = try await BridgeAssembly.make(
            configuration,
            audit: try AuditJournalFile.open(configuration.audit, logger: log),
            logger: log,
            // The demo's endpoints have no replication lag to wait for.
            requeryDelays: .zero ... .milliseconds(100),
            load: { try ConfigurationFile.load(path) }
        )
        let group = ServiceGroup(services: bridge.services, gracefulShutdownSignals: [.sigterm, .sigint], logger: log)
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            let url = "http://127.0.0.1:\(try await bridge.smsp.boundPort)"
            let console = "http://127.0.0.1:\(try await bridge.admin.boundPort)/"
            show("SMSP bridge       \(url)/DEMO, \(comparison.people.all.count) people on both sides")
            show("console           \(console), token \(folder.token)")
            let answers = try await answers(of: bridge, DemoScript(url: url + "/DEMO"), traffic)
            let found = try await compare(bridge, folder, comparison, url: url + "/TRUST")
            if json { print(try JSONText.pretty(Found(answers: answers, comparison: found))) }
            let failures = answers.count { !$0.isExpected }
            guard failures == 0, found.isExpected else {
                Terminal.complain(
                    failures > 0
                        ? "\(failures) answer(s) are not what the demo expects"
                        : "comparing did not find what the demo expects"
                )
                throw ExitCode.failure
            }
            if Terminal.isInteractive, !once, !json {
                invite(url + "/DEMO", console: console)
            } else {
                await group.triggerGracefulShutdown()
            }
            try await tasks.waitForAll()
        }
    }

    // MARK: - The first half

    /// Asks every question, once with the site in `legacy` and once in `fhir`.
    private func answers(
        of bridge: BridgeAssembly,
        _ script: DemoScript,
        _ traffic: Traffic
    ) async throws -> [DemoOutcome] {
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
        return outcomes
    }

    private func show(_ question: DemoScript.Question, legacy: ReceivedAnswer, fhir: ReceivedAnswer) {
        show("\n\(question.title)")
        show(RequestText.line(of: question.request))
        show(SideBySideText.header)
        for line in SideBySideText.lines(legacy: legacy, fhir: fhir) { show(line) }
    }

    // MARK: - The second half

    /// Compares the ageing legacy endpoint with PDS, then makes a mistake in the mapping and compares again.
    private func compare(
        _ bridge: BridgeAssembly,
        _ folder: DemoFolder,
        _ comparison: DemoComparison,
        url: String
    ) async throws -> DemoComparison.Outcome {
        show(
            "\nThe site TRUST is in shadow: its legacy endpoint answers, and PDS FHIR is asked beside it and compared."
        )
        show(
            "\(comparison.drifted) people have another surname, gender, postcode, death or practice there than in PDS."
        )
        let before = try await report(bridge, after: { try await comparison.ask(url) })
        let found = before.mismatches(of: "TRUST")
        show("Comparing found \(found.map(String.init) ?? "a few") calls that differ and that no rule explains:")
        for line in before.mostLines(5, from: folder.path) { show(line) }
        let mistake = DemoComparison.mistake
        show("\nNow a mistake in the mapping: the row \(mistake.row) says `\(mistake.instead)`. What differs most:")
        try DemoComparison.makeMistake(in: folder.mappings)
        _ = await bridge.control.reload(by: "demo")
        let after = try await report(bridge, after: { try await comparison.ask(url) })
        for line in after.mostLines(1, from: folder.path) { show(line) }
        return DemoComparison.Outcome(
            drifted: comparison.drifted,
            found: found,
            mistake: mistake.row,
            named: after.summary.patterns.first { !$0.isExplained }.flatMap { after.candidates(of: $0).first }
        )
    }

    /// The evidence once `ask` is done and every comparison is recorded.
    private func report(_ bridge: BridgeAssembly, after ask: () async throws -> Void) async throws -> EvidenceReport {
        try await ask()
        await bridge.settleComparisons()
        return try await bridge.control.report(EvidenceQuery(site: "TRUST"))
    }

    private func show(_ line: String) {
        if !json { print(line) }
    }

    private func invite(_ url: String, console: String) {
        print("\nAll stay up. Look at \(console), with the token above; the mistake is still in the mapping.")
        print("Or ask from another terminal, for example:\n")
        print("    echo '{nhsNumber: \"9990000018\", dateOfBirth: 1961-04-09}' | \\")
        print("        .build/debug/smsp-bridge query verifyNHSNumber --url \(url) --from -\n")
        print("Ctrl-C ends them.")
    }
}
