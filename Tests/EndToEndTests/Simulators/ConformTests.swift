import Foundation
import Subprocess
import Testing

/// `conform`, the real program; ConformanceTests checks what its rules find.
@Suite struct ConformTests {
    private static let people = BridgeProcess.root.appending(path: "Fixtures/conformance-people.yaml").path

    private static func conform(_ url: String, _ more: [String]) async throws -> BridgeProcess.Remains {
        try await BridgeProcess.run(["conform", "--url", url, "--people", people] + more)
    }

    @Test("the bridge keeps every rule in front of either simulator", arguments: ["legacy", "fhir"])
    func bridgeConforms(_ state: String) async throws {
        let run = try await CutoverHarness.running(
            sites: "- { id: RXX, ods: RXX, identify: { path: /rxx }, legacy: central }\n",
            cutover: "RXX: { default: \(state) }\n"
        ) { harness in
            try await harness.serving { bridge in
                try await Self.conform("http://127.0.0.1:\(bridge.port)/rxx", [])
            }.value
        }
        #expect(run.status == .exited(0), "\(run.output)")
        #expect(run.output.contains(" 0 failed, "))
    }

    @Test("nobody there: status 30")
    func nobodyThere() async throws {
        let run = try await Self.conform("http://127.0.0.1:9/", [])
        #expect(run.status == .exited(30))
    }

    @Test("an operation that does not exist is a mistake of the command line")
    func unknownOperation() async throws {
        let run = try await Self.conform("http://127.0.0.1:9/", ["--operations", "getPatient"])
        #expect(run.error.contains("getPatientDetailsBySearch"))
        #expect(run.status != .exited(30))
    }

    @Test("a file of test patients that cannot be used: status 3, and no value of it is shown")
    func unusablePeople() async throws {
        let folder = try ConfigurationFolder()
        defer { folder.remove() }
        try folder.write("people.yaml", "patients: [ { nhsNumber: \"99900000\", dateOfBirth: 1961-04-09 } ]\n")
        let file = folder.url.appending(path: "people.yaml").path
        let run = try await BridgeProcess.run(["conform", "--url", "http://127.0.0.1:9/", "--people", file])
        #expect(run.status == .exited(3))
        #expect(!run.error.contains("99900000"))
    }
}
