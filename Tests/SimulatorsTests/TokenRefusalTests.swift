import Foundation
import JSONTree
import RawHTTP
import Simulators
import Testing

@Suite("PDS simulator: refusals of the token endpoint")
struct TokenRefusalTests {
    @Test("an assertion with something wrong is refused with the documented text", arguments: AssertionRefusal.all)
    func assertion(_ refusal: AssertionRefusal) async throws {
        let assertion = try refusal.assertion()
        try await PDSTesting.withSimulator(TestApp.configuration()) { _, port in
            let reply = try await PDSTesting.reply(to: .token(assertion: assertion), port: port)
            #expect(reply.status == refusal.status)
            #expect(reply.json["error"] == .string(refusal.error))
            #expect(reply.json["error_description"] == .string(refusal.description))
            #expect(reply.json["message_id"]?.string != nil)
        }
    }

    @Test(
        "the form is checked before the assertion",
        arguments: [
            ("client_credentials_type", "x", "invalid_request", "grant_type is missing"),
            ("grant_type", "password", "unsupported_grant_type", "grant_type is invalid"),
            (
                "grant_type", "client_credentials", "invalid_request",
                """
                Missing or invalid client_assertion_type - must be \
                'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'
                """
            ),
        ]
    )
    func form(_ name: String, _ value: String, _ error: String, _ description: String) async throws {
        try await PDSTesting.withSimulator(TestApp.configuration()) { _, port in
            let reply = try await PDSTesting.reply(to: .token([(name, value)]), port: port)
            #expect(reply.status == 400)
            #expect(reply.json["error"] == .string(error))
            #expect(reply.json["error_description"] == .string(description))
        }
    }

    @Test("a form without an assertion is refused")
    func missingAssertion() async throws {
        try await PDSTesting.withSimulator(TestApp.configuration()) { _, port in
            let reply = try await PDSTesting.reply(to: .token(assertion: ""), port: port)
            #expect(reply.json["error_description"] == .string("Missing client_assertion"))
        }
    }

    @Test("another content type is 415, another method an empty 405 that allows POST")
    func contentTypeAndMethod() async throws {
        try await PDSTesting.withSimulator(TestApp.configuration()) { _, port in
            var json = WireRequest.token(assertion: "x")
            json.headers = [("Content-Type", "application/json")]
            let unsupported = try await PDSTesting.reply(to: json, port: port)
            #expect(unsupported.status == 415)
            #expect(
                unsupported.json["error_description"]
                    == .string("Content-Type header must be application/x-www-form-urlencoded")
            )
            let get = try await PDSTesting.reply(to: WireRequest(path: "/oauth2/token"), port: port)
            #expect(get.status == 405)
            #expect(get["Allow"] == "POST")
            #expect(get.body.isEmpty)
        }
    }
}
