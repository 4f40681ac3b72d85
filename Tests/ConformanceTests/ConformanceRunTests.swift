import Conformance
import Foundation
import SeededRandom
import Simulators
import StrictYAML
import TestCertificates
import Testing

/// Conformance runs against endpoints that keep the contract and endpoints that do not.
@Suite struct ConformanceRunTests {
    private static let fixtures = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Fixtures").path

    /// The report on the endpoint at `url`, whose test patients are the simulators'.
    private static func report(_ url: String) async throws -> ConformanceReport {
        try await run(url, people: ConformancePeople.load(contentsOf: fixtures + "/conformance-people.yaml")).report()
    }

    private static func run(
        _ url: String,
        tls: EndpointTLS = EndpointTLS(),
        people: ConformancePeople = .none,
        username: String = "conformance.client"
    ) throws -> ConformanceRun {
        let address = try #require(EndpointAddress(url))
        return try ConformanceRun(address: address, tls: tls, people: people, username: username)
    }

    /// Runs a legacy simulator over the fixtures' people while `body` does, which gets its URL.
    private static func withLegacy<Value: Sendable>(
        tls: LegacyConfiguration.TLS? = nil,
        _ body: (String) async throws -> Value
    ) async throws -> Value {
        var configuration = LegacyConfiguration()
        configuration.tls = tls
        configuration.practices = try PracticeFile(contentsOf: fixtures + "/epraccur.csv")
        let people = try SyntheticPeople(contentsOf: fixtures + "/patients.yaml")
        return try await LegacySimulator(people: people, configuration: configuration).whileRunning { simulator in
            let origin = tls == nil ? "http://127.0.0.1" : "https://localhost"
            return try await body("\(origin):\(try await simulator.port)/smsp/pds")
        }
    }

    /// The report on the legacy simulator behind a proxy with these breakages.
    private static func report(with breakages: [Breakage]) async throws -> ConformanceReport {
        try await withLegacy { endpoint in
            try await BreakingProxy(endpoint: endpoint, breakages: breakages).whileRunning { try await report($0) }
        }
    }

    @Test("the legacy simulator keeps every rule")
    func legacySimulatorConforms() async throws {
        let report = try await Self.withLegacy { try await Self.report($0) }
        #expect(report.broken == [:])
        #expect(report.passed > 80)
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
        let people = try ConformancePeople.load(contentsOf: Self.fixtures + "/conformance-people.yaml")
        let report = try await Self.withLegacy(tls: tls) { url in
            try await Self.run(
                url,
                tls: EndpointTLS(
                    ca: authority.certificate,
                    certificate: client.certificate,
                    privateKey: client.privateKey
                ),
                people: people,
                username: "client.example.nhs.uk"
            ).report()
        }
        #expect(report.broken == [:])
        #expect(report.results.first { $0.id == "FAULT-TIME-1" }?.verdict == .passed)
    }

    @Test("a proxy that breaks nothing keeps every rule")
    func proxyConforms() async throws {
        #expect(try await Self.report(with: []).broken == [:])
    }

    @Test("without test patients the rules about known people do not apply, and the others hold")
    func withoutPeople() async throws {
        let report = try await Self.withLegacy { try await Self.run($0).report() }
        #expect(report.broken == [:])
        let known = report.results.filter { $0.id.hasPrefix("KNOWN-") }
        #expect(
            known.allSatisfy { result in
                guard case .notApplicable(let reason) = result.verdict else { return false }
                return !reason.isEmpty
            }
        )
    }

    @Test(
        "each way of breaking the contract is found by the rules about it, and by no others",
        arguments: Breakage.allCases
    )
    func findsBreakage(_ breakage: Breakage) async throws {
        let report = try await Self.report(with: [breakage])
        #expect(Set(report.broken.keys) == breakage.rules, "\(report.broken)")
    }

    @Test("an endpoint broken in ten ways, drawn from a printed seed, is found out in all ten")
    func findsTenBreakages() async throws {
        let seed = TestSeed.random()
        var generator = SplitMix64(seed: seed)
        let drawn = Breakage.allCases.filter(\.leavesOthersVisible).shuffled(using: &generator).prefix(10)
        let broken = Set(try await Self.report(with: Array(drawn)).broken.keys)
        #expect(drawn.filter { !$0.rules.isSubset(of: broken) } == [], "TEST_SEED=\(seed)")
    }

    @Test("reasons hold no patient data")
    func withholds() async throws {
        let report = try await Self.report(with: [.otherNumber, .paddedDate, .changingData, .bareTelephone])
        let reasons = report.broken.values.joined()
        #expect(!reasons.isEmpty)
        for value in ["9990000018", "9990000190", "19610409", "Quillfeather", "QUILLFEATHER", "960101"] {
            #expect(!reasons.contains(value))
        }
    }

    @Test("an endpoint that cannot be reached ends the run")
    func unreachable() async throws {
        let run = try Self.run("http://127.0.0.1:9/")
        await #expect(throws: ExchangeFailure.unreachable) { try await run.report() }
    }

    @Test("a TLS file that is no certificate is refused before any call")
    func unusableTLSFiles() throws {
        #expect(throws: UnusableTLSFiles.self) {
            try Self.run("https://localhost/", tls: EndpointTLS(ca: Self.fixtures + "/patients.yaml"))
        }
    }
}

extension ConformanceReport {
    /// The broken rules, each with the reason.
    fileprivate var broken: [String: String] {
        results.reduce(into: [:]) { broken, result in
            if case .failed(let reason) = result.verdict { broken[result.id] = reason }
        }
    }
}
