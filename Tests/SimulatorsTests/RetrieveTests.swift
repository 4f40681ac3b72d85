import JSONTree
import RawHTTP
import Simulators
import Testing

@Suite("PDS simulator: retrieve")
struct RetrieveTests {
    private func reply(_ request: WireRequest) async throws -> RawAnswer {
        try await PDSTesting.withSimulator { _, port in try await PDSTesting.reply(to: request, port: port) }
    }

    @Test("a record comes as FHIR with its version as ETag")
    func record() async throws {
        let reply = try await reply(.patient("9990000018"))
        #expect(reply.status == 200)
        #expect(reply["Content-Type"] == "application/fhir+json")
        #expect(reply["ETag"] == "W/\"4\"")
        #expect(reply.json["id"] == .string("9990000018"))
        #expect(reply.json["meta"]?["versionId"] == .string("4"))
    }

    @Test(
        "a superseded number answers with the superseding record under its own id",
        arguments: [("9990000050", "9990000069", "W/\"7\""), ("9990000077", "9990000093", "W/\"1\"")]
    )
    func superseded(_ asked: String, _ answered: String, _ eTag: String) async throws {
        let reply = try await reply(.patient(asked))
        #expect(reply.status == 200)
        #expect(reply.json["id"] == .string(answered))
        #expect(reply.json["identifier"]?[0]?["value"] == .string(answered))
        #expect(reply["ETag"] == eTag)
    }

    @Test("an invalidated number, also at the end of a chain, is 404", arguments: ["9990000174", "9990000107"])
    func invalidated(_ number: String) async throws {
        #expect(
            try await reply(.patient(number)).outcome
                == Outcome(
                    status: 404,
                    code: "INVALIDATED_RESOURCE",
                    issueCode: "processing",
                    display:
                        "Resource that has been marked as invalid was requested - invalid resources cannot be retrieved",
                    contentType: "application/fhir+json"
                )
        )
    }

    @Test("a number nobody has is 404")
    func unknown() async throws {
        #expect(
            try await reply(.patient("9990009996")).outcome
                == Outcome(
                    status: 404,
                    code: "RESOURCE_NOT_FOUND",
                    issueCode: "not-found",
                    severity: "information",
                    display: "Resource not found",
                    contentType: "application/fhir+json"
                )
        )
    }

    @Test("what is no NHS number is 400", arguments: ["9990000019", "999000001", "99900000180", "ABCDEFGHIJ", "%20"])
    func invalidID(_ id: String) async throws {
        #expect(
            try await reply(.patient(id)).outcome
                == Outcome(
                    status: 400,
                    code: "INVALID_RESOURCE_ID",
                    issueCode: "value",
                    display: "Resource Id is invalid",
                    contentType: "application/fhir+json"
                )
        )
    }

    @Test("without X-Request-ID Spine refuses, before it looks at the number", arguments: ["9990000018", "1"])
    func missingRequestID(_ id: String) async throws {
        #expect(
            try await reply(.patient(id, requestID: nil)).outcome
                == Outcome(
                    status: 400,
                    code: "MISSING_VALUE",
                    issueCode: "required",
                    display: "Required value is missing",
                    diagnostics:
                        "Invalid request with error - X-Request-ID header must be supplied to access this resource",
                    contentType: "application/fhir+json"
                )
        )
    }

    @Test("blank address lines stay in their places for an app registered so")
    func emptyAddressLines() async throws {
        var app = try TestApp.registered()
        app.returnsEmptyAddressLines = true
        try await PDSTesting.withSimulator(TestApp.configuration(app)) { _, port in
            let token = try await TestApp.token(port: port)
            let reply = try await PDSTesting.reply(to: .patient("9990000778", token: token), port: port)
            #expect(reply.json["address"]?[0]?["line"]?.elements.count == 5)
            #expect(reply.json["address"]?[0]?["line"]?[0] == .null)
        }
    }

    @Test("both ids are mirrored as sent, on errors too", arguments: ["9990000018", "9990009996", "1"])
    func mirrored(_ id: String) async throws {
        let correlation = ("X-Correlation-ID", "any text: 7")
        let requestID = "60e0b220-8136-4ca5-ae46-1d97ef59d068"
        let reply = try await reply(.patient(id, requestID: requestID, headers: [correlation]))
        #expect(reply["X-Request-ID"] == requestID)
        #expect(reply["X-Correlation-ID"] == "any text: 7")
    }

    @Test("ids that were not sent are not made up")
    func notMirrored() async throws {
        let reply = try await reply(.patient("9990000018", requestID: nil))
        #expect(reply["X-Request-ID"] == nil)
        #expect(reply["X-Correlation-ID"] == nil)
    }
}
