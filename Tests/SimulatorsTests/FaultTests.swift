import JSONTree
import RawHTTP
import SMSPContract
import Simulators
import Testing

@Suite("PDS simulator: faults", .timeLimit(.minutes(10)))
struct FaultTests {
    /// The reply to a call for a patient while `fault` is set.
    private func reply(under fault: Fault, number: String = "9990000018") async throws -> RawAnswer {
        try await PDSTesting.withSimulator { simulator, port in
            simulator.faults.set(fault)
            return try await PDSTesting.reply(to: .patient(number), port: port)
        }
    }

    @Test("the connection is cut before the head")
    func cutBeforeHead() async throws {
        await #expect(throws: RawConnection.Failure.closedBeforeHead) { try await reply(under: .cutBeforeHead) }
    }

    @Test("the connection is cut half-way through the body")
    func cutMidBody() async throws {
        let length = try await reply(under: .delay(.zero)).body.count
        await #expect(throws: RawConnection.Failure.closedMidway(bodyBytes: length / 2, announced: length)) {
            try await reply(under: .cutMidBody)
        }
    }

    @Test("nothing comes for as long as the simulator hangs, and stopping it ends that", .timeLimit(.minutes(10)))
    func hang() async throws {
        await #expect(throws: CancellationError.self) {
            try await PDSTesting.withSimulator { simulator, port in
                simulator.faults.set(.hang)
                try await RawConnection.open(port: port) { connection in
                    try await connection.send(.patient("9990000018"))
                    while simulator.traffic.inFlight == 0 { try await Task.sleep(for: .milliseconds(5)) }
                    #expect(connection.waiting.isEmpty)
                }
                throw CancellationError()
            }
        }
    }

    @Test(
        "the answer comes later, and the body slowly",
        arguments: [Fault.delay(.milliseconds(200)), .slowBody(.milliseconds(200))]
    )
    func late(_ fault: Fault) async throws {
        try await PDSTesting.withSimulator { simulator, port in
            simulator.faults.set(fault)
            let start = ContinuousClock.now
            let reply = try await PDSTesting.reply(to: .patient("9990000018"), port: port)
            #expect(ContinuousClock.now - start >= .milliseconds(200))
            #expect(reply.json["id"] == .string("9990000018"))
        }
    }

    @Test("failures behind the gateway come with its own body", arguments: [500, 502, 503, 504])
    func unknownError(_ status: Int) async throws {
        let outcome = try await reply(under: .unknownError(status: status)).outcome
        #expect(outcome.status == status)
        #expect(outcome.code == "UNKNOWN_ERROR")
        #expect(outcome.issueCode == "unknown")
        #expect(outcome.contentType == "application/json")
        #expect(
            outcome.diagnostics?.hasPrefix(
                """
                An unknown error occurred processing this request. Contact us for assistance diagnosing this issue: \
                https://digital.nhs.uk/developer/help-and-support. (Message ID:
                """
            ) == true
        )
    }

    @Test("Spine's own timeout is 408")
    func requestTimeout() async throws {
        let outcome = try await reply(under: .requestTimeout).outcome
        #expect(outcome.status == 408)
        #expect(outcome.code == "UNABLE_TO_CALL_SERVICE")
    }

    @Test(
        "each limit has its text",
        arguments: [
            (RateLimit.quota, "Your application, simulated-app, has exceeded its quota of 300 requests"),
            (.spike, "Your application, simulated-app, has created a spike"),
            (.wholeAPI, "This API is currently receiving a high volume"),
        ]
    )
    func rateLimited(_ limit: RateLimit, _ start: String) async throws {
        let outcome = try await reply(under: .rateLimited(limit)).outcome
        #expect(outcome.status == 429)
        #expect(outcome.diagnostics?.hasPrefix(start) == true)
    }

    @Test("a page of HTML, or nothing, with any status", arguments: [200, 404, 502])
    func otherBodies(_ status: Int) async throws {
        let page = try await reply(under: .html(status: status))
        #expect(page.status == status)
        #expect(page["Content-Type"] == "text/html")
        #expect(page["X-Request-ID"] == nil)
        #expect(String(decoding: page.body, as: UTF8.self).hasPrefix("<html>"))
        let empty = try await reply(under: .empty(status: status))
        #expect(empty.status == status)
        #expect(empty.body.isEmpty)
    }

    @Test("the JSON ends in its middle, the message does not")
    func brokenJSON() async throws {
        let reply = try await reply(under: .brokenJSON)
        #expect(reply.status == 200)
        #expect(!reply.body.isEmpty)
        #expect(throws: JSONParseError.self) { try JSONValue.parse(reply.body) }
    }

    @Test(
        "answers that belong to somebody else",
        arguments: [
            (Fault.crossed, false, false), (.otherPatient, true, false), (.otherRequestID, false, true),
        ]
    )
    func crossed(_ fault: Fault, _ hasOwnRequestID: Bool, _ isOwnRecord: Bool) async throws {
        let reply = try await reply(under: fault)
        #expect(reply.status == 200)
        #expect((reply["X-Request-ID"] == WireRequest.requestID) == hasOwnRequestID)
        #expect((reply.json["id"] == .string("9990000018")) == isOwnRecord)
        #expect(reply.json["id"] == reply.json["identifier"]?[0]?["value"])
    }

    @Test("an identifier that contradicts the id")
    func otherIdentifier() async throws {
        let reply = try await reply(under: .otherIdentifier)
        #expect(reply.json["id"] == .string("9990000018"))
        #expect(reply.json["identifier"]?[0]?["value"] == .string("9990000026"))
    }

    @Test("a second id in the same object")
    func duplicateKey() async throws {
        let reply = try await reply(under: .duplicateKey)
        #expect(String(decoding: reply.body, as: UTF8.self).hasSuffix(#","id":"9990000026"}"#))
    }

    @Test("another type of resource, an extension nobody knows")
    func otherContent() async throws {
        #expect(try await reply(under: .wrongResourceType).json["resourceType"] == .string("Practitioner"))
        let extensions = try await reply(under: .unknownExtension).json["extension"]
        #expect(
            extensions?.elements.last?["url"]
                == .string("https://fhir.nhs.uk/StructureDefinition/Extension-PDS-NotYetPublished")
        )
    }

    @Test("the second copy of an answer is taken for the next one on the connection")
    func duplicated() async throws {
        try await PDSTesting.withSimulator { simulator, port in
            simulator.faults.set(.duplicated, .first(1))
            try await RawConnection.open(port: port) { connection in
                let first = try await connection.exchange(.patient("9990000018"))
                let second = try await connection.exchange(.patient("9990000026"))
                let third = try await connection.answer()
                #expect(first.json["id"] == .string("9990000018"))
                #expect(second.json["id"] == .string("9990000018"))
                #expect(second["X-Request-ID"] == WireRequest.requestID)
                #expect(third.json["id"] == .string("9990000026"))
            }
        }
    }

    @Test("a late answer is that of the connection's previous request; the first is right")
    func lateAnswer() async throws {
        try await PDSTesting.withSimulator { simulator, port in
            simulator.faults.set(.late)
            try await RawConnection.open(port: port) { connection in
                let first = try await connection.exchange(.patient("9990000018"))
                let second = try await connection.exchange(
                    .patient("9990000026", requestID: "0F2D6E6B-61AA-4B12-8C1D-6A2A7F0C0000")
                )
                #expect(first.json["id"] == .string("9990000018"))
                #expect(second.json["id"] == .string("9990000018"))
                #expect(second["X-Request-ID"] == WireRequest.requestID)
            }
            let elsewhere = try await PDSTesting.reply(to: .patient("9990000034"), port: port)
            #expect(elsewhere.json["id"] == .string("9990000034"))
        }
    }

    @Test("the token endpoint fails in its own form")
    func token() async throws {
        try await PDSTesting.withSimulator(TestApp.configuration()) { simulator, port in
            func reply(under fault: Fault) async throws -> RawAnswer {
                simulator.faults.set(fault, on: .token)
                let assertion = try TestApp.assertion(header: TestApp.goodHeader, claims: TestApp.goodClaims())
                return try await PDSTesting.reply(to: .token(assertion: assertion), port: port)
            }
            let unreachable = try await reply(under: .unreachableKeySet)
            #expect(unreachable.status == 403)
            #expect(
                unreachable.json["error_description"]
                    == .string("The JWKS endpoint, for your client_assertion can't be reached")
            )
            let limited = try await reply(under: .rateLimited(.quota))
            #expect(limited.status == 429)
            let unavailable = try await reply(under: .unknownError(status: 503))
            #expect(unavailable.status == 503)
            #expect(unavailable.json["error"] == .string("unknown_error"))
        }
    }
}
