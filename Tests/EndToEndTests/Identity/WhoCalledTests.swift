import Foundation
import SMSPContract
import TestCertificates
import Testing

/// Who called, in the log and in the journal of the real program behind mutual TLS.
@Suite(.timeLimit(.minutes(10))) struct WhoCalledTests {
    @Test("a call has certificate and address in log and journal; a refused one has its reason, ready for sites.yaml")
    func whoCalled() async throws {
        let authority = try TestAuthority()
        defer { authority.remove() }
        let (server, known) = (try authority.server(), try authority.client("first.example.nhs.uk"))
        let unknown = try authority.client("unknown.example.nhs.uk")
        let expired = try authority.client("expired.example.nhs.uk", expires: .now - 86_400)
        let day = String((Date.now - 86_400).ISO8601Format().prefix(10))
        let keys = try ApplicationKeys()
        let folder = try ConfigurationFolder(
            pdsPort: 1,
            keys: keys,
            smsp: """
                { host: 127.0.0.1, port: 0, tls: { certificate: \(server.certificate), \
                privateKey: \(server.privateKey), clientCA: \(authority.certificate) } }
                """,
            sites: "- { id: A, ods: RXA, identify: { path: /a, certificate: { sha256: \(known.sha256) } } }\n"
        )
        defer { folder.remove() }
        let log = try await BridgeProcess.serving(folder) { bridge in
            for (client, path) in [(known, "/a"), (known, "/elsewhere"), (unknown, "/a"), (expired, "/a")] {
                let url = "https://localhost:\(bridge.port)\(path)"
                let caller = try SMSPCaller(url: url, ca: authority.certificate, client: client)
                _ = try? await caller.ask(.verifyNHSNumber, "9990000018", born: "19610409")
            }
        }.remains.output
        let lines = log.split(separator: "\n").map(String.init)
        let calls = lines.filter { $0.contains(#""message":"call""#) }
        #expect(calls.count == 3, "\(log)")
        for (line, client) in zip(calls, [known, known, unknown]) {
            #expect(line.contains(#""certificate":"\#(client.sha256)""#), "\(line)")
            #expect(line.contains(#""certificateSubject":"CN="#) && line.contains(#""peer":"127.0.0.1""#), "\(line)")
        }
        #expect(calls.map { $0.contains(#""identify""#) } == [false, true, true])
        #expect(calls.dropFirst().allSatisfy { $0.contains(#""path":"/"#) })
        #expect(calls.dropFirst().first?.contains("no site of the caller has the path") == true)
        #expect(calls.last?.contains("no site has the certificate") == true)
        #expect(calls.last?.contains("certificate: { sha256: \(unknown.sha256) }") == true)
        let handshake = lines.first { $0.contains("TLS handshake failed") } ?? ""
        #expect(handshake.contains("certificate expired on \(day)"), "\(handshake)")
        #expect(handshake.contains("certificate: { sha256: \(expired.sha256) }"), "\(handshake)")
        let query = try await BridgeProcess.run(["audit", "query", "--config", folder.configuration, "--json"])
        let entries = query.output.split(separator: "\n").filter { $0.contains("messageID") }
        #expect(entries.count == 3)
        #expect(
            entries.last?.hasSuffix(
                #""certificate":"\#(unknown.sha256)","certificateSubject":"CN=unknown.example.nhs.uk","peer":"127.0.0.1"}"#
            ) == true
        )
    }
}
