import HTTPTypes

extension PDSRefusal {
    /// The id is not ten digits or fails modulus 11.
    static let invalidResourceID = PDSRefusal(
        status: .badRequest,
        code: "INVALID_RESOURCE_ID",
        display: "Resource Id is invalid",
        issueCode: "value",
        origin: .spine
    )

    /// The number has no record.
    static let resourceNotFound = PDSRefusal(
        status: .notFound,
        code: "RESOURCE_NOT_FOUND",
        display: "Resource not found",
        issueCode: "not-found",
        severity: "information",
        origin: .spine
    )

    /// The record was invalidated and is not superseded.
    static let invalidatedResource = PDSRefusal(
        status: .notFound,
        code: "INVALIDATED_RESOURCE",
        display:
            "Resource that has been marked as invalid was requested - invalid resources cannot be retrieved",
        issueCode: "processing",
        origin: .spine
    )

    /// Spine has no such service, or the simulator does not play it.
    static let unsupportedService = PDSRefusal(
        status: .badRequest,
        code: "UNSUPPORTED_SERVICE",
        display: "Unsupported Service",
        issueCode: "processing",
        origin: .spine
    )

    /// No `X-Request-ID`: found by Spine, not by the gateway.
    static let missingRequestID = PDSRefusal(
        status: .badRequest,
        code: "MISSING_VALUE",
        display: "Required value is missing",
        issueCode: "required",
        diagnostics: "Invalid request with error - X-Request-ID header must be supplied to access this resource",
        origin: .spine
    )

    /// Spine did not finish in its own time.
    ///
    /// INFER: display and issue code; no published body shows them.
    static let requestTimeout = PDSRefusal(
        status: .requestTimeout,
        code: "UNABLE_TO_CALL_SERVICE",
        display: "Unable to call service",
        issueCode: "timeout",
        origin: .spine
    )
}
