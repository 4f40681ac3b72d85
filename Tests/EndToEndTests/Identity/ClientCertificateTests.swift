import Foundation
import SMSPContract
import Simulators
import TestCertificates
import Testing

/// Certificates on both sides of the bridge: a site's own towards its legacy endpoint, a caller's that is taken back.
@Suite struct ClientCertificateTests {
    /// Runs the bridge in front of a legacy endpoint that trusts one authority, while `body` does; the sites are a, of
    /// a certificate that is trusted, b, of one that is not, and c, without one.
    private static func running<Value: Sendable>(
        _ body: @escaping @Sendable (_ harness: ConfigurationFolder, _ bridge: BridgeProcess) async throws -> Value
    ) async throws -> Value {
        let (trusted, foreign) = (try TestAuthority(), try TestAuthority())
        defer {
            trusted.remove()
            foreign.remove()
        }
        let server = try trusted.server()
        let (known, unknown) = (try trusted.client("a.example.nhs.uk"), try foreign.client("b.example.nhs.uk"))
        var configuration = LegacyConfiguration()
        configuration.tls = LegacyConfiguration.TLS(
            certificate: server.certificate,
            privateKey: server.privateKey,
            clientCA: trusted.certificate
        )
        func site(_ id: String, _ client: TestAuthority.Issued?) -> String {
            let own = client.map { ", tls: { certificate: \($0.certificate), privateKey: \($0.privateKey) }" } ?? ""
            return "- { id: \(id), ods: RX\(id.uppercased()), identify: { path: /\(id) }, legacy: central\(own) }\n"
        }
        let sites = site("a", known) + site("b", unknown) + site("c", nil)
        let people = try SyntheticPeople(contentsOf: BridgeProcess.root.appending(path: "Fixtures/patients.yaml").path)
        let keys = try ApplicationKeys()
        return try await LegacySimulator(people: people, configuration: configuration).whileRunning { legacy in
            let url = "https://localhost:\(try await legacy.port)/smsp/pds"
            return try await keys.simulator().whileRunning { pds in
                let folder = try ConfigurationFolder(
                    pdsPort: try await pds.port,
                    keys: keys,
                    sites: sites,
                    more: [
                        "legacies: { central: { url: \"\(url)\", tls: { ca: \(trusted.certificate) } } }",
                        "breaker: { failures: 3, open: 1h }",
                    ]
                )
                defer { folder.remove() }
                return try await BridgeProcess.serving(folder) { try await body(folder, $0) }.value
            }
        }
    }

    private static func code(_ path: String, _ bridge: BridgeProcess) async throws -> String? {
        let caller = try SMSPCaller(port: bridge.port, path: path)
        return try await caller.ask(.verifyNHSNumber, "9990000018", born: "19610409").code
    }

    @Test("each site shows the legacy endpoint its own certificate, over no connection of another site's")
    func sitesOwn() async throws {
        let codes = try await Self.running { _, bridge in
            var codes: [String?] = []
            for path in ["/a", "/b", "/c", "/a"] { codes.append(try await Self.code(path, bridge)) }
            return codes
        }
        #expect(codes == ["SMSP-0000", "DEMOG-9999", "DEMOG-9999", "SMSP-0000"])
    }

    @Test("a certificate that the endpoint refuses opens its own breaker, which goes when the certificate goes")
    func refused() async throws {
        let (codes, open, closed) = try await Self.running { harness, bridge in
            func breaker() async throws -> String? {
                try await SMSPCaller.get("http://127.0.0.1:\(bridge.adminPort)/metrics").body
                    .firstMatch(of: /breaker_state\{backend="central"\} ([0-9])/).map { String($0.1) }
            }
            var codes: [String?] = []
            for path in ["/b", "/b", "/b", "/b", "/a"] { codes.append(try await Self.code(path, bridge)) }
            let open = try await breaker()
            let sites = try String(contentsOf: harness.url.appending(path: "sites.yaml"), encoding: .utf8)
            try harness.write(
                "sites.yaml",
                sites.split(separator: "\n").filter { !$0.contains("id: b") }
                    .joined(separator: "\n") + "\n"
            )
            try bridge.hangUp()
            var closed = try await breaker()
            for _ in 0..<200 where closed != "0" {
                try await Task.sleep(for: .milliseconds(50))
                closed = try await breaker()
            }
            return (codes, open, closed)
        }
        #expect(codes.prefix(4).allSatisfy { $0 == "DEMOG-9999" })
        #expect(codes.last == "SMSP-0000")
        #expect(open == "2")
        #expect(closed == "0")
    }

    @Test("a certificate that a reload takes from a site is answered as an unknown caller's, on a kept connection too")
    func takenBack() async throws {
        let authority = try TestAuthority()
        defer { authority.remove() }
        let (server, client) = (try authority.server(), try authority.client("a.example.nhs.uk"))
        let other = try authority.client("other.example.nhs.uk")
        @Sendable func site(_ client: TestAuthority.Issued) -> String {
            "- { id: A, ods: RXA, identify: { certificate: { sha256: \(client.sha256) } } }\n"
        }
        let keys = try ApplicationKeys()
        let outcomes = try await keys.simulator().whileRunning { pds in
            let folder = try ConfigurationFolder(
                pdsPort: try await pds.port,
                keys: keys,
                smsp: """
                    { host: 127.0.0.1, port: 0, tls: { certificate: \(server.certificate), \
                    privateKey: \(server.privateKey), clientCA: \(authority.certificate) } }
                    """,
                sites: site(client)
            )
            defer { folder.remove() }
            return try await BridgeProcess.serving(folder) { bridge in
                let caller = try SMSPCaller(
                    url: "https://localhost:\(bridge.port)/",
                    ca: authority.certificate,
                    client: client
                )
                func outcome() async throws -> String? {
                    let answer = try await caller.ask(
                        .verifyNHSNumber,
                        "9990000018",
                        born: "19610409",
                        username: "a.example.nhs.uk"
                    )
                    return answer.code ?? answer.fault
                }
                let before = try await outcome()
                try folder.write("sites.yaml", site(other))
                try bridge.hangUp()
                var after: String? = before
                for _ in 0..<200 where after == before || after == nil {
                    // The reload may end the kept connection under a call: nil, and the next one opens another.
                    after = try? await outcome()
                    try await Task.sleep(for: .milliseconds(50))
                }
                return [before, after]
            }.value
        }
        #expect(outcomes == ["SMSP-0000", "3000"])
    }
}
