import HTTPTypes

extension PDSRefusal {
    /// A search of too little.
    static let minimumRequirements =
        "No searches were performed as the search criteria did not meet the minimum requirements"
    /// A fuzzy search of too little, or with a wildcard.
    static let fuzzyCriteria =
        "A fuzzy search was requested however the data given did not meet the fuzzy search criteria"
    /// A postcode under both names of the parameter.
    ///
    /// INFER: the text; no published body shows it.
    static let bothPostcodes = "address-postalcode and address-postcode must not be supplied together"

    /// Parameters that Spine does not know.
    static func additionalProperties(_ names: [String]) -> PDSRefusal {
        let names = names.map { "'\($0)'" }
        let text = names.joined(separator: ", ") + (names.count == 1 ? " was" : " were") + " unexpected"
        return spine(
            "ADDITIONAL_PROPERTIES",
            "Additional properties should not be included",
            issueCode: "invariant",
            "Invalid request with error - Additional properties are not allowed (\(text))"
        )
    }

    /// A parameter with a value that cannot be read.
    static func invalidValue(_ value: String, of field: String) -> PDSRefusal {
        spine(
            "INVALID_VALUE",
            "Provided value is invalid",
            issueCode: "value",
            "Invalid value - '\(value)' in field '\(field)'"
        )
    }

    /// A search without `birthdate`, which is missed before anything else is.
    static let missingBirthDate = spine(
        "MISSING_VALUE",
        "Required value is missing",
        issueCode: "required",
        "Missing value - 'birth_date/birth_date_range_start/birth_date_range_end'"
    )

    /// Parameters that do not go together, or are too few.
    static func invalidSearchData(_ reason: String) -> PDSRefusal {
        spine(
            "INVALID_SEARCH_DATA",
            "Search data is invalid",
            issueCode: "value",
            "Invalid search data provided - '\(reason)'"
        )
    }

    /// More matches than the request allows; PDS sends it with 200.
    static let tooManyMatches = PDSRefusal(
        status: .ok,
        code: "TOO_MANY_MATCHES",
        display: "Too Many Matches",
        issueCode: "multiple-matches",
        severity: "information",
        origin: .spine
    )

    /// Another `_max-results` than 1 in application-restricted mode.
    static let severalResults = PDSRefusal(
        status: .forbidden,
        code: "INVALID_VALUE",
        display: "Cannot retrieve more than one result with application-restricted access token",
        issueCode: "token",
        diagnostics: "Your app has insufficient permissions to perform this search. Please contact support.",
        origin: .gateway
    )

    private static func spine(
        _ code: String,
        _ display: String,
        issueCode: String,
        _ diagnostics: String
    ) -> PDSRefusal {
        PDSRefusal(
            status: .badRequest,
            code: code,
            display: display,
            issueCode: issueCode,
            diagnostics: diagnostics,
            origin: .spine
        )
    }
}
