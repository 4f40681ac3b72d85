import Bridge
import BridgeStorage
import Evidence
import Foundation
import Logging
import SMSPContract
import Subprocess
import Testing

/// `site promote --to shadow` on a running bridge: what the site's information-governance basis has to be like.
@Suite(.timeLimit(.minutes(10))) struct ShadowPromotionTests {
    /// A site for each basis, one without any.
    private static func sites(today: Date) -> String {
        func basis(monthsOld: Int, _ covers: String) -> String {
            let date = Calendar(identifier: .gregorian).date(byAdding: .month, value: -monthsOld, to: today) ?? today
            let day = date.formatted(.iso8601.year().month().day())
            return
                ", informationGovernanceBasis: { reference: DPIA-12, approvedBy: g, date: \(day), covers: [\(covers)] }"
        }
        let bases = [
            "WELL": basis(monthsOld: 11, "shadow"), "OLD": basis(monthsOld: 13, "shadow, reask"),
            "OTHER": basis(monthsOld: 1, "verify, reask"), "NONE": "",
        ]
        return bases.map { "- { id: \($0), ods: RXX, identify: { path: /\($0) }, legacy: central\($1) }\n" }.joined()
    }

    /// What the promotion of each site came to.
    private static func promotions() async throws -> [String: BridgeProcess.Remains] {
        try await CutoverHarness.running(sites: sites(today: .now), cutover: "{}\n", comparison: "") { harness in
            try harness.folder.write("token", CutoverHarness.token)
            return try await harness.serving { bridge in
                let hash = try await Operator(bridge).mappingHash()
                var promotions: [String: BridgeProcess.Remains] = [:]
                for site in ["WELL", "OLD", "OTHER", "NONE"] {
                    try await enterConformance(of: site, mappingHash: hash, in: harness.folder)
                    promotions[site] = try await BridgeProcess.run([
                        "site", "promote", site, "--to", "shadow", "--reason", "the next step",
                        "--admin", "http://127.0.0.1:\(bridge.adminPort)",
                        "--token-file", harness.folder.url.appending(path: "token").path,
                    ])
                }
                return promotions
            }.value
        }
    }

    /// Enters in the audit that PDS FHIR answered a run for the site with every rule kept, as `conform --site` does.
    private static func enterConformance(
        of site: String,
        mappingHash: String,
        in folder: ConfigurationFolder
    ) async throws {
        let key = try Data(contentsOf: folder.url.appending(path: "audit-key"))
        let journal = try SQLiteAuditJournal.open(
            path: folder.url.appending(path: "audit.sqlite").path,
            headFile: folder.url.appending(path: "audit.head").path,
            key: try #require(AuditKey(Array(key))),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
        try await journal.whileOpen {
            let basis = ConformanceRecord.Basis(mappingHash: mappingHash, profileHash: SiteProfile().contentHash)
            for operation in SMSPOperation.allCases {
                let record = ConformanceRecord(operation, .passed, basis: basis, summary: "80 rules kept, 0 broken")
                try await journal.append(.action(record.entry(for: site, by: "tester")))
            }
        }
    }

    @Test("one that covers shadow and is eleven months old will do; an old one, one for another purpose, none will not")
    func basis() async throws {
        let promotions = try await Self.promotions()
        #expect(promotions["WELL"]?.status == .exited(0), "\(promotions["WELL"]?.error ?? "")")
        for (site, figure) in [
            ("OLD", "covers reask, shadow"), ("OTHER", "covers reask, verify"), ("NONE", "none in sites.yaml"),
        ] {
            let refused = try #require(promotions[site])
            #expect(refused.status == .exited(10))
            // Everything else is as it has to be.
            let unmet = refused.error.split(separator: "\n").filter { $0.contains("not met: ") }
            #expect(unmet.count == 1, "\(refused.error)")
            #expect(unmet.first?.contains("information-governance basis") == true)
            #expect(unmet.first?.contains(figure) == true)
        }
    }
}
