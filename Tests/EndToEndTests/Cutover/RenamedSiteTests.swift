import Foundation
import Simulators
import Subprocess
import Testing

/// A site whose id changes, or that is gone, does not leave its rollback behind.
@Suite(.timeLimit(.minutes(10))) struct RenamedSiteTests {
    private static func site(_ id: String) -> String {
        "- { id: \(id), ods: RXF, identify: { path: /f }, legacy: central }\n"
    }

    private static let others = "- { id: G, ods: RXG, identify: { path: /g }, legacy: central }\n"

    private static let remedy = "cutover.lock.yaml:1: F: holds a site back, and no site of sites.yaml has this id"

    private static func run(_ harness: CutoverHarness, _ arguments: String...) async throws -> BridgeProcess.Remains {
        try await BridgeProcess.run(arguments + ["--config", harness.folder.configuration])
    }

    @Test("renamed, it stops start, check and reload, until the entry has its new id, which keeps the rollback")
    func renamed() async throws {
        let cutover = "F: { default: fhir }\n"
        try await CutoverHarness.running(sites: Self.site("F") + Self.others, cutover: cutover) { harness in
            let folder = harness.folder
            _ = try await harness.serving { bridge in
                let admin = try Operator(bridge)
                #expect(try await admin.change("F", "rollback", #"{"reason":"a complaint"}"#) == 200)
                try folder.write("sites.yaml", Self.site("NEW") + Self.others)
                try folder.write("cutover.yaml", "NEW: { default: fhir }\n")
                #expect(try await admin.reload() == 409)
                let before = harness.legacy.traffic.requestCount
                _ = try await SiteCaller(bridge, path: "/f").ask()
                #expect(harness.legacy.traffic.requestCount == before + 1)
            }
            for verb in [["serve"], ["config", "check"], ["site", "list"]] {
                let refused = try await BridgeProcess.run(verb + ["--config", folder.configuration])
                #expect(refused.status == .exited(3))
                #expect(refused.error.contains(Self.remedy), "\(refused.error)")
                #expect(refused.error.contains("smsp-bridge site forget F"))
            }
            let lock = try String(contentsOf: folder.url.appending(path: "cutover.lock.yaml"), encoding: .utf8)
            try folder.write("cutover.lock.yaml", lock.replacing("F:\n", with: "NEW:\n"))
            let list = try await Self.run(harness, "site", "show", "NEW")
            #expect(list.output.contains("legacy  (cutover.yaml asks for fhir)"), "\(list.error)")
        }
    }

    @Test("gone, it is forgotten in both files with the bridge stopped, and the audit keeps what was held and why")
    func forgottenOffline() async throws {
        let cutover = "F: { default: fhir }\nG: { getNHSNumber: fhir }\n"
        try await CutoverHarness.running(sites: Self.site("F") + Self.others, cutover: cutover) { harness in
            #expect(try await Self.run(harness, "site", "freeze", "F", "--reason", "r").status == .exited(0))
            let early = try await Self.run(harness, "site", "forget", "F", "--reason", "closed")
            #expect(early.status == .exited(10))
            #expect(early.error.contains("sites.yaml has a site F"), "\(early.error)")
            try harness.folder.write("sites.yaml", Self.others)
            let forgotten = try await Self.run(harness, "site", "forget", "F", "--reason", "closed")
            #expect(forgotten.status == .exited(0), "\(forgotten.error)")
            #expect(try await Self.run(harness, "config", "check").status == .exited(0))
            let show = try await Self.run(harness, "site", "show", "G")
            #expect(show.output.contains("getNHSNumber                  fhir"))
            let entry = try #require(try await harness.journal().last { $0.action == "forget" })
            #expect(entry.site == "F" && entry.reason == "closed" && entry.user == NSUserName())
            #expect(entry.from?.hasPrefix("default fhir; verifyNHSNumber held in fhir, frozen; ") == true)
            let again = try await Self.run(harness, "site", "forget", "F", "--reason", "closed")
            #expect(again.status == .exited(2))
        }
    }

    @Test("gone, it is forgotten by a running bridge together with its site, and not before it is out of sites.yaml")
    func forgottenOnline() async throws {
        let cutover = "F: { default: fhir }\n"
        try await CutoverHarness.running(sites: Self.site("F") + Self.others, cutover: cutover) { harness in
            try harness.folder.write("token", CutoverHarness.token)
            _ = try await harness.serving { bridge in
                let admin = try Operator(bridge)
                let body = #"{"reason":"closed"}"#
                #expect(try await admin.change("F", "rollback", body) == 200)
                #expect(try await admin.change("F", "forget", body) == 409)
                try harness.folder.write("sites.yaml", Self.others)
                #expect(try await admin.reload() == 409)
                let forget = try await BridgeProcess.run([
                    "site", "forget", "F", "--reason", "closed", "--admin", "http://127.0.0.1:\(bridge.adminPort)",
                    "--token-file", harness.folder.url.appending(path: "token").path,
                ])
                #expect(forget.status == .exited(0), "\(forget.error)")
                #expect(forget.output == "F: forgotten\n")
                #expect(try await admin.reload() == 200)
                #expect(try await admin.change("F", "freeze", body) == 404)
            }
            let actions = try await harness.journal().compactMap(\.action)
            #expect(actions.count { $0 == "forget" } == 1)
        }
    }
}
