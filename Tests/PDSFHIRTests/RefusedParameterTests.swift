import PDSFHIR
import Testing

/// Whether PDS refuses a search for what the caller gave: decision D63.
@Suite("Refused parameters")
struct RefusedParameterTests {
    private static let sent = SearchQuery.names(in: "/Patient?family=Li&given=Ann&birthdate=eq1982-04-17")

    private static func refuses(_ code: String, _ diagnostics: String) throws -> Bool {
        OperationOutcome(try Records.json(Records.outcome(code, diagnostics: diagnostics)))
            .refuses(parameterOf: sent)
    }

    @Test("the names of a path's parameters are those that were sent, and a path by id has none")
    func names() {
        #expect(Self.sent == ["family", "given", "birthdate"])
        #expect(SearchQuery.names(in: "/Patient/9991001018") == [])
    }

    @Test("a parameter that was sent and is named", arguments: ["INVALID_VALUE", "INVALID_SEARCH_DATA"])
    func named(_ code: String) throws {
        #expect(try Self.refuses(code, "Invalid value - '20101022' in field 'birthdate'"))
        #expect(try Self.refuses(code, "Invalid value - 'O'Brien' in field 'family'"))
    }

    @Test(
        "anything else is no refusal of what the caller gave",
        arguments: [
            "Invalid value - '1234' in header 'X-Request-ID'",
            "Invalid value - 'Y00000' in field 'general-practitioner'",
            // The caller's own value names nothing.
            "Invalid value - 'family' in header 'X-Request-ID'",
            "Invalid search data provided - 'A fuzzy search was requested however the data given did not meet the "
                + "fuzzy search criteria'",
            "Invalid search data provided - 'No searches were performed as the search criteria did not meet the "
                + "minimum requirements'", "",
        ]
    )
    func unnamed(_ diagnostics: String) throws {
        #expect(try !Self.refuses("INVALID_VALUE", diagnostics))
        #expect(try !Self.refuses("INVALID_SEARCH_DATA", diagnostics))
    }

    @Test("another code names nothing of the caller's")
    func otherCode() throws {
        #expect(try !Self.refuses("MISSING_VALUE", "Missing value - 'birthdate'"))
    }
}
