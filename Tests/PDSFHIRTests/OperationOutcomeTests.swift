import PDSFHIR
import Testing

@Suite("Outcomes")
struct OperationOutcomeTests {
    @Test(
        "each code of the contract is known",
        arguments: [
            "TOO_MANY_MATCHES", "INVALID_RESOURCE_ID", "UNSUPPORTED_SERVICE", "MISSING_VALUE", "INVALID_VALUE",
            "INVALID_SEARCH_DATA", "ADDITIONAL_PROPERTIES", "UNSUPPORTED_REQUEST", "ACCESS_DENIED", "INVALID_METHOD",
            "RESOURCE_NOT_FOUND", "INVALIDATED_RESOURCE", "UNABLE_TO_CALL_SERVICE", "TOO_MANY_REQUESTS",
            "UNKNOWN_ERROR",
            "SERVICE_UNAVAILABLE",
        ]
    )
    func code(_ code: String) throws {
        let outcome = OperationOutcome(try Records.json(Records.outcome(code, diagnostics: "text")))
        #expect(outcome.spineCode?.rawValue == code)
        #expect(outcome.severity == .error)
        #expect(outcome.issueCode == "value")
        #expect(outcome.diagnostics == "text")
    }

    @Test("there are no other codes")
    func count() {
        #expect(SpineErrorCode.allCases.count == 16)
    }

    @Test(
        "an outcome with less is still one",
        arguments: [
            "{}", #"{"issue":[]}"#, #"{"issue":[{}]}"#, #"{"issue":[{"severity":"bad","code":"Not Found"}]}"#,
            #"{"issue":[{"details":{"coding":[{"code":"NEW_CODE"}]}}]}"#, #"{"issue":{"severity":"error"}}"#,
        ]
    )
    func less(_ text: String) throws {
        let outcome = OperationOutcome(try Records.json(text))
        #expect(outcome.severity == nil)
        #expect(outcome.issueCode == nil)
        #expect(outcome.spineCode == nil)
        #expect("\(outcome)" == "- - -")
    }

    @Test(
        "the text of a 429 tells the limit",
        arguments: [
            (
                "Your application, Bridge, has exceeded its quota of 300 requests every 1 minute(s).",
                RateLimitKind.applicationQuota
            ),
            ("Your application, Bridge, has created a spike in traffic and is being rate limited.", .spike),
            ("This API is currently receiving a high volume of requests and is being rate limited.", .wholeAPI),
            ("Slow down.", .unknown),
        ]
    )
    func rateLimit(_ diagnostics: String, _ expected: RateLimitKind) {
        let body = Records.outcome("TOO_MANY_REQUESTS", diagnostics: diagnostics)
        #expect(RateLimitKind(responseBody: Array(body.utf8)) == expected)
    }

    @Test("a 429 that cannot be read tells nothing", arguments: ["", "<html>has exceeded its quota</html>", "{"])
    func unreadableRateLimit(_ body: String) {
        #expect(RateLimitKind(responseBody: Array(body.utf8)) == .unknown)
    }
}
