import Bridge
import Evidence
import Foundation
import SMSPContract
import Simulators
import Subprocess
import Testing

/// People with a mark in every field, another on either side, go every way that diff mode has: nothing of them is left
/// anywhere.
@Suite(.timeLimit(.minutes(10))) struct ShadowMarkerTests {
    private static let sites = """
        - id: RXX
          ods: RXX
          legacy: central
          informationGovernanceBasis:
            { reference: DPIA-12, approvedBy: a guardian, date: 2026-11-01, covers: [shadow, reask] }

        """

    /// The verbs that have to do with what is compared: one that is added to the program is added here.
    ///
    /// - Parameter questions: files that hold requests.
    private static func verbs(_ harness: CutoverHarness, _ questions: [String]) -> [[String]] {
        let config = ["--config", harness.folder.configuration]
        let comparing = [["compare", "--site", "RXX"] + config, ["compare", "--site", "RXX", "--json"] + config]
        return ["html", "json", "md"].map { ["report", "--format", $0] + config } + comparing.map { $0 + questions }
            + [
                ["report", "--site", "RXX"] + config, ["audit", "query", "--json"] + config, ["site", "list"] + config,
            ]
    }

    private static let pages = ["/", "/differences", "/sites/RXX", "/rules"]
    private static let resources = [
        "/api/evidence", "/api/differences", "/api/sites", "/api/audit?limit=1000", "/api/mappings", "/metrics",
        "/readyz",
    ]

    /// What came of it.
    private struct Course: Sendable {
        var traces = Traces()
        /// The answers that callers got.
        var answers = ""
        /// What `compare --show-values` printed.
        var values = ""
        let report: EvidenceReport
        let killed: TerminationStatus
    }

    /// Compares calls of every operation and looks at what came of it, kills the bridge while it compares, and starts it
    /// again.
    private static func course(_ people: MarkerPeople) async throws -> Course {
        try await CutoverHarness.running(
            sites: sites,
            cutover: "RXX: { default: shadow }\n",
            comparison: "reaskShare: 1",
            people: (people.pds, people.legacy),
            more: ["log: { level: debug }"]
        ) { harness in
            let folder = try ConfigurationFolder()
            defer { folder.remove() }
            let questions = try Self.questions(people, in: folder)
            let ((first, answers, values), killed) = try await harness.serving { bridge in
                let answers = try await Self.ask(people, bridge)
                try await bridge.waitUntilCompared()
                var traces = try await Self.look(at: harness, bridge, questions)
                let shown = try await BridgeProcess.run(
                    ["compare", "--site", "RXX", "--show-values", "--config", harness.folder.configuration] + questions
                )
                try traces.add(filesIn: harness.folder.url, when: "running")
                harness.pds.faults.set([
                    FaultRule(.delay(.seconds(20))), FaultRule(.delay(.seconds(20)), on: .searches),
                ])
                _ = try await Self.ask(people, bridge)
                let held = try await bridge.metric("smsp_bridge_comparisons_held")
                try #require((held ?? 0) > 5)
                try bridge.kill()
                return (traces, answers, shown.output)
            }
            var traces = first
            traces.add("log until the kill", killed.output)
            traces.add("standard error until the kill", killed.error)
            try traces.add(filesIn: harness.folder.url, when: "killed")
            harness.pds.faults.clear()
            let (again, stopped) = try await harness.serving { bridge in
                _ = try await Self.ask(people, bridge)
                try await bridge.waitUntilCompared()
                return try await Self.look(at: harness, bridge, questions)
            }
            traces.add(again)
            traces.add("log after the restart", stopped.output)
            traces.add("standard error after the restart", stopped.error)
            try traces.add(filesIn: harness.folder.url, when: "stopped")
            return Course(
                traces: traces,
                answers: answers,
                values: values,
                report: try await harness.report(),
                killed: killed.status
            )
        }
    }

    /// Asks everything about everybody; all that callers get.
    private static func ask(_ people: MarkerPeople, _ bridge: BridgeProcess) async throws -> String {
        let caller = try SMSPCaller(port: bridge.port)
        var answers = ""
        for operation in SMSPOperation.allCases {
            for question in try people.questions(operation) { answers += try await caller.ask(question).text }
        }
        return answers
    }

    /// A file for each operation, with a request about the first of them.
    private static func questions(_ people: MarkerPeople, in folder: ConfigurationFolder) throws -> [String] {
        try SMSPOperation.allCases.map { operation in
            let message = RequestRenderer(ids: .random).render(
                try #require(try people.questions(operation).first),
                to: "http://bridge.example/",
                auditIdentity: AuditIdentity(type: OID.auditIdentity, uri: "urn:nhs-uk:identity:ods:RXX:tester"),
                username: nil,
                now: .now
            )
            try folder.write("\(operation.rawValue).xml", String(decoding: message, as: UTF8.self))
            return folder.url.appending(path: "\(operation.rawValue).xml").path
        }
    }

    /// Looks at everything that shows what was compared.
    private static func look(
        at harness: CutoverHarness,
        _ bridge: BridgeProcess,
        _ questions: [String]
    ) async throws -> Traces {
        var traces = Traces()
        try await harness.waitUntilRecorded()
        try await harness.ageRecords()
        for verb in verbs(harness, questions) {
            let run = try await BridgeProcess.run(verb, outputLimit: 1 << 24)
            try #require([.exited(0), .exited(10)].contains(run.status), "\(verb.prefix(3)): \(run.error)")
            traces.add(verb.prefix(3).joined(separator: " "), run.output)
            traces.add("standard error of " + verb.prefix(3).joined(separator: " "), run.error)
        }
        let (admin, console) = (try Operator(bridge), try await ConsoleReader(bridge))
        for resource in resources { traces.add(resource, try await admin.get(resource)) }
        let patterns = traces.text("/api/differences").matches(of: /"id":"([0-9a-f]{32})"/).map { String($0.1) }
        try #require(!patterns.isEmpty)
        for page in pages + patterns.map({ "/differences/\($0)" }) { traces.add(page, try await console.page(page)) }
        for id in patterns { traces.add("/api/differences/\(id)", try await admin.get("/api/differences/\(id)")) }
        return traces
    }

    private static let outcome = Task { () -> (MarkerPeople, Course) in
        let people = try MarkerPeople()
        return (people, try await course(people))
    }

    @Test("no mark, no NHS number and no date of a person is in files, log, metrics, reports, API or console")
    func nothingIsKept() async throws {
        let (people, course) = try await Self.outcome.value
        let names = Set(course.traces.names)
        for name in [
            "bridge.sqlite, running", "bridge.sqlite-wal, running", "bridge.sqlite-shm, running",
            "bridge.sqlite, killed",
            "bridge.sqlite-wal, killed", "audit.sqlite, killed", "audit.sqlite-wal, killed", "bridge.sqlite, stopped",
            "audit.sqlite, stopped", "/metrics", "/differences",
        ] {
            #expect(names.contains(name), "\(name)")
        }
        #expect(course.killed == .signaled(SIGKILL))
        #expect(course.traces.found(people.secrets) == [])
    }

    @Test("every leaf that can hold a mark did differ, in every operation that gives it")
    func marksAreCompared() async throws {
        let (_, course) = try await Self.outcome.value
        let unexplained = Dictionary(
            course.report.summary.leavesBySite.map { ($0.leaf.name, $0.unexplained.shown ?? 0) },
            uniquingKeysWith: +
        )
        for leaf in [
            "name/prefix", "name/given[1]", "name/given[2]", "name/family", "addr[PST]/postalCode",
            "addr[PST]/streetAddressLine", "addr[TMP]/postalCode", "addr[TMP]/streetAddressLine", "addr[H]/postalCode",
            "addr[H]/streetAddressLine", "telecom/@value", "telecom/useablePeriod/low", "telecom/useablePeriod/high",
            "patientPerson/deceasedTime", "gPPractice/locationOrganization/id",
        ] {
            // Three operations give it, about six people.
            #expect(unexplained[leaf, default: 0] >= 18, "\(leaf): \(unexplained[leaf, default: 0])")
        }
        let mismatched = course.report.summary.periods.filter { ($0.verdicts[.mismatch]?.shown ?? 0) >= 6 }
        #expect(Set(mismatched.map(\.operation)) == Set(SMSPOperation.allCases))
    }

    @Test("the marks of the legacy side are in the answers, and those of both sides are what is compared")
    func marksAreThere() async throws {
        let (_, course) = try await Self.outcome.value
        #expect(course.answers.contains(MarkerPeople.marks.legacy))
        #expect(course.values.contains(MarkerPeople.marks.legacy))
        #expect(course.values.contains(MarkerPeople.marks.pds))
    }

    @Test("what is searched for is found in UTF-8 and UTF-16, and in small letters")
    func search() {
        var traces = Traces()
        traces.add("small", "a zqpds b")
        traces.add("wide", String(decoding: Array("x ZQPDS".utf8).flatMap { [$0, 0] }, as: UTF8.self))
        traces.add("other", "ZQPD S")
        #expect(traces.found([("a mark", "ZQPDS")]) == ["small: a mark", "wide: a mark"])
    }
}
