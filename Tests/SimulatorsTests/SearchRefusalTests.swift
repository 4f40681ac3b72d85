import JSONTree
import RawHTTP
import Simulators
import Testing

@Suite("PDS simulator: searches that are refused")
struct SearchRefusalTests {
    private static let minimum =
        "Invalid search data provided - 'No searches were performed as the search criteria did not meet the minimum requirements'"
    private static let fuzzy =
        "Invalid search data provided - 'A fuzzy search was requested however the data given did not meet the fuzzy search criteria'"
    private static let noBirthDate = "Missing value - 'birth_date/birth_date_range_start/birth_date_range_end'"

    private func outcome(_ query: String?, requestID: String? = WireRequest.requestID) async throws -> Outcome {
        try await PDSTesting.withSimulator { _, port in
            try await PDSTesting.reply(to: .search(query, requestID: requestID), port: port).outcome
        }
    }

    @Test(
        "a search that is wrong is told with its code and text",
        arguments: [
            (nil, "UNSUPPORTED_SERVICE", nil),
            ("", "UNSUPPORTED_SERVICE", nil),
            ("family=Ng", "MISSING_VALUE", noBirthDate),
            ("given=Bo&_fuzzy-match=true", "MISSING_VALUE", noBirthDate),
            ("birthdate=eq1985-02-11", "INVALID_SEARCH_DATA", minimum),
            ("birthdate=eq1985-02-11&given=Bo", "INVALID_SEARCH_DATA", minimum),
            ("birthdate=eq1985-02-11&family=%2Ag", "INVALID_SEARCH_DATA", minimum),
            ("birthdate=eq1985-02-11&family=N%2A", "INVALID_SEARCH_DATA", minimum),
            ("birthdate=eq1985-02-11&family=Ng&given=B%2A", "INVALID_SEARCH_DATA", minimum),
            ("birthdate=eq1985-02-11&family=Ng&address-postalcode=%2A", "INVALID_SEARCH_DATA", minimum),
            ("birthdate=eq1985-02-11&family=Nanonanonanonanonanonanonanonanonano", "INVALID_SEARCH_DATA", minimum),
            ("birthdate=eq1985-02-11&family=Ng&_fuzzy-match=true", "INVALID_SEARCH_DATA", fuzzy),
            ("birthdate=eq1985-02-11&family=Ng&given=Am%2A&_fuzzy-match=true", "INVALID_SEARCH_DATA", fuzzy),
            ("birthdate=eq1985-02-11&family=Ng&given=Bo&_fuzzy-match=true", "UNSUPPORTED_SERVICE", nil),
            ("birthdate=eq1985-02-11&family=Ng&email=ng@example.com", "UNSUPPORTED_SERVICE", nil),
            ("family=Ng&birthdate=19850211", "INVALID_VALUE", "Invalid value - '19850211' in field 'birthdate'"),
            (
                "family=Ng&birthdate=gt1985-02-11", "INVALID_VALUE",
                "Invalid value - 'gt1985-02-11' in field 'birthdate'"
            ),
            ("family=Ng&birthdate=1985-02-30", "INVALID_VALUE", "Invalid value - '1985-02-30' in field 'birthdate'"),
            ("family=Ng&birthdate=1985-02-11&gender=mal", "INVALID_VALUE", "Invalid value - 'mal' in field 'gender'"),
            (
                "family=Ng&birthdate=1985-02-11&_max-results=51", "INVALID_VALUE",
                "Invalid value - '51' in field '_max-results'"
            ),
            (
                "family=Ng&birthdate=1985-02-11&_history=yes", "INVALID_VALUE",
                "Invalid value - 'yes' in field '_history'"
            ),
            (
                "family=Ng&birthdate=1985-02-11&year=1", "ADDITIONAL_PROPERTIES",
                "Invalid request with error - Additional properties are not allowed ('year' was unexpected)"
            ),
            (
                "a=1&b=2&family=Ng&birthdate=1985-02-11", "ADDITIONAL_PROPERTIES",
                "Invalid request with error - Additional properties are not allowed ('a', 'b' were unexpected)"
            ),
            (
                "family=Ng&birthdate=1985-02-11&address-postalcode=LX1&address-postcode=LX1", "INVALID_SEARCH_DATA",
                "Invalid search data provided - 'address-postalcode and address-postcode must not be supplied together'"
            ),
        ] as [(String?, String, String?)]
    )
    func refused(_ query: String?, _ code: String, _ diagnostics: String?) async throws {
        let outcome = try await outcome(query)
        #expect(outcome.status == 400)
        #expect(outcome.code == code)
        #expect(outcome.diagnostics == diagnostics)
        #expect(outcome.contentType == "application/fhir+json")
    }

    @Test("without X-Request-ID Spine refuses, before it looks at the parameters")
    func missingRequestID() async throws {
        #expect(try await outcome("year=1", requestID: nil).code == "MISSING_VALUE")
    }

    @Test("application-restricted mode finds one patient, and no search may ask for more")
    func applicationRestricted() async throws {
        let query = "family=Fa%2A&gender=female&birthdate=ge1970-01-01&birthdate=le1999-12-31"
        try await PDSTesting.withSimulator(TestApp.configuration()) { simulator, port in
            let token = try await TestApp.token(port: port)
            func outcome(_ query: String) async throws -> Outcome {
                try await PDSTesting.reply(to: .search(query, token: token), port: port).outcome
            }
            let (bare, one) = (try await outcome(query), try await outcome(query + "&_max-results=1"))
            #expect(bare.code == "TOO_MANY_MATCHES")
            #expect(one.code == "TOO_MANY_MATCHES")
            let refused = try await outcome(query + "&_max-results=2")
            #expect(
                refused
                    == Outcome(
                        status: 403,
                        code: "INVALID_VALUE",
                        issueCode: "token",
                        display: "Cannot retrieve more than one result with application-restricted access token",
                        diagnostics:
                            "Your app has insufficient permissions to perform this search. Please contact support."
                    )
            )
            #expect(simulator.traffic.searches == 3)
            #expect(simulator.traffic.requests.last?.query == query + "&_max-results=2")
        }
    }

    @Test("a fault can befall searches alone")
    func fault() async throws {
        try await PDSTesting.withSimulator { simulator, port in
            simulator.faults.set(.unknownError(status: 503), on: .searches)
            let search = WireRequest.search("family=Ng&birthdate=1993-06-11")
            let spoilt = try await PDSTesting.reply(to: search, port: port)
            let retrieved = try await PDSTesting.reply(to: .patient("9990000417"), port: port)
            #expect(spoilt.status == 503)
            #expect(retrieved.status == 200)
        }
    }
}
