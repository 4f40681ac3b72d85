import Crypto
import Foundation
import NHSIdentifiers
import RawHTTP
import SMSPContract
import Simulators
import Testing

/// How clients and endpoints may speak HTTP while a site is on `legacy`, and what of a message they sign.
@Suite struct WireFormTests {
    /// How a client sends its calls.
    enum ClientForm: String, CaseIterable {
        case keepingAlive, closing, chunked, oldHTTP, oldKeepingAlive

        /// The head of a call with this body, and the body as it goes over the wire.
        func call(_ body: [UInt8], _ operation: SMSPOperation) -> (lines: [String], body: [UInt8]) {
            let version = self == .oldHTTP || self == .oldKeepingAlive ? "1.0" : "1.1"
            var lines = [
                "POST /smsp/pds HTTP/\(version)", "Host: bridge.example.nhs.uk", "Content-Type: text/xml",
                "SOAPAction: \(operation.names.action)",
            ]
            if self == .closing { lines.append("Connection: close") }
            if self == .oldKeepingAlive { lines.append("Connection: keep-alive") }
            guard self == .chunked else { return (lines + ["Content-Length: \(body.count)"], body) }
            let pieces = stride(from: 0, to: body.count, by: 700).flatMap { start in
                let piece = body[start..<min(start + 700, body.count)]
                return Array("\(String(piece.count, radix: 16))\r\n".utf8) + piece + [13, 10]
            }
            return (lines + ["Transfer-Encoding: chunked"], pieces + Array("0\r\n\r\n".utf8))
        }

        /// Whether a second call goes over the same connection.
        var goesOn: Bool { self == .keepingAlive || self == .chunked }
    }

    /// How an endpoint answers.
    enum EndpointForm: String, CaseIterable {
        case plain, chunked, closing, of200KB, fault

        var faults: [LegacyFaultRule] {
            switch self {
            case .plain: []
            case .chunked: [LegacyFaultRule(.chunked)]
            case .closing: [LegacyFaultRule(.closing)]
            case .of200KB: [LegacyFaultRule(.padded(bytes: 200 * 1024))]
            case .fault: [LegacyFaultRule(.soapFault(.backendUnavailable))]
            }
        }
    }

    /// Runs the bridge in front of a legacy service with a seed, while `body` does, which gets both ports.
    private static func running<Value: Sendable>(
        _ body: @escaping @Sendable (_ legacy: LegacySimulator, _ direct: Int, _ bridge: Int) async throws -> Value
    ) async throws -> Value {
        let people = try SyntheticPeople(contentsOf: BridgeProcess.root.appending(path: "Fixtures/patients.yaml").path)
        var configuration = LegacyConfiguration()
        configuration.seed = 7
        return try await LegacySimulator(people: people, configuration: configuration).whileRunning { legacy in
            let port = try await legacy.port
            return try await RunningBridge.running(
                sites: "- { id: RXX, ods: RXX, legacy: central }\n",
                more: ["legacies: { central: { url: \"http://127.0.0.1:\(port)/smsp/pds\" } }"]
            ) { bridge, _ in try await body(legacy, port, bridge.port) }.value
        }
    }

    private static func message(_ operation: SMSPOperation) throws -> [UInt8] {
        RequestRenderer(ids: .random).render(
            SMSPRequest(
                operation: operation,
                dateOfBirth: try #require(TimestampText("19610409")),
                nhsNumber: NHSNumber("9990000018")
            ),
            to: "https://bridge.example.nhs.uk/smsp/pds",
            auditIdentity: AuditIdentity(type: OID.auditIdentity, uri: "urn:nhs-uk:identity:ods:RXX:tester"),
            username: nil,
            now: .now
        )
    }

    /// The answers to one call, and where the client goes on to a second on the same connection.
    private static func answers(
        to message: [UInt8],
        _ operation: SMSPOperation,
        in form: ClientForm,
        port: Int
    ) async throws -> [RawAnswer] {
        let call = form.call(message, operation)
        return try await RawConnection.open(port: port) { connection in
            try await connection.send(call.lines, call.body)
            let first = try await connection.answer()
            guard form.goesOn else { return [first] }
            try await connection.send(call.lines, call.body)
            return [first, try await connection.answer()]
        }
    }

    @Test(
        "the same status, type and bytes come back, however client and endpoint frame them",
        arguments: ClientForm.allCases
    )
    func framing(_ client: ClientForm) async throws {
        let operation = SMSPOperation.getPatientDetailsByNHSNumber
        let message = try Self.message(operation)
        try await Self.running { legacy, direct, bridge in
            for endpoint in EndpointForm.allCases {
                legacy.faults.set(endpoint.faults)
                // Asked directly in the plainest form, in which an endpoint may close what a client would keep.
                let expected = try #require(
                    try await Self.answers(to: message, operation, in: .closing, port: direct).first
                )
                for answer in try await Self.answers(to: message, operation, in: client, port: bridge) {
                    #expect(answer.status == expected.status, "\(endpoint)")
                    #expect(answer["Content-Type"] == expected["Content-Type"], "\(endpoint)")
                    #expect(answer.body == expected.body, "\(endpoint)")
                }
                #expect(endpoint != .of200KB || expected.body.count == 200 * 1024)
                #expect(endpoint != .fault || expected.status == 500)
            }
        }
    }

    @Test("an HTTP/1.0 client never gets chunks, though the endpoint answers in them")
    func oldClient() async throws {
        let message = try Self.message(.verifyNHSNumber)
        let answers = try await Self.running { legacy, _, bridge in
            legacy.faults.set([LegacyFaultRule(.chunked)])
            return try await Self.answers(to: message, .verifyNHSNumber, in: .oldHTTP, port: bridge)
        }
        #expect(answers.map { $0["Transfer-Encoding"] == "chunked" } == [false])
    }

    @Test("a body that its client signed reaches the endpoint with a signature that still holds")
    func signed() async throws {
        let key = SymmetricKey(data: Array("a key that client and endpoint share".utf8))
        let sent = try SignedMessage.sign(Self.message(.verifyNHSNumber), key)
        let (received, status) = try await Self.running { legacy, _, bridge in
            let answers = try await Self.answers(to: sent, .verifyNHSNumber, in: .closing, port: bridge)
            return (legacy.traffic.requests.map(\.body), answers.map(\.status))
        }
        #expect(status == [200])
        #expect(received == [sent])
        #expect(try SignedMessage.holds(try #require(received.first), key))
    }

    @Test("fields of one hop stay on it, all others reach the endpoint as they were written")
    func hopByHop() async throws {
        let message = try Self.message(.verifyNHSNumber)
        let fields = try await Self.running { legacy, _, bridge in
            try await RawConnection.open(port: bridge) { connection in
                try await connection.send(
                    ClientForm.keepingAlive.call(message, .verifyNHSNumber).lines + [
                        "Connection: keep-alive, X-Hop", "X-Hop: this hop", "Keep-Alive: timeout=5", "TE: trailers",
                        "Proxy-Connection: keep-alive", "X-Kept: One  two", "User-Agent: an old client",
                    ],
                    message
                )
                _ = try await connection.answer()
            }
            return legacy.traffic.requests.first?.fields ?? []
        }
        func values(_ name: String) -> [String] {
            fields.filter { $0.name.lowercased() == name.lowercased() }.map(\.value)
        }
        for name in ["X-Hop", "Keep-Alive", "TE", "Proxy-Connection"] { #expect(values(name) == [], "\(name)") }
        #expect(values("X-Kept") == ["One  two"])
        #expect(values("User-Agent") == ["an old client"])
        #expect(values("SOAPAction") == [SMSPOperation.verifyNHSNumber.names.action])
        #expect(values("Host").first?.hasPrefix("127.0.0.1:") == true)
    }
}

/// A message with an XML signature over its SOAP body, by a secret that both ends know.
///
/// The body is written as exclusive canonicalization leaves it, so that its bytes are what is digested.
/// - SeeAlso: XML Signature Syntax and Processing §2, §6.3.1.
private enum SignedMessage {
    private static func body(of text: String) throws -> String {
        String(try #require(text.firstMatch(of: /(?s)<soap:Body.*<\/soap:Body>/)).0)
    }

    private static func signature(over text: String, _ key: SymmetricKey) throws -> String {
        let digest = Data(SHA256.hash(data: Array(try body(of: text).utf8))).base64EncodedString()
        let info = """
            <ds:SignedInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#">\
            <ds:CanonicalizationMethod Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"></ds:CanonicalizationMethod>\
            <ds:SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#hmac-sha256"></ds:SignatureMethod>\
            <ds:Reference URI="#body"><ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256">\
            </ds:DigestMethod><ds:DigestValue>\(digest)</ds:DigestValue></ds:Reference></ds:SignedInfo>
            """
        let value = Data(HMAC<SHA256>.authenticationCode(for: Array(info.utf8), using: key)).base64EncodedString()
        return """
            <ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#">\(info)\
            <ds:SignatureValue>\(value)</ds:SignatureValue></ds:Signature>
            """
    }

    /// `message` with its body named and signed.
    static func sign(_ message: [UInt8], _ key: SymmetricKey) throws -> [UInt8] {
        let named = String(decoding: message, as: UTF8.self).replacing("<soap:Body", with: "<soap:Body Id=\"body\"")
        let signature = try signature(over: named, key)
        return Array(named.replacing("</wsse:Security>", with: signature + "</wsse:Security>").utf8)
    }

    /// Whether the signature in `message` is the one that its body needs.
    static func holds(_ message: [UInt8], _ key: SymmetricKey) throws -> Bool {
        let text = String(decoding: message, as: UTF8.self)
        return text.contains(try signature(over: text, key))
    }
}
