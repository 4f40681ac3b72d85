import Foundation
import JSONTree
import RawHTTP
import Simulators
import Testing

@Suite("PDS simulator: gateway")
struct GatewayTests {
    private static let denied = Outcome(
        status: 401,
        code: "ACCESS_DENIED",
        issueCode: "forbidden",
        display: "Access Denied - Unauthorised"
    )

    @Test(
        "a call without a good bearer token is told what is wrong with it",
        arguments: [
            (nil, "Missing Authorization header"),
            ("", "Empty Authorization header"),
            ("Bearer", "Missing access token"),
            ("Basic", "Missing access token"),
            ("Basic dXNlcg", "Invalid token type 'Basic', must be 'Bearer'"),
            ("Bearer Gzjxmf2rBoy8Amyba", "Invalid Access Token"),
        ]
    )
    func bearer(_ authorization: String?, _ diagnostics: String) async throws {
        var request = WireRequest.patient("9990000018")
        if let authorization { request.headers.append(("Authorization", authorization)) }
        var expected = Self.denied
        expected.diagnostics = diagnostics
        try await PDSTesting.withSimulator(TestApp.configuration()) { _, port in
            let reply = try await PDSTesting.reply(to: request, port: port)
            #expect(reply.outcome == expected)
            #expect(reply["X-Request-ID"] == WireRequest.requestID)
        }
    }

    @Test("tokens end: by age, by being expired, by being revoked")
    func tokenEnds() async throws {
        var configuration = try TestApp.configuration()
        configuration.tokenLifetime = 0
        try await PDSTesting.withSimulator(configuration) { simulator, port in
            let token = try await TestApp.token(port: port)
            let reply = try await PDSTesting.reply(to: .patient("9990000018", token: token), port: port)
            #expect(reply.outcome.diagnostics == "Access Token expired")
        }
        try await PDSTesting.withSimulator(TestApp.configuration()) { simulator, port in
            let token = try await TestApp.token(port: port)
            simulator.tokens.expireAll()
            let expired = try await PDSTesting.reply(to: .patient("9990000018", token: token), port: port)
            #expect(expired.outcome.diagnostics == "Access Token expired")
            simulator.tokens.revokeAll()
            let revoked = try await PDSTesting.reply(to: .patient("9990000018", token: token), port: port)
            #expect(revoked.outcome.diagnostics == "Invalid Access Token")
        }
    }

    @Test("a path that is not of the API is refused by its own part")
    func unsupportedPath() async throws {
        try await PDSTesting.withSimulator { _, port in
            let request = WireRequest(path: "/personal-demographics/FHIR/R4/HelloWorld")
            let reply = try await PDSTesting.reply(to: request, port: port)
            #expect(
                reply.outcome
                    == Outcome(
                        status: 400,
                        code: "UNSUPPORTED_REQUEST",
                        issueCode: "value",
                        display: "The request is not one that is supported.",
                        diagnostics: "Unsupported path - '/HelloWorld'"
                    )
            )
        }
    }

    @Test(
        "the path is checked before X-Request-ID, X-Request-ID before the method, the method before Spine",
        arguments: [
            ("GET", "/HelloWorld", "1234", "UNSUPPORTED_REQUEST"),
            ("PATCH", "/Patient/9990000018", "1234", "INVALID_VALUE"),
            ("PATCH", "/Patient/1", WireRequest.requestID, "INVALID_METHOD"),
            ("PUT", "/Patient/9990000018", WireRequest.requestID, "UNSUPPORTED_SERVICE"),
        ]
    )
    func order(_ method: String, _ path: String, _ requestID: String, _ code: String) async throws {
        try await PDSTesting.withSimulator { _, port in
            let request = WireRequest(
                method: method,
                path: "/personal-demographics/FHIR/R4" + path,
                headers: [("X-Request-ID", requestID)]
            )
            let reply = try await PDSTesting.reply(to: request, port: port)
            #expect(reply.outcome.code == code)
        }
    }

    @Test(
        "an X-Request-ID that is no UUID is refused and mirrored",
        arguments: ["1234", "60E0B220-8136-4CA5-AE46-1D97EF59D06G", "60E0B22081364CA5AE461D97EF59D068"]
    )
    func malformedRequestID(_ id: String) async throws {
        try await PDSTesting.withSimulator { _, port in
            let reply = try await PDSTesting.reply(to: .patient("9990000018", requestID: id), port: port)
            #expect(
                reply.outcome
                    == Outcome(
                        status: 400,
                        code: "INVALID_VALUE",
                        issueCode: "value",
                        display: "Provided value is invalid",
                        diagnostics: "Invalid value - '\(id)' in header 'X-Request-ID'"
                    )
            )
            #expect(reply["X-Request-ID"] == id)
        }
    }

    @Test("an empty X-Request-ID is malformed, and not mirrored")
    func emptyRequestID() async throws {
        try await PDSTesting.withSimulator { _, port in
            let reply = try await PDSTesting.reply(to: .patient("9990000018", requestID: ""), port: port)
            #expect(reply.outcome.diagnostics == "Invalid value - '' in header 'X-Request-ID'")
            #expect(reply["X-Request-ID"] == nil)
        }
    }

    @Test(
        "application-restricted access reads patients and nothing else",
        arguments: [
            ("PATCH", "/Patient/9990000018", "INVALID_METHOD", "Cannot update resource", "method"),
            ("POST", "/Patient", "INVALID_METHOD", "Cannot create resource", "method"),
            ("POST", "/Patient/$process-birth-details", "INVALID_METHOD", "Cannot create resource", "method"),
            ("GET", "/Coverage", "ACCESS_DENIED", "Cannot GET resource", "operation"),
        ]
    )
    func restrictedAccess(
        _ method: String,
        _ path: String,
        _ code: String,
        _ display: String,
        _ thing: String
    ) async throws {
        try await PDSTesting.withSimulator { _, port in
            let request = WireRequest(
                method: method,
                path: "/personal-demographics/FHIR/R4" + path,
                headers: [("X-Request-ID", WireRequest.requestID)]
            )
            let reply = try await PDSTesting.reply(to: request, port: port)
            #expect(
                reply.outcome
                    == Outcome(
                        status: 403,
                        code: code,
                        issueCode: "forbidden",
                        display: display + " with application-restricted access token",
                        diagnostics:
                            "Your app has insufficient permissions to use this \(thing). Please contact support."
                    )
            )
        }
    }

    @Test(
        "related people and the record at birth are not played",
        arguments: ["/Patient/9990000018/RelatedPerson", "/Patient/$process-birth-details"]
    )
    func notPlayed(_ path: String) async throws {
        try await PDSTesting.withSimulator { _, port in
            let request = WireRequest(
                path: "/personal-demographics/FHIR/R4" + path,
                headers: [("X-Request-ID", WireRequest.requestID)]
            )
            let reply = try await PDSTesting.reply(to: request, port: port)
            #expect(
                reply.outcome
                    == Outcome(
                        status: 400,
                        code: "UNSUPPORTED_SERVICE",
                        issueCode: "processing",
                        display: "Unsupported Service",
                        contentType: "application/fhir+json"
                    )
            )
        }
    }

    @Test("an app without an ASID is refused")
    func missingASID() async throws {
        var app = try TestApp.registered()
        app.hasASID = false
        try await PDSTesting.withSimulator(TestApp.configuration(app)) { _, port in
            let token = try await TestApp.token(port: port)
            let reply = try await PDSTesting.reply(to: .patient("9990000018", token: token), port: port)
            #expect(
                reply.outcome
                    == Outcome(
                        status: 400,
                        code: "MISSING_VALUE",
                        issueCode: "value",
                        display: "Required value is missing",
                        diagnostics: "No ASID is associated with your app. Please contact support."
                    )
            )
        }
    }

    @Test("ping needs no token")
    func ping() async throws {
        try await PDSTesting.withSimulator(TestApp.configuration()) { _, port in
            let request = WireRequest(path: "/personal-demographics/FHIR/R4/_ping")
            let reply = try await PDSTesting.reply(to: request, port: port)
            #expect(reply.status == 200)
            #expect(reply.json.members.map(\.key) == ["version", "revision", "releaseId", "commitId"])
        }
    }

    @Test(
        "a path of no API is the host's 404, which is no OperationOutcome",
        arguments: ["/", "/Patient/9990000018", "/oauth2/token"]
    )
    func elsewhere(_ path: String) async throws {
        try await PDSTesting.withSimulator { _, port in
            let reply = try await PDSTesting.reply(to: WireRequest(path: path), port: port)
            #expect(reply.status == 404)
            #expect(reply.json["resourceType"] == nil)
        }
    }

    @Test("every answer has the date of the simulator's clock")
    func date() async throws {
        var configuration = PDSConfiguration()
        configuration.now = { Date(timeIntervalSince1970: 784_111_777) }
        try await PDSTesting.withSimulator(configuration) { _, port in
            let reply = try await PDSTesting.reply(to: .patient("9990000018"), port: port)
            #expect(reply["Date"] == "Sun, 06 Nov 1994 08:49:37 GMT")
        }
    }
}
