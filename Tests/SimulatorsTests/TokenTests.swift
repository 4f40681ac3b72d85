import CryptoExtras
import Foundation
import JSONTree
import JWTKit
import RawHTTP
import Simulators
import Testing

@Suite("PDS simulator: token endpoint")
struct TokenTests {
    /// Claims as an independent implementation encodes and signs them.
    private struct Claims: JWTPayload {
        let iss: String
        let sub: String
        let aud: String
        let jti: String
        let exp: Int

        func verify(using algorithm: some JWTAlgorithm) async throws {}
    }

    @Test("an assertion signed by another implementation gets a token that opens the API")
    func happyPath() async throws {
        let keys = JWTKeyCollection()
        let pem = try TestApp.key.get().pemRepresentation
        await keys.add(
            rsa: try Insecure.RSA.PrivateKey(pem: pem),
            digestAlgorithm: .sha512,
            kid: JWKIdentifier(string: TestApp.kid)
        )
        let claims = Claims(
            iss: TestApp.apiKey,
            sub: TestApp.apiKey,
            aud: "http://pds.test/oauth2/token",
            jti: UUID().uuidString,
            exp: Int(Date().timeIntervalSince1970) + 240
        )
        let assertion = try await keys.sign(claims, kid: JWKIdentifier(string: TestApp.kid))
        try await PDSTesting.withSimulator(TestApp.configuration()) { _, port in
            let reply = try await PDSTesting.reply(to: .token(assertion: assertion), port: port)
            #expect(reply.status == 200)
            #expect(reply["Content-Type"] == "application/json")
            #expect(reply.json["expires_in"] == .string("599"))
            #expect(reply.json["token_type"] == .string("Bearer"))
            #expect(reply.json["issued_at"]?.string.flatMap(Int.init) != nil)
            let token = try #require(reply.json["access_token"]?.string)
            #expect(token.count == 28)
            let record = try await PDSTesting.reply(to: .patient("9990000018", token: token), port: port)
            #expect(record.status == 200)
        }
    }

    @Test("typ may be in any case, and an assertion may live 300 seconds")
    func accepted() async throws {
        let assertion = try TestApp.assertion(
            header: TestApp.goodHeader.setting("typ", .string("jwt")),
            claims: TestApp.goodClaims(expiresIn: 300)
        )
        try await PDSTesting.withSimulator(TestApp.configuration()) { _, port in
            let reply = try await PDSTesting.reply(to: .token(assertion: assertion), port: port)
            #expect(reply.status == 200)
        }
    }

    @Test("a jti counts once")
    func usedJTI() async throws {
        let assertion = try TestApp.assertion(header: TestApp.goodHeader, claims: TestApp.goodClaims())
        try await PDSTesting.withSimulator(TestApp.configuration()) { _, port in
            #expect(try await PDSTesting.reply(to: .token(assertion: assertion), port: port).status == 200)
            let second = try await PDSTesting.reply(to: .token(assertion: assertion), port: port)
            #expect(second.status == 400)
            #expect(second.json["error_description"] == .string("Non-unique 'jti' claim in client_assertion JWT"))
        }
    }

    @Test("a key that is withdrawn is refused, one that is published is accepted")
    func rotation() async throws {
        try await PDSTesting.withSimulator(TestApp.configuration()) { simulator, port in
            simulator.apps.withdraw(kid: TestApp.kid, from: TestApp.apiKey)
            let pem = try TestApp.key.get().publicKey.pemRepresentation
            simulator.apps.publish(try RegisteredKey(kid: "test-2", pem: pem), for: TestApp.apiKey)
            let old = try TestApp.assertion(header: TestApp.goodHeader, claims: TestApp.goodClaims())
            let refused = try await PDSTesting.reply(to: .token(assertion: old), port: port)
            #expect(refused.status == 401)
            #expect(
                refused.json["error_description"]
                    == .string("Invalid 'kid' header in client_assertion JWT - no matching public key")
            )
            let new = try TestApp.assertion(
                header: TestApp.goodHeader.setting("kid", .string("test-2")),
                claims: TestApp.goodClaims()
            )
            #expect(try await PDSTesting.reply(to: .token(assertion: new), port: port).status == 200)
        }
    }

    @Test("the app's registration is checked: keys, approval, grant type")
    func registration() async throws {
        var app = try TestApp.registered()
        app.keys = []
        try await PDSTesting.withSimulator(TestApp.configuration(app)) { simulator, port in
            func refusal() async throws -> RawAnswer {
                let assertion = try TestApp.assertion(header: TestApp.goodHeader, claims: TestApp.goodClaims())
                return try await PDSTesting.reply(to: .token(assertion: assertion), port: port)
            }
            let noKey = try await refusal()
            #expect(noKey.status == 403)
            #expect(noKey.json["error"] == .string("public_key error"))
            simulator.apps.set(.revoked, of: TestApp.apiKey)
            let revoked = try await refusal()
            #expect(revoked.status == 401)
            #expect(revoked.json["error"] == .string("access_denied"))
            let pem = try TestApp.key.get().publicKey.pemRepresentation
            simulator.apps.publish(try RegisteredKey(kid: TestApp.kid, pem: pem), for: TestApp.apiKey)
            simulator.apps.set(.otherGrantType, of: TestApp.apiKey)
            let otherGrant = try await refusal()
            #expect(otherGrant.status == 401)
            #expect(otherGrant.json["error"] == .string("unauthorized_client"))
        }
    }

    @Test("a key set registers its RSA keys")
    func keySet() async throws {
        let primitives = try TestApp.key.get().publicKey.getKeyPrimitives()
        let jwks = """
            {"keys":[{"kty":"RSA","alg":"RS512","use":"sig","kid":"\(TestApp.kid)",\
            "n":"\(TestApp.base64URL(Array(primitives.modulus)))",\
            "e":"\(TestApp.base64URL(Array(primitives.publicExponent)))"}]}
            """
        var app = try TestApp.registered()
        app.keys = try RegisteredKey.keys(ofJWKS: Array(jwks.utf8))
        try await PDSTesting.withSimulator(TestApp.configuration(app)) { _, port in
            _ = try await TestApp.token(port: port)
        }
    }

    @Test("what is no key is not registered")
    func notAKey() {
        #expect(throws: RegisteredKey.Problem.notAPublicKey) { try RegisteredKey(kid: "k", pem: "-----") }
        #expect(throws: RegisteredKey.Problem.notAKeySet) { try RegisteredKey.keys(ofJWKS: Array("[]".utf8)) }
        #expect(throws: RegisteredKey.Problem.notAnRSAKey(position: 0)) {
            try RegisteredKey.keys(ofJWKS: Array(#"{"keys":[{"kty":"EC","kid":"k"}]}"#.utf8))
        }
    }

    @Test("a life may be asked shorter, never longer", arguments: [("1500", "1"), ("9000000", "599")])
    func life(_ milliseconds: String, _ expected: String) async throws {
        try await PDSTesting.withSimulator(TestApp.configuration()) { _, port in
            let assertion = try TestApp.assertion(header: TestApp.goodHeader, claims: TestApp.goodClaims())
            var request = WireRequest.token(assertion: assertion)
            request.body += "&_access_token_expiry_ms=\(milliseconds)"
            let reply = try await PDSTesting.reply(to: request, port: port)
            #expect(reply.json["expires_in"] == .string(expected))
        }
    }
}
