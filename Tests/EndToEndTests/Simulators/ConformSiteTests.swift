import Foundation
import Simulators
import Subprocess
import Testing

/// `conform --site`: the run that a promotion to `shadow` waits for.
@Suite struct ConformSiteTests {
    private static let sites = """
        - id: RXX
          ods: RXX
          legacy: central
          identify: { path: /RXX }
          informationGovernanceBasis: { reference: DPIA-12, approvedBy: a guardian, date: 2026-11-01, covers: [shadow] }
        - { id: RFF, ods: RXX, legacy: none, identify: { path: /RFF } }

        """

    /// Runs `conform` for RXX with one operation.
    private static func conform(
        _ url: String,
        _ folder: ConfigurationFolder,
        people: Bool = true
    ) async throws -> BridgeProcess.Remains {
        try await BridgeProcess.run(
            ["conform", "--url", url, "--operations", "verifyNHSNumber", "--site", "RXX"]
                + ["--config", folder.configuration]
                + (people ? ["--people", "Fixtures/conformance-people.yaml"] : [])
        )
    }

    @Test(
        "a promotion to shadow waits for a run that PDS FHIR answered: one that legacy answers, or nobody knows, is none"
    )
    func promotes() async throws {
        try await CutoverHarness.running(sites: Self.sites, cutover: "{}\n", comparison: "") { harness in
            let legacy = "http://127.0.0.1:\(try await harness.legacy.port)/smsp/pds"
            _ = try await harness.serving { bridge in
                let admin = try Operator(bridge)
                let promotion = #"{"operation":"verifyNHSNumber","to":"shadow","reason":"evidence"}"#
                #expect(try await admin.change("RXX", "promote", promotion) == 409)
                let origin = "http://127.0.0.1:\(bridge.port)"
                for (url, people, reason) in [
                    (legacy, true, "are not in the audit journal as made from PDS FHIR"),
                    (origin + "/RXX", true, "the legacy endpoint answered"),
                    (origin + "/RFF", false, "no test patient was found"),
                ] {
                    let run = try await Self.conform(url, harness.folder, people: people)
                    #expect(run.status == .exited(10), "\(run.output.suffix(2_000)) \(run.error)")
                    #expect(run.error.contains("verifyNHSNumber: does not count for RXX: "), "\(run.error)")
                    #expect(run.error.contains(reason), "\(run.error)")
                    #expect(try await admin.change("RXX", "promote", promotion) == 409)
                }
                let run = try await Self.conform(origin + "/RFF", harness.folder)
                #expect(run.status == .exited(0), "\(run.output.suffix(2_000)) \(run.error)")
                // Another operation waits for a run of its own.
                let other = #"{"operation":"getNHSNumber","to":"shadow","reason":"evidence"}"#
                #expect(try await admin.change("RXX", "promote", other) == 409)
                #expect(try await admin.change("RXX", "promote", promotion) == 200)
            }
            let entries = try await harness.journal().filter { $0.action == "conform" }
            #expect(entries.map(\.from) == ["unproven", "unproven", "unproven", "passed"])
            #expect(Set(entries.map(\.site)) == ["RXX"])
            #expect(Set(entries.map(\.operation)) == ["verifyNHSNumber"])
            #expect(entries.last?.reason?.hasSuffix("rules kept, 0 broken") == true)
        }
    }

    @Test("a site that is not there is refused before anybody is asked; status 2")
    func unknownSite() async throws {
        try await CutoverHarness.running(sites: Self.sites, cutover: "{}\n") { harness in
            let run = try await BridgeProcess.run([
                "conform", "--url", "http://127.0.0.1:9/", "--site", "RZZ", "--config", harness.folder.configuration,
            ])
            #expect(run.error == "--site: no site has the id RZZ\n")
            #expect(run.status == .exited(2))
        }
    }
}
