import Foundation
import SeededRandom
import Simulators
import Subprocess
import TestCertificates
import Testing

/// `conform`, the real binary, against endpoints that keep the contract and endpoints that do not.
@Suite struct ConformTests {
    private static let people = BridgeProcess.root.appending(path: "Fixtures/conformance-people.yaml").path

    private static func conform(_ url: String, _ more: [String]) async throws -> BridgeProcess.Remains {
        try await BridgeProcess.run(["conform", "--url", url, "--people", people] + more)
    }

    /// Runs a legacy simulator over the fixtures' people while `body` does, which gets its URL.
    private static func withLegacy<Value: Sendable>(
        tls: LegacyConfiguration.TLS? = nil,
        _ body: (String) async throws -> Value
    ) async throws -> Value {
        let fixtures = BridgeProcess.root.appending(path: "Fixtures").path
        var configuration = LegacyConfiguration()
        configuration.tls = tls
        configuration.practices = try PracticeFile(contentsOf: fixtures + "/epraccur.csv")
        let people = try SyntheticPeople(contentsOf: fixtures + "/patients.yaml")
        return try await LegacySimulator(people: people, configuration: configuration).whileRunning { simulator in
            let origin = tls == nil ? "http://127.0.0.1" : "https://localhost"
            return try await body("\(origin):\(try await simulator.port)/smsp/pds")
        }
    }

    /// The rules that an endpoint with these breakages breaks, in `conform`'s words, and how `conform` ends.
    private static func broken(by breakages: [Breakage]) async throws -> (
        rules: Set<String>, run: BridgeProcess.Remains
    ) {
        try await withLegacy { endpoint in
            try await BreakingProxy(endpoint: endpoint, breakages: breakages).whileRunning { url in
                let run = try await conform(url, ["--json"])
                let report = try JSONDecoder().decode(Report.self, from: Data(run.output.utf8))
                return (Set(report.rules.filter { $0.verdict == "failed" }.map(\.id)), run)
            }
        }
    }

    private struct Report: Decodable {
        struct Rule: Decodable {
            let id: String
            let verdict: String
            let reason: String?
        }
        let rules: [Rule]
        let failed: Int
        let notApplicable: Int
    }

    @Test("the legacy simulator keeps every rule")
    func legacySimulatorConforms() async throws {
        let run = try await Self.withLegacy { try await Self.conform($0, []) }
        #expect(run.status == .exited(0), "\(run.output)")
        #expect(run.output.contains(" 0 failed, "))
    }

    @Test("the bridge keeps every rule in front of either simulator", arguments: ["legacy", "fhir"])
    func bridgeConforms(_ state: String) async throws {
        let run = try await CutoverHarness.running(
            sites: "- { id: RXX, ods: RXX, identify: { path: /rxx }, legacy: central }\n",
            cutover: "RXX: { default: \(state) }\n"
        ) { house in
            try await house.serving { bridge in
                try await Self.conform("http://127.0.0.1:\(bridge.port)/rxx", [])
            }.value
        }
        #expect(run.status == .exited(0), "\(run.output)")
        #expect(run.output.contains(" 0 failed, "))
    }

    @Test("over TLS with a client certificate every rule applies, that about expired messages too, and is kept")
    func conformsOverTLS() async throws {
        let authority = try TestAuthority()
        defer { authority.remove() }
        let (server, client) = (try authority.server(), try authority.client("client.example.nhs.uk"))
        let tls = LegacyConfiguration.TLS(
            certificate: server.certificate,
            privateKey: server.privateKey,
            clientCA: authority.certificate
        )
        let run = try await Self.withLegacy(tls: tls) { url in
            try await Self.conform(
                url,
                [
                    "--json", "--ca", authority.certificate, "--certificate", client.certificate,
                    "--key", client.privateKey, "--username", "client.example.nhs.uk",
                ]
            )
        }
        let report = try JSONDecoder().decode(Report.self, from: Data(run.output.utf8))
        #expect(run.status == .exited(0), "\(run.output)\(run.error)")
        #expect(report.rules.first { $0.id == "FAULT-TIME-1" }?.verdict == "passed")
    }

    @Test("a proxy that breaks nothing keeps every rule")
    func proxyConforms() async throws {
        let (rules, run) = try await Self.broken(by: [])
        #expect(rules == [])
        #expect(run.status == .exited(0))
    }

    @Test("without test patients the rules about known people do not apply, and the others hold")
    func withoutPeople() async throws {
        let run = try await Self.withLegacy { url in
            try await BridgeProcess.run(["conform", "--url", url, "--json"])
        }
        let report = try JSONDecoder().decode(Report.self, from: Data(run.output.utf8))
        #expect(report.failed == 0)
        let known = report.rules.filter { $0.id.hasPrefix("KNOWN-") }
        #expect(known.allSatisfy { $0.verdict == "notApplicable" && $0.reason?.isEmpty == false })
    }

    @Test(
        "each way of breaking the contract is found by the rules about it, and by no others",
        arguments: Breakage.allCases
    )
    func findsBreakage(_ breakage: Breakage) async throws {
        let (rules, run) = try await Self.broken(by: [breakage])
        #expect(rules == breakage.rules, "\(run.output)")
        #expect(run.status == .exited(10))
    }

    @Test("an endpoint broken in ten ways, drawn from a printed seed, is found out in all ten")
    func findsTenBreakages() async throws {
        let seed =
            ProcessInfo.processInfo.environment["CONFORM_SEED"].flatMap(UInt64.init) ?? UInt64.random(in: 0...99_999)
        print("CONFORM_SEED=\(seed)")
        var generator = SplitMix64(seed: seed)
        let drawn = Breakage.allCases.filter(\.leavesOthersVisible).shuffled(using: &generator).prefix(10)
        let (rules, run) = try await Self.broken(by: Array(drawn))
        let unfound = drawn.filter { !$0.rules.isSubset(of: rules) }
        #expect(unfound == [], "CONFORM_SEED=\(seed)")
        #expect(run.status == .exited(10))
    }

    @Test("reasons hold no patient data")
    func withholds() async throws {
        let (_, run) = try await Self.broken(by: [.otherNumber, .paddedDate, .changingData, .bareTelephone])
        for value in ["9990000018", "9990000190", "19610409", "Quillfeather", "QUILLFEATHER", "960101"] {
            #expect(!run.output.contains(value))
        }
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
