import Foundation
import Subprocess
import Testing

/// What a journal tells of the life of the bridge, and what shows that it was tampered with.
@Suite(.serialized, .timeLimit(.minutes(10))) struct JournalEndTests {
    private static let sites = "- { id: F, ods: RXF, identify: { path: /f }, legacy: central }\n"

    /// Runs the bridge for one call; the last head in its log.
    private static func callAndHead(_ harness: CutoverHarness) async throws -> (messageID: String, head: String) {
        let (call, remains) = try await harness.serving { try await SiteCaller($0, path: "/f").ask() }
        #expect(remains.status == .exited(0))
        let heads = remains.output.matches(of: /"head":"([^"]+)"/)
        return (call.messageID, String(try #require(heads.last?.1)))
    }

    @Test("start, states forced by file, calls, reload and stop are entered in this order (D60)")
    func life() async throws {
        let journal = try await CutoverHarness.running(
            sites: Self.sites,
            cutover: "F: { getPatientDetailsByNHSNumber: fhir }\n"
        ) { harness in
            _ = try await harness.serving { bridge in
                _ = try await SiteCaller(bridge, path: "/f").ask()
                try harness.folder.write("cutover.yaml", "F: { default: fhir, getPatientDetailsByNHSNumber: legacy }\n")
                #expect(try await Operator(bridge).reload() == 200)
            }
            return try await harness.journal()
        }
        let told = journal.map { line in
            [line.user, line.action, line.operation, line.from, line.to, line.backend].map { $0 ?? "" }
        }
        let hash = try #require(journal.first?.to)
        func moved(_ operation: String, _ from: String, _ to: String, _ action: String) -> [String] {
            ["file", action, operation, from, to, ""]
        }
        #expect(
            told
                == [
                    ["bridge", "start", "", "", hash, ""],
                    moved("getPatientDetailsByNHSNumber", "legacy", "fhir", "start"),
                    ["", "", "getPatientDetailsByNHSNumber", "", "", "fhir"],
                    [CutoverHarness.user, "reload", "", "", hash, ""],
                    moved("verifyNHSNumber", "legacy", "fhir", "promote"),
                    moved("getNHSNumber", "legacy", "fhir", "promote"),
                    moved("getPatientDetailsByNHSNumber", "fhir", "legacy", "rollback"),
                    moved("getPatientDetailsBySearch", "legacy", "fhir", "promote"),
                    moved("getPatientDetails", "legacy", "fhir", "promote"),
                    ["bridge", "stop", "", "", "", ""],
                ]
        )
        let forced = journal.filter { $0.action == "promote" }.map(\.reason)
        #expect(Set(forced) == ["forced by file"])
    }

    @Test("a journal put back to an earlier day: status 20; alarm, metric and readiness tell of it at every start")
    func putBack() async throws {
        let (verify, starts) = try await CutoverHarness.running(sites: Self.sites, cutover: "{}\n") { harness in
            _ = try await Self.callAndHead(harness)
            let journal = harness.folder.url.appending(path: "audit.sqlite")
            let copy = harness.folder.url.appending(path: "audit.copy")
            try FileManager.default.copyItem(at: journal, to: copy)
            _ = try await Self.callAndHead(harness)
            try FileManager.default.removeItem(at: journal)
            try FileManager.default.moveItem(at: copy, to: journal)
            let verify = try await harness.verify()
            var starts: [(log: String, ready: (status: Int, body: String), metrics: String)] = []
            for _ in 1...2 {
                let (read, remains) = try await harness.serving { bridge in
                    let base = "http://127.0.0.1:\(bridge.adminPort)"
                    return (
                        try await SMSPCaller.get(base + "/readyz"), try await SMSPCaller.get(base + "/metrics").body
                    )
                }
                starts.append((remains.output, read.0, read.1))
            }
            return (verify, starts)
        }
        #expect(verify.status == .exited(20), "\(verify.output)")
        #expect(verify.output.contains("the journal had it and does not have it"))
        for start in starts {
            #expect(start.log.contains(#""alarm":"auditLoss""#))
            #expect(start.ready.status == 200)
            #expect(start.ready.body.contains("audit loss: entry "), "\(start.ready.body)")
            #expect(start.metrics.contains("smsp_bridge_audit_loss 1"))
        }
    }

    @Test("a journal and head file put back to an earlier day are found by the head in the log, status 20")
    func cutOff() async throws {
        let (without, with) = try await CutoverHarness.running(sites: Self.sites, cutover: "{}\n") { harness in
            _ = try await Self.callAndHead(harness)
            let (journal, copy) = (
                harness.folder.url.appending(path: "audit.sqlite"), harness.folder.url.appending(path: "audit.copy")
            )
            try FileManager.default.copyItem(at: journal, to: copy)
            let headFile = harness.folder.url.appending(path: "audit.head")
            let old = try Data(contentsOf: headFile)
            let head = try await Self.callAndHead(harness).head
            for suffix in ["", "-wal", "-shm"] {
                try? FileManager.default.removeItem(atPath: journal.path + suffix)
            }
            try FileManager.default.moveItem(at: copy, to: journal)
            try old.write(to: headFile)
            return (try await harness.verify(), try await harness.verify(["--head", head]))
        }
        #expect(without.status == .exited(0), "\(without.output)")
        #expect(with.status == .exited(20), "\(with.output)")
    }

    @Test("one byte of one entry changed in the file: status 20, and the entry is named")
    func changed() async throws {
        let verify = try await CutoverHarness.running(sites: Self.sites, cutover: "{}\n") { harness in
            let id = try await Self.callAndHead(harness).messageID
            let url = harness.folder.url.appending(path: "audit.sqlite")
            var bytes = try Data(contentsOf: url)
            let place = try #require(bytes.firstRange(of: Data(#""messageID":"\#(id)"#.utf8)))
            bytes[place.upperBound - 1] = bytes[place.upperBound - 1] == UInt8(ascii: "0") ? 0x31 : 0x30
            try bytes.write(to: url)
            return try await harness.verify(["--json"])
        }
        #expect(verify.status == .exited(20))
        #expect(verify.output.contains(#""sequence" : 2"#), "\(verify.output)")
    }
}
