import Foundation
import SMSPContract
import Simulators
import Subprocess
import Testing

/// A running bridge in the hands of an operator: `site --admin`, `/api`, `/readyz`, `/metrics`.
@Suite(.timeLimit(.minutes(10))) struct AdminTests {
    private static let sites = """
        - { id: RXX, name: Example Trust, ods: RXX, identify: { path: /rxx }, legacy: central }
        - { id: RYY, ods: RYY, identify: { path: /ryy }, legacy: central }

        """

    /// Runs the bridge in front of both simulators, both sites in `legacy`.
    private static func running<Value: Sendable>(
        _ body: @escaping @Sendable (CutoverHarness, BridgeProcess) async throws -> Value
    ) async throws -> (value: Value, remains: BridgeProcess.Remains) {
        try await CutoverHarness.running(sites: sites, cutover: "{}\n") { harness in
            try harness.folder.write("token", CutoverHarness.token)
            return try await harness.serving { bridge in try await body(harness, bridge) }
        }
    }

    /// `site` with these words, asked of the running bridge.
    private static func site(
        _ harness: CutoverHarness,
        _ bridge: BridgeProcess,
        _ words: String...
    ) async throws -> BridgeProcess.Remains {
        try await BridgeProcess.run(
            ["site"] + words + [
                "--admin", "http://127.0.0.1:\(bridge.adminPort)",
                "--token-file", harness.folder.url.appending(path: "token").path,
            ]
        )
    }

    /// Which simulator answers a call of a site.
    private static func backend(of path: String, _ harness: CutoverHarness, _ bridge: BridgeProcess) async throws
        -> String
    {
        let (legacy, pds) = (harness.legacy.traffic.requestCount, harness.pds.traffic.retrieves)
        let caller = try SMSPCaller(port: bridge.port, path: path)
        let code = try await caller.ask(.verifyNHSNumber, "9990000018", born: "19610409").code
        guard code == "SMSP-0000" else { return "\(code ?? "no code")" }
        switch (harness.legacy.traffic.requestCount - legacy, harness.pds.traffic.retrieves - pds) {
        case (1, 0): return "legacy"
        case (0, 1): return "fhir"
        case let other: return "\(other)"
        }
    }

    private static func get(_ path: String, _ bridge: BridgeProcess) async throws -> (status: Int, body: String) {
        try await SMSPCaller.get("http://127.0.0.1:\(bridge.adminPort)\(path)")
    }

    @Test("a promotion and a rollback through the verb move the next call, of this site alone")
    func moves() async throws {
        let (seen, _) = try await Self.running { harness, bridge in
            var seen = [try await Self.backend(of: "/rxx", harness, bridge)]
            let there = try await Self.site(
                harness,
                bridge,
                "promote",
                "RXX",
                "--to",
                "fhir",
                "--force",
                "--reason",
                "a trial"
            )
            #expect(there.status == .exited(0), "\(there.error)")
            seen.append(try await Self.backend(of: "/rxx", harness, bridge))
            seen.append(try await Self.backend(of: "/ryy", harness, bridge))
            let back = try await Self.site(harness, bridge, "rollback", "RXX", "--reason", "a complaint")
            #expect(back.status == .exited(0), "\(back.error)")
            seen.append(try await Self.backend(of: "/rxx", harness, bridge))
            return seen
        }
        #expect(seen == ["legacy", "fhir", "legacy", "legacy"])
    }

    @Test("without evidence a promotion is held, with the reason and status 10")
    func held() async throws {
        let (held, _) = try await Self.running { harness, bridge in
            try await Self.site(harness, bridge, "promote", "RXX", "--to", "fhir", "--reason", "a trial")
        }
        #expect(held.status == .exited(10))
        #expect(held.error.contains("no evidence to promote RXX on"))
    }

    @Test("a frozen site is not promoted until somebody unfreezes it")
    func frozen() async throws {
        let (statuses, _) = try await Self.running { harness, bridge in
            let promote = ["promote", "RXX", "--to", "fhir", "--force", "--reason", "a trial"]
            var statuses: [TerminationStatus] = []
            for words in [
                ["freeze", "RXX", "--reason", "a holiday"], promote, ["unfreeze", "RXX", "--reason", "over"], promote,
            ] {
                let access = [
                    "--admin", "http://127.0.0.1:\(bridge.adminPort)",
                    "--token-file", harness.folder.url.appending(path: "token").path,
                ]
                statuses.append(try await BridgeProcess.run(["site"] + words + access).status)
            }
            return statuses
        }
        #expect(statuses == [.exited(0), .exited(10), .exited(0), .exited(0)])
    }

    @Test("once legacy is retired there is no way back")
    func retired() async throws {
        let ((list, back), _) = try await Self.running { harness, bridge in
            _ = try await Self.site(harness, bridge, "promote", "RXX", "--to", "fhir", "--force", "--reason", "a trial")
            _ = try await Self.site(harness, bridge, "retire-legacy", "RXX", "--reason", "the contract ends")
            let back = try await Self.site(harness, bridge, "rollback", "RXX", "--reason", "too late")
            return (try await Self.site(harness, bridge, "list").output, back)
        }
        #expect(list.contains("RXX   retired  fhir"))
        #expect(back.status == .exited(10))
        #expect(back.error.contains("no legacy endpoint to go back to"))
    }

    @Test("the audit tells who changed what and why")
    func audited() async throws {
        let (entries, _) = try await CutoverHarness.running(sites: Self.sites, cutover: "{}\n") { harness in
            try harness.folder.write("token", CutoverHarness.token)
            let run = try await harness.serving { bridge in
                _ = try await Self.site(
                    harness,
                    bridge,
                    "promote",
                    "RXX",
                    "--operation",
                    "getNHSNumber",
                    "--to",
                    "fhir",
                    "--force",
                    "--reason",
                    "change 4711"
                )
            }
            return (try await harness.journal().filter { $0.action == "promote" }, run.remains.status)
        }
        #expect(entries.map(\.user) == [CutoverHarness.user])
        #expect(entries.map(\.operation) == ["getNHSNumber"])
        #expect(entries.map(\.reason) == ["forced: change 4711"])
    }

    @Test("files that are not valid are not taken up: 409 with the line, /readyz, a metric and the log say so")
    func badReload() async throws {
        let (seen, remains) = try await Self.running { harness, bridge in
            let admin = try Operator(bridge)
            try harness.folder.write("sites.yaml", "- { id: RXX, odds: RXX }\n")
            let refused = try await admin.reload()
            let readiness = try await Self.get("/readyz", bridge)
            let metrics = try await Self.get("/metrics", bridge).body
            let answering = try await Self.backend(of: "/rxx", harness, bridge)
            try harness.folder.write("sites.yaml", Self.sites)
            let applied = try await admin.reload()
            let mended = try await Self.get("/readyz", bridge)
            let metricsAfter = try await Self.get("/metrics", bridge).body
            #expect(readiness.body.contains(#""name":"configuration""#))
            #expect(readiness.body.contains(#""isPassed":false"#))
            #expect(metrics.contains("smsp_bridge_reload_failed 1\n"))
            #expect(metricsAfter.contains("smsp_bridge_reload_failed 0\n"))
            return (refused, readiness.status, answering, applied, mended.status)
        }
        #expect(seen == (409, 503, "legacy", 200, 200))
        let logged = remains.output.split(separator: "\n").first { $0.contains("reload refused") }
        #expect(logged?.contains("sites.yaml:1") == true)
    }

    @Test("a reload enters in the audit which files are others, a user's token among them, and who took them up")
    func changedFiles() async throws {
        let (entries, _) = try await CutoverHarness.running(sites: Self.sites, cutover: "{}\n") { harness in
            let run = try await harness.serving { bridge in
                let admin = try Operator(bridge)
                _ = try await admin.reload()
                try harness.folder.write("sites.yaml", Self.sites + "\n")
                try harness.folder.write("ops-token", String(repeating: "0", count: 64))
                _ = try await admin.reload()
            }
            return (try await harness.journal().filter { $0.action == "configure" }, run.remains.status)
        }
        #expect(entries.map { $0.reason?.split(separator: "/").last } == ["ops-token", "sites.yaml"])
        #expect(entries.map(\.user) == [CutoverHarness.user, CutoverHarness.user])
        #expect(entries.allSatisfy { $0.from?.count == 16 && $0.to?.count == 16 && $0.from != $0.to })
    }

    @Test("a user whom a reload takes away is nobody from then on")
    func exchangedUsers() async throws {
        let (statuses, _) = try await Self.running { harness, bridge in
            let admin = try Operator(bridge)
            let first = try await admin.reload()
            try harness.folder.write("ops-token", String(repeating: "0", count: 64))
            return [first, try await admin.reload(), try await admin.reload()]
        }
        #expect(statuses == [200, 200, 401])
    }

    @Test("metrics show each part of the bridge, and sites by the names of the files only")
    func metrics() async throws {
        let (text, _) = try await Self.running { harness, bridge in
            for _ in 0..<5 {
                _ = try await Self.backend(of: "/rxx", harness, bridge)
                _ = try await SMSPCaller(port: bridge.port, path: "/stranger")
                    .ask(.verifyNHSNumber, "9990000018", born: "19610409")
            }
            return try await Self.get("/metrics", bridge).body
        }
        for line in [
            #"smsp_bridge_calls_total{site="RXX",operation="verifyNHSNumber",backend="legacy",outcome="SMSP-0000"} 5"#,
            #"smsp_bridge_calls_total{site="-",operation="verifyNHSNumber",backend="none",outcome="fault 3000"} 5"#,
            #"smsp_bridge_breaker_state{backend="central"} 0"#, #"smsp_bridge_breaker_state{backend="fhir"} 0"#,
            #"smsp_bridge_site_state{site="RYY",operation="getNHSNumber",state="legacy"} 1"#,
            #"smsp_bridge_pool_in_flight{pool="central"} 0"#, "smsp_bridge_audit_writable 1", "smsp_bridge_audit_gap 0",
            #"smsp_bridge_upstream_seconds_count{backend="legacy"} 5"#,
        ] {
            #expect(text.contains(line + "\n"), "\(line)")
        }
        let sites = Set(text.matches(of: /site="([^"]*)"/).map { String($0.1) })
        #expect(sites == ["RXX", "RYY", "-"])
    }
}
