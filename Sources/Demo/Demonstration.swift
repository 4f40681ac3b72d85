import Bridge
import Evidence
import Foundation
import SMSPContract
import SMSPQuery
public import Simulators

/// The demo: both simulators and a bridge over the same synthetic people.
///
/// 1. A site sends each query of ``DemoScript`` once in `legacy` and once in `fhir`, and both answers are shown.
/// 2. A site in `shadow` compares with a legacy endpoint whose people have drifted (``DemoComparison``).
/// 3. A mistake is made in a copy of the mapping tables, and the comparison names its row.
public struct Demonstration: Sendable {
    private let comparison: DemoComparison
    private let legacy: LegacyConfiguration
    private let practices: String
    private let mappings: String
    private let output: Output

    /// The demo's output, as it comes.
    public struct Output: Sendable {
        /// Shows a line.
        let line: @Sendable (String) -> Void
        /// Shows the number of queries sent, and of all, during long work.
        let progress: @Sendable (_ done: Int, _ all: Int) -> Void

        /// An output of these parts.
        public init(
            line: @escaping @Sendable (String) -> Void,
            progress: @escaping @Sendable (_ done: Int, _ all: Int) -> Void
        ) {
            self.line = line
            self.progress = progress
        }
    }

    /// The result, for programs.
    public struct Result: Encodable, Sendable {
        /// The answers to each query.
        let answers: [DemoOutcome]
        /// The differences that the comparison found.
        let comparison: DemoComparison.Outcome

        /// The reason that the demo failed; nil if it did not.
        public var failure: String? {
            let unexpected = answers.count { !$0.isExpected }
            if unexpected > 0 { return "\(unexpected) answer(s) are not what the demo expects" }
            return comparison.isExpected ? nil : "the comparison did not find what the demo expects"
        }
    }

    /// The addresses of a running demo.
    public struct Addresses: Sendable {
        /// The URL of the site that answers queries.
        public let site: String
        /// The URL of the console.
        public let console: String
    }

    /// A demo.
    ///
    /// - Parameters:
    ///   - people: the people of the fixtures.
    ///   - legacy: the configuration of the legacy simulators.
    ///   - practices: the path of the ODS practice file.
    ///   - mappings: the directory of the mapping tables, which are copied.
    /// - Throws: a problem of the people.
    public init(
        people: SyntheticPeople,
        legacy: LegacyConfiguration,
        practices: String,
        mappings: String,
        output: Output
    ) throws {
        comparison = try DemoComparison(people)
        self.legacy = legacy
        self.practices = practices
        self.mappings = mappings
        self.output = output
    }

    /// Runs the demo, then `finish` while everything still runs, then stops.
    ///
    /// - Parameters:
    ///   - start: assembles the bridge of a configuration file.
    ///   - finish: gets the result; true if the demo stays up until the process is stopped.
    public func run(
        start: @Sendable (_ configuration: String) async throws -> DemoBridge,
        finish: @Sendable (Result, Addresses) throws -> Bool
    ) async throws {
        let key = try DemoKey()
        let central = LegacySimulator(people: comparison.people, configuration: legacy)
        let ageing = LegacySimulator(people: comparison.aged, configuration: legacy)
        try await key.simulator(people: comparison.people).whileRunning { pds in
            try await central.whileRunning { central in
                try await ageing.whileRunning { ageing in
                    let folder = try DemoFolder(
                        pdsPort: try await pds.port,
                        legacyPort: try await central.port,
                        ageingPort: try await ageing.port,
                        key: key,
                        mappings: mappings,
                        practices: practices
                    )
                    defer { folder.remove() }
                    show("PDS simulator     http://127.0.0.1:\(try await pds.port)/personal-demographics/FHIR/R4")
                    show("legacy simulator  http://127.0.0.1:\(try await central.port)/smsp/pds")
                    let bridge = try await start(folder.configuration)
                    try await withThrowingTaskGroup(of: Void.self) { tasks in
                        tasks.addTask { try await bridge.run() }
                        if try await !drive(bridge, folder, pds: pds, legacy: central, finish: finish) {
                            await bridge.stop()
                        }
                        try await tasks.waitForAll()
                    }
                }
            }
        }
    }

    /// Shows all parts of the demo; returns the value of `finish`.
    private func drive(
        _ bridge: DemoBridge,
        _ folder: DemoFolder,
        pds: PDSSimulator,
        legacy: LegacySimulator,
        finish: (Result, Addresses) throws -> Bool
    ) async throws -> Bool {
        let url = "http://127.0.0.1:\(try await bridge.smspPort())"
        let console = "http://127.0.0.1:\(try await bridge.adminPort())/"
        show("SMSP bridge       \(url)/DEMO, \(comparison.people.all.count) people on both sides")
        show("console           \(console), token \(folder.token)")
        let answers = try await showAnswers(of: bridge, DemoScript(url: url + "/DEMO"))
        let (passed, queried) = (legacy.traffic, pds.traffic)
        show("\nThe legacy endpoint got \(passed.requestCount) requests.")
        show(
            "PDS got \(queried.retrieves) retrieves, \(queried.searches) searches and "
                + "\(queried.tokenRequests) token request."
        )
        let found = try await showComparison(of: bridge, folder, url: url + "/TRUST")
        return try finish(
            Result(answers: answers, comparison: found),
            Addresses(site: url + "/DEMO", console: console)
        )
    }

    /// Sends every query, once with the site in `legacy` and once in `fhir`.
    private func showAnswers(of bridge: DemoBridge, _ script: DemoScript) async throws -> [DemoOutcome] {
        let legacy = try await script.answers()
        _ = try await bridge.control.change(
            CutoverChange(.promote, site: "DEMO", operation: nil, to: .fhir, reason: "the demo", isForced: true),
            by: "demo"
        )
        let fhir = try await script.answers()
        return zip(DemoScript.questions, zip(legacy, fhir)).map { question, answers in
            show("\n\(question.title)")
            show(RequestText.line(of: question.request))
            show(SideBySideText.header)
            for line in SideBySideText.lines(legacy: answers.0, fhir: answers.1) { show(line) }
            return DemoOutcome(question, legacy: answers.0, fhir: answers.1)
        }
    }

    /// Compares the ageing legacy endpoint with PDS, then makes a mistake in the mapping and compares again.
    private func showComparison(
        of bridge: DemoBridge,
        _ folder: DemoFolder,
        url: String
    ) async throws -> DemoComparison.Outcome {
        show("\nThe site TRUST is in shadow: its legacy endpoint answers, and PDS FHIR's answer is compared.")
        show(
            "\(comparison.drifted) people have another surname, gender, postcode, death or practice there than in PDS."
        )
        let before = try await evidence(of: bridge, url: url)
        let found = before.mismatches(of: "TRUST")
        show(
            "Comparison counts \(found.map(String.init) ?? "no") calls that differ and that no rule explains, in groups of at "
                + "least five people:"
        )
        for line in before.topLines(5, from: folder.path) { show(line) }
        let mistake = DemoComparison.mistake
        show("\nNow a mistake in the mapping: the row \(mistake.row) says `\(mistake.instead)`. The top difference:")
        try DemoComparison.makeMistake(in: folder.mappings)
        _ = await bridge.control.reload(by: "demo")
        let after = try await evidence(of: bridge, url: url)
        for line in after.topLines(1, from: folder.path) { show(line) }
        return DemoComparison.Outcome(
            drifted: comparison.drifted,
            found: found,
            mistake: mistake.row,
            named: after.summary.patterns.first { !$0.isExplained }.flatMap { after.candidates(of: $0).first }
        )
    }

    /// Queries every generated person, and returns the evidence once every comparison is recorded.
    private func evidence(of bridge: DemoBridge, url: String) async throws -> EvidenceReport {
        try await comparison.ask(url, progress: output.progress)
        await bridge.settleComparisons()
        return try await bridge.control.report(EvidenceQuery(site: "TRUST"))
    }

    private func show(_ line: String) {
        output.line(line)
    }
}
