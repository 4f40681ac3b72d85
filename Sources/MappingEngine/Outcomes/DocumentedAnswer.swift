import SMSPContract

/// The documented answers of PDS; `outcomes.csv` has to have a row of its own for each.
///
/// - SeeAlso: the PDS FHIR API, `GET /Patient/{id}`, `GET /Patient` and its error table.
enum DocumentedAnswer {
    /// The kind of a body.
    static let resources = ["Patient", "OperationOutcome", "Bundle"]

    /// The codes of a refusal of a search for a value that the caller gave.
    private static let valueRefusals = ["INVALID_SEARCH_DATA", "INVALID_VALUE"]

    private static let requestRefusals = [
        "INVALID_VALUE", "MISSING_VALUE", "UNSUPPORTED_REQUEST", "UNSUPPORTED_SERVICE",
    ]

    private static func refusals(of call: PDSCall) -> [(status: Int, codes: [String])] {
        switch call {
        case .retrieve, .found:
            [
                (400, ["INVALID_RESOURCE_ID"] + requestRefusals), (403, ["ACCESS_DENIED"]),
                (404, ["RESOURCE_NOT_FOUND", "INVALIDATED_RESOURCE"]),
            ]
        case .search:
            [
                (400, ["INVALID_SEARCH_DATA", "ADDITIONAL_PROPERTIES"] + requestRefusals),
                (403, ["ACCESS_DENIED", "INVALID_VALUE"]),
            ]
        }
    }

    private static let refusals: [(status: Int, codes: [String])] = [
        (200, ["TOO_MANY_MATCHES"]),
        (401, ["ACCESS_DENIED"]),
        (408, ["UNABLE_TO_CALL_SERVICE"]),
        (429, ["TOO_MANY_REQUESTS"]),
        (500, ["UNKNOWN_ERROR"]),
        (502, ["UNKNOWN_ERROR"]),
        (503, ["UNKNOWN_ERROR"]),
        (504, ["UNKNOWN_ERROR"]),
    ]

    /// The answers to `call` of `operation`: a record in each condition that code can find, and each refusal.
    static func all(of operation: SMSPOperation, _ call: PDSCall) -> [PDSAnswer] {
        func answer(_ status: Int, _ resource: String, code: String?, _ condition: OutcomeCondition?) -> PDSAnswer {
            PDSAnswer(
                operation: operation,
                call: call,
                status: status,
                resource: resource,
                code: code,
                condition: condition
            )
        }
        let records = conditions(of: operation, call).map { answer(200, call.resource, code: nil, $0) }
        let refused = (refusals + refusals(of: call)).flatMap { status, codes in
            codes.map { answer(status, "OperationOutcome", code: $0, nil) }
        }
        let values = call == .search ? valueRefusals : []
        return records + refused + values.map { answer(400, "OperationOutcome", code: $0, .valueRefused) }
    }

    /// True if `answer` has to be decided by a row that names its code.
    static func mustBeNamed(_ answer: PDSAnswer) -> Bool {
        answer.call == .search && (answer.code == "TOO_MANY_MATCHES" || answer.condition == .valueRefused)
    }

    /// The conditions that code can detect in an answer to `call`.
    ///
    /// What a search found and fits is an answer only where the record is not retrieved after it.
    private static func conditions(of operation: SMSPOperation, _ call: PDSCall) -> [OutcomeCondition] {
        switch call {
        case .retrieve:
            [
                .verified, .notVerified, .supersededVerified, .supersededNotVerified, .redacted, .unreadStatus,
                .noValidAnswer,
            ]
        case .search:
            [.contradicts, .nobody, .several, .inconsistent, .redacted, .unreadStatus, .noValidAnswer]
                + (operation.calls.contains(.found) ? [] : [.fits])
        case .found: [.fits, .contradicts, .redacted, .unreadStatus, .noValidAnswer]
        }
    }
}
