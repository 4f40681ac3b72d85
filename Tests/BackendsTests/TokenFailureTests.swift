import Backends
import Curl
import Foundation
import NIOSSL
import RawHTTP
import SMSPContract
import Synchronization
import TestCertificates
import Testing

/// Why there is no access token, as an operator is told, and that whatever came instead of one is used for nothing.
@Suite struct TokenFailureTests {
    /// An answer of the token endpoint, and the reason that it is.
    struct Case: Sendable, CustomTestStringConvertible {
        let reason: TokenFailureReason
        let answer: [UInt8]
        let testDescription: String

        init(_ reason: TokenFailureReason, _ body: String, status: String = "200 OK", _ name: String) {
            self.reason = reason
            answer = RawServer.answer(body, status: status)
            testDescription = name
        }

        static func token(_ reason: TokenFailureReason, _ token: String, _ name: String) -> Case {
            Case(reason, #"{"access_token":"\#(token)","expires_in":"599"}"#, name)
        }

        static func lifetime(_ member: String, _ name: String) -> Case {
            Case(.lifetime, #"{"access_token":"abc"\#(member)}"#, name)
        }

        static func refusal(_ status: String, _ error: String, _ text: String, _ reason: TokenFailureReason) -> Case {
            Case(
                reason,
                #"{"error":"\#(error)","error_description":"\#(text)","message_id":"rrt-1"}"#,
                status: status,
                "\(status) \(error) \(text)"
            )
        }
    }

    static let cases: [Case] = [
        Case(.notJSON, "<html><body>Log in</body></html>", "a log-in page"),
        Case(.notJSON, "", "nothing"),
        Case(.noToken, #"{"expires_in":"599"}"#, "no token"),
        .token(.noToken, "", "an empty token"),
        .token(.tokenCharacters, #"abc\r\nX-Injected: 1"#, "a token with CR LF"),
        .token(.tokenCharacters, "   ", "a token of blanks"),
        .token(.tokenCharacters, #"abc\u0000"#, "a token with a control character"),
        .token(.tokenCharacters, "ab=c", "a token with padding inside"),
        .token(.tokenCharacters, "é", "a token beyond ASCII"),
        .lifetime("", "no lifetime"),
        .lifetime(#","expires_in":"soon""#, "a lifetime in words"),
        .lifetime(#","expires_in":-1"#, "a negative lifetime"),
        .lifetime(#","expires_in":0"#, "a lifetime of nothing"),
        .lifetime(#","expires_in":599.5"#, "a lifetime with parts of seconds"),
        .lifetime(#","expires_in":9223372036854775807"#, "a lifetime beyond a day"),
        .refusal("401 Unauthorized", "public_key error", "JWT signature verification failed", .keyRefused),
        .refusal("401 Unauthorized", "invalid_request", "Invalid 'kid' header - no matching public key", .keyRefused),
        .refusal("401 Unauthorized", "invalid_request", "Invalid 'iss'/'sub' claims", .apiKeyRefused),
        .refusal("401 Unauthorized", "invalid_request", "Missing or invalid 'aud' claim", .audienceRefused),
        .refusal("401 Unauthorized", "access_denied", "The developer app is not approved", .applicationRefused),
        .refusal("401 Unauthorized", "unauthorized_client", "another grant type", .applicationRefused),
        .refusal("401 Unauthorized", "unheard_of", "something new", .unauthorised),
        .refusal("403 Forbidden", "public_key error", "The JWKS endpoint can't be reached", .keySetUnreachable),
        .refusal("403 Forbidden", "public_key error", "You need to register a public key", .keyRefused),
        .refusal("429 Too Many Requests", "too_many_requests", "slow down", .tooManyRequests),
        .refusal("400 Bad Request", "invalid_request", "Missing client_assertion", .status),
        .refusal("503 Service Unavailable", "unknown_error", "An unknown error occurred", .status),
    ]

    @Test("an answer without a good token has its reason, and nothing of it is used", arguments: cases)
    func answered(_ wrong: Case) async throws {
        let isWell = Atomic(false)
        let server = RawServer { request in
            guard request.lines[0].hasPrefix("POST") else { return .send(RawServer.answer("{}", status: "404 X")) }
            let good = RawServer.answer(#"{"access_token":"good","expires_in":"599"}"#)
            return .send(isWell.load(ordering: .acquiring) ? good : wrong.answer)
        }
        let caller = try TokenCaller()
        let (first, second) = try await server.run { port in
            try await caller.calling("http://127.0.0.1:\(port)", tokenURL: "http://127.0.0.1:\(port)/token") { call in
                let first = try await call()
                isWell.store(true, ordering: .releasing)
                return (first, try await call())
            }
        }
        #expect(caller.reasons == [wrong.reason])
        #expect(first.diagnostics == [CallDiagnostic("noAccessToken", at: wrong.reason.rawValue)])
        #expect(first.upstreamRequestIDs.isEmpty)
        #expect(second.upstreamRequestIDs.count == 1)
        let bearers = server.requests.flatMap(\.lines).filter { $0.lowercased().hasPrefix("authorization:") }
        #expect(bearers == ["Authorization: Bearer good"])
    }

    @Test("what NHS England asks for is told, and no secret that the endpoint sends back")
    func told() async throws {
        let server = RawServer { request in
            let assertion = String(decoding: request.body, as: UTF8.self).split(separator: "=").last ?? ""
            let rest = String(repeating: "x ", count: 999)
            let text = #"bad \u001b[2J\r\n key \#(TokenCaller.apiKey) in \#(assertion) "# + rest
            let id = "rrt-0123456789012345678-a-geu2-12345-12345678-1"
            return .send(
                RawServer.answer(
                    #"{"error":"invalid_request","error_description":"\#(text)","message_id":"\#(id)"}"#,
                    status: "400 Bad Request"
                )
            )
        }
        let caller = try TokenCaller()
        _ = try await server.run { port in
            try await caller.calling("http://127.0.0.1:\(port)", tokenURL: "http://127.0.0.1:\(port)/token") {
                try await $0()
            }
        }
        guard case .failed(let failure)? = caller.notices.first else {
            Issue.record("no failure: \(caller.notices)")
            return
        }
        let description = try #require(failure.description)
        #expect(failure.error == "invalid_request")
        #expect(failure.status == 400)
        #expect(failure.keyID == "key-1")
        #expect(failure.messageID == "rrt-0123456789012345678-a-geu2-12345-12345678-1")
        #expect(description.hasPrefix(#"bad \u{1B}[2J\u{D}\u{A} key [withheld] in [withheld] x x"#))
        #expect(description.unicodeScalars.count <= 301)
    }

    @Test("a certificate that is not trusted, an endpoint that is not there, and silence are told apart")
    func transfers() async throws {
        let authority = try TestAuthority()
        defer { authority.remove() }
        let issued = try authority.server()
        let tls = try NIOSSLContext(
            configuration: .makeServerConfiguration(
                certificateChain: try NIOSSLCertificate.fromPEMFile(issued.certificate).map { .certificate($0) },
                privateKey: .privateKey(try NIOSSLPrivateKey(file: issued.privateKey, format: .pem))
            )
        )
        let untrusted = try TokenCaller()
        let server = RawServer { _ in .silence }
        _ = try await server.run(tls: tls) { port in
            try await untrusted.calling("https://localhost:\(port)", tokenURL: "https://localhost:\(port)/token") {
                try await $0()
            }
        }
        #expect(untrusted.reasons == [.certificateUntrusted])
        let silent = try TokenCaller()
        let port = try await server.run { port in
            _ = try await silent.calling(
                "http://127.0.0.1:\(port)",
                tokenURL: "http://127.0.0.1:\(port)/token",
                timeout: .milliseconds(200)
            ) { try await $0() }
            return port
        }
        #expect(silent.reasons == [.timedOut])
        let absent = try TokenCaller()
        _ = try await absent.calling("http://127.0.0.1:\(port)", tokenURL: "http://127.0.0.1:\(port)/token") {
            try await $0()
        }
        #expect(absent.reasons == [.unreachable])
    }

    @Test("a proxy that asks for credentials is told, and PDS was not asked")
    func proxy() async throws {
        let proxy = RawServer { _ in .sendAndClose(RawServer.answer(status: "407 Proxy Authentication Required")) }
        let caller = try TokenCaller()
        let answer = try await proxy.run { port in
            try await caller.calling(
                "https://pds.invalid",
                tokenURL: "https://pds.invalid/token",
                proxy: "http://127.0.0.1:\(port)"
            ) { try await $0() }
        }
        #expect(caller.reasons == [.proxyCredentials])
        #expect(answer.upstreamRequestIDs.isEmpty)
    }

    @Test("a request that never left is no request of the audit")
    func notSent() async throws {
        let answer = try await TokenCaller().calling("http://127.0.0.1:1", tokenURL: nil) { try await $0() }
        #expect(answer.upstreamRequestIDs.isEmpty)
        #expect(answer.diagnostics.map(\.name).contains("pdsTransferFailed"))
    }
}
