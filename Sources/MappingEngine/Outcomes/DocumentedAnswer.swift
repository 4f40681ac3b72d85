import SMSPContract

/// The answers that PDS is documented to give, each of which `outcomes.csv` must give a meaning to by a row of its own.
///
/// - SeeAlso: the PDS FHIR API, `GET /Patient/{id}` and its error table.
enum DocumentedAnswer {
    /// What a body can be.
    static let resources = ["Patient", "OperationOutcome", "Bundle"]

    private static let refusals: [(status: Int, codes: [String])] = [
        (200, ["TOO_MANY_MATCHES"]),
        (
            400,
            [
                "INVALID_RESOURCE_ID", "INVALID_VALUE", "MISSING_VALUE", "UNSUPPORTED_REQUEST", "UNSUPPORTED_SERVICE",
            ]
        ),
        (401, ["ACCESS_DENIED"]),
        (403, ["ACCESS_DENIED"]),
        (404, ["RESOURCE_NOT_FOUND", "INVALIDATED_RESOURCE"]),
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
        let records = OutcomeCondition.allCases.map { answer(200, "Patient", code: nil, $0) }
        let refused = refusals.flatMap { status, codes in
            codes.map { answer(status, "OperationOutcome", code: $0, nil) }
        }
        return records + refused
    }
}
