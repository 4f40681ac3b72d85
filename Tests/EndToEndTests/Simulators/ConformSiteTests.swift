import Foundation
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

    @Test("a run that passed is entered for the site, and the promotion to shadow that waited for it is made")
    func promotes() async throws {
        try await CutoverHarness.running(sites: Self.sites, cutover: "{}\n", comparison: "") { harness in
            _ = try await harness.serving { bridge in
                let admin = try Operator(bridge)
                let promotion = #"{"operation":"verifyNHSNumber","to":"shadow","reason":"evidence"}"#
                #expect(try await admin.change("RXX", "promote", promotion) == 409)
                let run = try await BridgeProcess.run([
                    "conform", "--url", "http://127.0.0.1:\(bridge.port)/RFF", "--operations", "verifyNHSNumber",
                    "--people", "Fixtures/conformance-people.yaml", "--site", "RXX", "--config",
                    harness.folder.configuration,
                ])
                #expect(run.status == .exited(0), "\(run.output.suffix(2_000)) \(run.error)")
                #expect(try await admin.change("RXX", "promote", promotion) == 200)
            }
            let entry = try await harness.journal().first { $0.action == "conform" }
            #expect(entry?.site == "RXX")
            #expect(entry?.from == "passed")
            #expect(entry?.reason?.hasSuffix("rules kept, 0 broken") == true)
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
