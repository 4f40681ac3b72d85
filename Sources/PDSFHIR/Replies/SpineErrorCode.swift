/// The code of an OperationOutcome with which PDS answers a retrieve or a search.
///
/// - SeeAlso: Spine-ErrorOrWarningCode; docs/contract/pds-fhir.md §4, without the codes of updates, which the bridge does
///   not make.
public enum SpineErrorCode: String, Sendable, Hashable, CaseIterable {
    /// More patients match a search than it allows.
    case tooManyMatches = "TOO_MANY_MATCHES"
    /// The id in the URL is no NHS number.
    case invalidResourceID = "INVALID_RESOURCE_ID"
    /// The service is not offered; also a search without parameters.
    case unsupportedService = "UNSUPPORTED_SERVICE"
    /// A header or parameter is missing.
    case missingValue = "MISSING_VALUE"
    /// A header or parameter has a wrong value.
    case invalidValue = "INVALID_VALUE"
    /// The parameters of a search do not go together, or are too few.
    case invalidSearchData = "INVALID_SEARCH_DATA"
    /// A parameter has a name that PDS does not know.
    case additionalProperties = "ADDITIONAL_PROPERTIES"
    /// The gateway does not offer the path.
    case unsupportedRequest = "UNSUPPORTED_REQUEST"
    /// The access token is missing, wrong or expired, or grants too little.
    case accessDenied = "ACCESS_DENIED"
    /// The access mode does not allow the method.
    case invalidMethod = "INVALID_METHOD"
    /// PDS holds no such NHS number.
    case resourceNotFound = "RESOURCE_NOT_FOUND"
    /// The NHS number was invalidated and not superseded.
    case invalidatedResource = "INVALIDATED_RESOURCE"
    /// Spine did not answer in its time.
    case unableToCallService = "UNABLE_TO_CALL_SERVICE"
    /// A rate limit: see ``RateLimitKind``.
    case tooManyRequests = "TOO_MANY_REQUESTS"
    /// Any failure behind the gateway.
    case unknownError = "UNKNOWN_ERROR"
    /// Spine did not answer the gateway in its time.
    case serviceUnavailable = "SERVICE_UNAVAILABLE"
}
