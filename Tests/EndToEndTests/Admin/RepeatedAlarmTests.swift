import Foundation
import SMSPContract
import Simulators
import Testing

/// What every record has alarms once, live or in comparisons, and is counted; an old practice file is warned of.
@Suite(.timeLimit(.minutes(10))) struct RepeatedAlarmTests {
    private static let number = "9990000018"

    /// The lines of a log of level error that raise an alarm about leaves.
    private static func alarms(in output: String) -> [Substring] {
        output.split(separator: "\n").filter { $0.contains(#""message":"alarm""#) && $0.contains("unmappedLeaf") }
    }

    @Test("an element that PDS begins to send alarms once in ten calls, and each call is counted (D67)")
    func live() async throws {
        let keys = try ApplicationKeys()
        let (seen, remains) = try await keys.simulator().whileRunning { pds in
            pds.faults.set(.unknownExtension)
            let folder = try ConfigurationFolder(
                pdsPort: try await pds.port,
                keys: keys,
                fhir: ["requestsPerSecond: 1000"],
                more: ["practicesMaximumAge: 1s"]
            )
            defer { folder.remove() }
            return try await BridgeProcess.serving(folder) { bridge in
                let caller = try SMSPCaller(port: bridge.port)
                for _ in 0..<10 {
                    let answer = try await caller.ask(.getPatientDetailsByNHSNumber, Self.number, born: "19610409")
                    #expect(answer.code == "SMSP-0000")
                }
                let base = "http://127.0.0.1:\(bridge.adminPort)"
                let counted = try await bridge.metric(#"smsp_bridge_unmapped_total{alarm="unmappedLeaf"}"#)
                let alarmed = try await bridge.metric(#"smsp_bridge_alarms_total{alarm="unmappedLeaf"}"#)
                let ready = try await SMSPCaller.get(base + "/readyz")
                return (counted, alarmed, ready)
            }
        }
        let leaves = Self.alarms(in: remains.output).count
        #expect(leaves > 0)
        #expect(Set(Self.alarms(in: remains.output).map { $0.split(separator: "alarm\":").last }).count == leaves)
        #expect(seen.0 == Double(10 * leaves))
        #expect(seen.1 == Double(leaves))
        #expect(seen.2.status == 200)
        #expect(seen.2.body.contains("the practice file is "))
        #expect(remains.output.contains("practice file is old"))
    }

    @Test("an alarm of a comparison is in the log too, once")
    func compared() async throws {
        let sites = """
            - id: RXX
              ods: RXX
              legacy: central
              informationGovernanceBasis:
                { reference: DPIA-12, approvedBy: a guardian, date: 2026-11-01, covers: [shadow, reask] }

            """
        let run = try await CutoverHarness.running(
            sites: sites,
            cutover: "RXX: { default: shadow }\n",
            comparison: "reaskShare: 1"
        ) { harness in
            harness.pds.faults.set(.unknownExtension)
            return try await harness.serving { bridge in
                let caller = try SMSPCaller(port: bridge.port)
                for _ in 0..<5 {
                    _ = try await caller.ask(.getPatientDetailsByNHSNumber, Self.number, born: "19610409")
                }
                try await bridge.waitUntilCompared()
            }
        }
        let alarms = Self.alarms(in: run.remains.output)
        #expect(alarms.count == 1)
        #expect(alarms.first?.contains(#""purpose":"comparison""#) == true)
        #expect(alarms.first?.contains(#""site":"RXX""#) == true)
    }
}
