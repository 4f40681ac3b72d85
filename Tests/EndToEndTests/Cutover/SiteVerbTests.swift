import Foundation
import Subprocess
import Testing

/// The verbs of `site` on files, no bridge being asked.
@Suite struct SiteVerbTests {
    private static let sites = """
        - { id: RXX, name: Example Trust, ods: RXX, identify: { path: /rxx }, legacy: central }
        - { id: RZZ, ods: RZZ, identify: { path: /rzz } }

        """

    /// A folder of a configuration with two sites, nothing running.
    private static func withFolder<Value>(
        cutover: String = "{}\n",
        lock: String? = nil,
        _ body: (ConfigurationFolder) async throws -> Value
    ) async throws -> Value {
        let folder = try ConfigurationFolder(
            pdsPort: 1,
            keys: try ApplicationKeys(),
            sites: sites,
            more: [
                "legacies: { central: { url: 'http://127.0.0.1:9/smsp/pds' } }", "cutover: { file: cutover.yaml }",
            ]
        )
        defer { folder.remove() }
        try folder.write("cutover.yaml", cutover)
        if let lock { try folder.write("cutover.lock.yaml", lock) }
        return try await body(folder)
    }

    private static func site(_ folder: ConfigurationFolder, _ arguments: String...) async throws
        -> BridgeProcess.Remains
    {
        try await BridgeProcess.run(["site"] + arguments + ["--config", folder.configuration])
    }

    private static func journal(_ folder: ConfigurationFolder) async throws -> [JournalLine] {
        let query = try await BridgeProcess.run(["audit", "query", "--config", folder.configuration, "--json"])
        return try query.output.split(separator: "\n").map {
            try JSONDecoder().decode(JournalLine.self, from: Data($0.utf8))
        }
    }

    @Test("list is a table of sites and operations")
    func list() async throws {
        let list = try await Self.withFolder(cutover: "RXX: { verifyNHSNumber: fhir }\n") {
            try await Self.site($0, "list")
        }
        #expect(
            list.output == """
                site  legacy   verifyNHSNumber  getNHSNumber  getPatientDetailsByNHSNumber  getPatientDetailsBySearch  \
                getPatientDetails
                RXX   central  fhir             legacy        legacy                        legacy                     \
                legacy
                RZZ   none     fhir             fhir          fhir                          fhir                       \
                fhir

                """
        )
        #expect(list.status == .exited(0))
    }

    @Test("show tells what holds a site back, by whom and why")
    func show() async throws {
        let show = try await Self.withFolder(
            cutover: "RXX: { getNHSNumber: fhir }\n",
            lock: """
                RXX: { getNHSNumber: { state: legacy, frozen: true, since: "2026-11-23T12:00:00Z", by: ops-1, \
                reason: a complaint } }

                """
        ) { try await Self.site($0, "show", "RXX") }
        #expect(
            show.output == """
                RXX  Example Trust
                  ODS code  RXX
                  legacy    central
                  verifyNHSNumber               legacy
                  getNHSNumber                  legacy, frozen  (cutover.yaml asks for fhir)
                    held since 2026-11-23T12:00:00Z by ops-1: a complaint
                  getPatientDetailsByNHSNumber  legacy
                  getPatientDetailsBySearch     legacy
                  getPatientDetails             legacy

                """
        )
    }

    @Test("a promotion and a rollback change the files, and the journal tells who did what and why")
    func changes() async throws {
        try await Self.withFolder { folder in
            let there = try await Self.site(
                folder,
                "promote",
                "RXX",
                "--operation",
                "getNHSNumber",
                "--to",
                "fhir",
                "--force",
                "--reason",
                "a trial",
                "--json"
            )
            #expect(there.status == .exited(0), "\(there.error)")
            let status = try JSONSerialization.jsonObject(with: Data(there.output.utf8)) as? [String: Any]
            #expect(status?["id"] as? String == "RXX")
            let back = try await Self.site(folder, "rollback", "RXX", "--reason", "a complaint")
            #expect(back.output.contains("getNHSNumber                  legacy  (cutover.yaml asks for fhir)"))
            let journal = try await Self.journal(folder).filter { $0.operation == "getNHSNumber" }
            #expect(journal.map(\.action) == ["promote", "rollback"])
            #expect(journal.map(\.user) == [NSUserName(), NSUserName()])
            #expect(journal.map(\.reason) == ["forced: a trial", "a complaint"])
            #expect(journal.map(\.to) == ["fhir", "legacy"])
        }
    }

    @Test(
        "what is held ends with status 10, an unknown site and a missing reason with 2, and each says why",
        arguments: [
            (["promote", "RXX", "--to", "fhir", "--reason", "a trial"], 10, "there is no evidence"),
            (["rollback", "RZZ", "--reason", "a complaint"], 10, "no legacy endpoint to go back to"),
            (["retire-legacy", "RXX", "--reason", "the contract ended"], 10, "only a site that is in fhir"),
            (["freeze", "NOBODY", "--reason", "wait"], 2, "no site has the id NOBODY"),
            (["show", "NOBODY"], 2, "no site has the id NOBODY"),
            (["freeze", "RXX"], 2, "--reason"),
        ] as [([String], Int32, String)]
    )
    func refused(_ arguments: [String], _ status: Int32, _ part: String) async throws {
        let remains = try await Self.withFolder { folder in
            try await BridgeProcess.run(["site"] + arguments + ["--config", folder.configuration])
        }
        #expect(remains.status == .exited(status))
        #expect(remains.error.contains(part), "\(remains.error)")
    }

    @Test(
        "states that are not built, and those that a site cannot be in, are refused with file, line and what to try",
        arguments: [
            ("RXX: { default: verify }\n", "RXX.default: is not one of legacy, shadow, fhir (got verify). Try: "),
            ("RXX: { getNHSNumber: { canary: 5 } }\n", "RXX.getNHSNumber: is not one of legacy, shadow, fhir"),
            ("RXX: { getNHSNumber: verify }\n", "RXX.getNHSNumber: is not one of legacy, shadow, fhir (got verify)"),
            ("RZZ: { default: legacy }\n", "RZZ.default: the site has no legacy endpoint (got legacy). Try: fhir"),
        ]
    )
    func checked(_ cutover: String, _ part: String) async throws {
        let check = try await Self.withFolder(cutover: cutover) {
            try await BridgeProcess.run(["config", "check", "--config", $0.configuration])
        }
        #expect(check.status == .exited(3))
        #expect(check.error.contains("cutover.yaml:1: " + part), "\(check.error)")
    }

    @Test("a lock file that cannot be read stops the start with file, line and what to try", .timeLimit(.minutes(10)))
    func lockNotReadable() async throws {
        let serve = try await Self.withFolder(lock: "RXX:\n  getNHSNumber: { state: lega") {
            try await BridgeProcess.run(["serve", "--config", $0.configuration])
        }
        #expect(serve.status == .exited(3))
        #expect(serve.error.firstMatch(of: #/cutover\.lock\.yaml:[0-9]+: .* Try: /#) != nil, "\(serve.error)")
    }

    @Test("500 sites with every operation are loaded, checked and their states found in no time")
    func many() async throws {
        let ids = (0..<500).map { "S\($0)" }
        let sites = ids.map { "- { id: \($0), ods: RXX, identify: { path: /\($0) }, legacy: central }\n" }.joined()
        let states =
            "verifyNHSNumber: fhir, getNHSNumber: legacy, getPatientDetailsByNHSNumber: fhir, "
            + "getPatientDetailsBySearch: legacy, getPatientDetails: fhir"
        let (one, many) = try await Self.withFolder { folder in
            let clock = ContinuousClock()
            func check() async throws -> Duration {
                try await clock.measure {
                    let check = try await BridgeProcess.run(["config", "check", "--config", folder.configuration])
                    #expect(check.status == .exited(0), "\(check.error)")
                }
            }
            let one = try await check()
            try folder.write("sites.yaml", sites)
            try folder.write("cutover.yaml", ids.map { "\($0): { \(states) }\n" }.joined())
            return (one, try await check())
        }
        print("config check: two sites \(one), 500 sites \(many)")
        // Other tests run meanwhile, each with processes of its own.
        #expect(many < .seconds(60))
    }
}
