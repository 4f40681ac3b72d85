import Curl
import Foundation
import NHSIdentifiers
import SMSPContract
import Simulators
import TestCertificates
import Testing

/// Who is calling is told by the certificate alone; path, audit organisation and system only choose among its sites.
@Suite struct CallerIdentityTests {
    /// A call as a client may word it.
    private struct Call: Sendable {
        var path = "/"
        var identities = "RXX"
        var asid: String?
        var headers: [(String, String)] = []
        var body = Body.whole
    }

    /// How much of a message can be read.
    private enum Body {
        case whole, cut, compressed, withoutEnvelope
    }

    private static let asid = "200000000117"

    /// The site whose endpoint each call reached, or the fault it got, under one of two certificates.
    private static func reached(
        _ calls: [(isFirst: Bool, call: Call)]
    ) async throws -> [String] {
        let authority = try TestAuthority()
        defer { authority.remove() }
        let (server, first, second) = (
            try authority.server(), try authority.client("first.example.nhs.uk"),
            try authority.client("second.example.nhs.uk")
        )
        let keys = try ApplicationKeys()
        // Every site has its own wsa:To, so that what the endpoint got tells whose call it was.
        func site(_ id: String, _ marks: String, _ client: TestAuthority.Issued) -> String {
            "- { id: \(id), ods: RX\(id), legacy: central, legacyTo: \"https://\(id).example.nhs.uk/\", "
                + "identify: { \(marks)certificate: { sha256: \(client.sha256) } } }\n"
        }
        let sites =
            site("A", "path: /a, ", first) + site("B", "path: /b, auditODS: RXB, ", first)
            + site("C", "path: /c, asid: \"\(asid)\", ", first) + site("D", "path: /d, ", second)
        let people = try SyntheticPeople(contentsOf: BridgeProcess.root.appending(path: "Fixtures/patients.yaml").path)
        return try await LegacySimulator(people: people).whileRunning { legacy in
            let legacyPort = try await legacy.port
            return try await keys.simulator().whileRunning { pds in
                let folder = try ConfigurationFolder(
                    pdsPort: try await pds.port,
                    keys: keys,
                    smsp: """
                        { host: 127.0.0.1, port: 0, tls: { certificate: \(server.certificate), \
                        privateKey: \(server.privateKey), clientCA: \(authority.certificate) } }
                        """,
                    sites: sites,
                    more: ["legacies: { central: { url: \"http://127.0.0.1:\(legacyPort)/smsp/pds\" } }"]
                )
                defer { folder.remove() }
                return try await BridgeProcess.serving(folder) { bridge in
                    var reached: [String] = []
                    for (isFirst, call) in calls {
                        legacy.resetTraffic()
                        let client = isFirst ? first : second
                        let answer = try await send(call, as: client, authority, port: bridge.port)
                        let received = legacy.traffic.requests.map { String(decoding: $0.body, as: UTF8.self) }
                        let host = received.first?.firstMatch(of: /https:\/\/([A-D])\.example\.nhs\.uk\//)
                        reached.append(host.map { String($0.1) } ?? answer.fault ?? "HTTP \(answer.status)")
                    }
                    return reached
                }.value
            }
        }
    }

    private static func send(
        _ call: Call,
        as client: TestAuthority.Issued,
        _ authority: TestAuthority,
        port: Int
    ) async throws -> SMSPCaller.Answer {
        let pool = try CurlPool(
            CurlConfiguration(
                ca: authority.certificate,
                certificate: client.certificate,
                privateKey: client.privateKey,
                versions: .one
            )
        )
        let number = try #require(NHSNumber("9990000018"))
        let message = RequestRenderer(ids: .random).render(
            SMSPRequest(
                operation: .verifyNHSNumber,
                dateOfBirth: try #require(TimestampText("19610409")),
                nhsNumber: number
            ),
            to: "https://anywhere.example.nhs.uk/",
            auditIdentity: AuditIdentity(
                type: OID.auditIdentity,
                uri: "urn:nhs-uk:identity:ods:\(call.identities):tester"
            ),
            username: nil,
            now: .now
        )
        var text = String(decoding: message, as: UTF8.self)
        if let asid = call.asid {
            text = text.replacing(/<((?:\w+:)?)id [^>]*uri="urn:nhs-uk:identity:[^>]*>/) {
                "\($0.0)<\($0.1)id type=\"1.2.826.0.1285.0.2.0.107\" uri=\"\(asid)\"/>"
            }
        }
        switch call.body {
        case .whole, .compressed: break
        case .cut: text.removeLast(200)
        case .withoutEnvelope: text = text.replacing("DistributionEnvelope", with: "OtherEnvelope")
        }
        let response = try await pool.perform(
            CurlRequest(
                method: .post,
                url: "https://localhost:\(port)\(call.path)",
                headers: [("Content-Type", "text/xml")] + call.headers,
                body: Array(text.utf8),
                deadline: .now + .seconds(30),
                responseLimit: 1 << 20
            )
        )
        await pool.shutDown()
        return SMSPCaller.Answer(status: response.status, body: response.body)
    }

    @Test(
        "sites that share a certificate are told apart by path, audit organisation and system; what fits none: 3000 (D59)"
    )
    func sharedCertificate() async throws {
        let reached = try await Self.reached([
            (true, Call(path: "/a/smsp")), (true, Call(path: "/b", identities: "RXB")), (true, Call(path: "/b")),
            (true, Call(path: "/c", asid: Self.asid)), (true, Call(path: "/c")), (false, Call(path: "/d")),
        ])
        #expect(reached == ["A", "B", "3000", "C", "3000", "D"])
    }

    @Test("a message that cannot be read says so, where path and certificate allow one of several sites")
    func unreadable() async throws {
        let gzip = [("Content-Encoding", "gzip")]
        let reached = try await Self.reached([
            (true, Call(path: "/b", identities: "RXB", body: .cut)), (true, Call(path: "/c", body: .cut)),
            (true, Call(path: "/b", identities: "RXB", headers: gzip, body: .compressed)),
            (true, Call(path: "/b", identities: "RXB", body: .withoutEnvelope)),
            // No site has this path, or the certificate is another's.
            (true, Call(path: "/elsewhere", body: .cut)), (true, Call(path: "/d", body: .cut)),
            (false, Call(path: "/b", headers: gzip, body: .compressed)),
            (false, Call(path: "/c", body: .withoutEnvelope)),
        ])
        #expect(reached == ["1000", "1000", "HTTP 415", "1000", "3000", "3000", "3000", "3000"])
    }

    @Test(
        "no path, header or identity makes a certificate another certificate's site",
        arguments: ["/d", "/d/", "//d", "/a/../d", "/%64", "/a/%2e%2e/d", "/d?wsdl=", "/D"]
    )
    func otherSite(_ path: String) async throws {
        let headers = [
            ("X-Forwarded-Host", "D"), ("X-Forwarded-Prefix", "/d"), ("X-Original-URL", "/d"), ("X-Rewrite-URL", "/d"),
            ("X-SSL-Client-CN", "second.example.nhs.uk"), ("Forwarded", "for=192.0.2.1;host=d"),
            ("SOAPAction", "urn:nhs-itk:services:201005:verifyNHSNumber-v1-0"),
        ]
        let reached = try await Self.reached([
            (true, Call(path: path, identities: "RXD", headers: headers)),
            (false, Call(path: "/b", identities: "RXB", headers: headers)),
            (false, Call(path: "/c", asid: Self.asid, headers: headers)),
        ])
        #expect(!reached[0].contains("D"))
        #expect(reached.dropFirst() == ["3000", "3000"])
    }
}
