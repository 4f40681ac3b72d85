import Foundation
import SMSPContract
import Simulators
import Testing

/// The audit journal cannot be written: routes to PDS FHIR refuse, routes to legacy go on, and the gap is told (D62).
@Suite struct AuditOutageTests {
    private struct Outcome: Sendable {
        let codes: [String?]
        let during: (status: Int, body: String)
        let codesAfter: [String?]
        let after: (status: Int, body: String)
    }

    @Test(
        "PDS FHIR's callers get SMSP-9999, legacy's go on; readiness shows the gap; then all is as before (D62)"
    )
    func outage() async throws {
        let people = try SyntheticPeople(contentsOf: BridgeProcess.root.appending(path: "Fixtures/patients.yaml").path)
        let keys = try ApplicationKeys()
        let outcome = try await LegacySimulator(people: people).whileRunning { legacy in
            let legacyPort = try await legacy.port
            return try await keys.simulator().whileRunning { pds in
                let folder = try ConfigurationFolder(
                    pdsPort: try await pds.port,
                    keys: keys,
                    sites: """
                        - { id: A, ods: RXA, identify: { path: /a }, legacy: central }
                        - { id: B, ods: RXB, identify: { path: /b } }

                        """,
                    more: ["legacies: { central: { url: \"http://127.0.0.1:\(legacyPort)/smsp/pds\" } }"]
                )
                defer { folder.remove() }
                return try await BridgeProcess.serving(folder) { try await Self.outage($0, folder) }.value
            }
        }
        #expect(outcome.codes == ["SMSP-0000", "SMSP-9999"])
        #expect(outcome.during.body.contains("audit gap"), "\(outcome.during)")
        #expect(outcome.codesAfter == ["SMSP-0000", "SMSP-0000"])
        #expect(outcome.after.status == 200)
        #expect(!outcome.after.body.contains("audit gap"), "\(outcome.after)")
    }

    private static func outage(_ bridge: BridgeProcess, _ folder: ConfigurationFolder) async throws -> Outcome {
        let ready = "http://127.0.0.1:\(bridge.adminPort)/readyz"
        func codes() async throws -> [String?] {
            var codes: [String?] = []
            for path in ["/a", "/b"] {
                let caller = try SMSPCaller(port: bridge.port, path: path)
                codes.append(try await caller.ask(.verifyNHSNumber, "9990000018", born: "19610409").code)
            }
            return codes
        }
        _ = try await codes()
        let file = folder.url.appending(path: "audit.sqlite")
        let aside = folder.url.appending(path: "aside.sqlite")
        try FileManager.default.moveItem(at: file, to: aside)
        let during = try await codes()
        let readyDuring = try await SMSPCaller.get(ready)
        try FileManager.default.moveItem(at: aside, to: file)
        var readyAfter = try await SMSPCaller.get(ready)
        for _ in 0..<100 where readyAfter.status != 200 || readyAfter.body.contains("audit gap") {
            try await Task.sleep(for: .milliseconds(100))
            readyAfter = try await SMSPCaller.get(ready)
        }
        return Outcome(codes: during, during: readyDuring, codesAfter: try await codes(), after: readyAfter)
    }
}
