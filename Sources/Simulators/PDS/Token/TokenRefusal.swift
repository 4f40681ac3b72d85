import HTTPTypes
import JSONTree

/// A refusal of the token endpoint.
///
/// - SeeAlso: docs/contract/pds-fhir.md §6.3.
struct TokenRefusal: Error, Sendable {
    let status: HTTPResponse.Status
    let error: String
    let description: String

    /// The body `{error, error_description, message_id}` under the status.
    func answer(messageID: String) -> PDSAnswer {
        PDSAnswer(
            gateway: .members([
                "error": .string(error),
                "error_description": .string(description),
                "message_id": .string(messageID),
            ]),
            status: status
        )
    }

    private static func invalidRequest(
        _ description: String,
        status: HTTPResponse.Status = .badRequest
    ) -> TokenRefusal {
        TokenRefusal(status: status, error: "invalid_request", description: description)
    }

    static let contentType = invalidRequest(
        "Content-Type header must be application/x-www-form-urlencoded",
        status: .unsupportedMediaType
    )
    static let missingGrantType = invalidRequest("grant_type is missing")
    static let unsupportedGrantType = TokenRefusal(
        status: .badRequest,
        error: "unsupported_grant_type",
        description: "grant_type is invalid"
    )
    static let assertionType = invalidRequest(
        "Missing or invalid client_assertion_type - must be '\(TokenEndpoint.assertionType)'"
    )
    static let missingAssertion = invalidRequest("Missing client_assertion")
    static let malformedAssertion = invalidRequest("Malformed JWT in client_assertion")
    static let algorithm = invalidRequest(
        "Invalid 'alg' header in client_assertion JWT - unsupported JWT algorithm - must be 'RS512'"
    )
    static let expired = invalidRequest("Invalid 'exp' claim in client_assertion JWT - JWT has expired")
    static let missingKid = invalidRequest("Missing 'kid' header in client_assertion JWT")
    static let type = invalidRequest("Invalid 'typ' header in client_assertion JWT - must be 'JWT'")
    static let missingExpiry = invalidRequest("Missing 'exp' claim in client_assertion JWT")
    static let expiryType = invalidRequest("Invalid 'exp' claim in client_assertion JWT - must be an integer")
    static let issuer = invalidRequest("Missing or non-matching 'iss'/'sub' claims in client_assertion JWT")
    static let missingJTI = invalidRequest("Missing 'jti' claim in client_assertion JWT")
    static let jtiType = invalidRequest(
        "Invalid 'jti' claim in client_assertion JWT - must be a unique string value such as a GUID"
    )
    static let usedJTI = invalidRequest("Non-unique 'jti' claim in client_assertion JWT")
    static let farExpiry = invalidRequest(
        "Invalid 'exp' claim in client_assertion JWT - more than 5 minutes in future"
    )
    static let unknownIssuer = invalidRequest(
        "Invalid 'iss'/'sub' claims in client_assertion JWT",
        status: .unauthorized
    )
    static let audience = invalidRequest(
        "Missing or invalid 'aud' claim in client_assertion JWT",
        status: .unauthorized
    )
    static let unknownKid = invalidRequest(
        "Invalid 'kid' header in client_assertion JWT - no matching public key",
        status: .unauthorized
    )
    static let signature = TokenRefusal(
        status: .unauthorized,
        error: "public_key error",
        description: "JWT signature verification failed"
    )
    static let noPublicKey = TokenRefusal(
        status: .forbidden,
        error: "public_key error",
        description: """
            You need to register a public key to use this authentication method - please contact support to configure
            """
    )
    static let unreachableKeySet = TokenRefusal(
        status: .forbidden,
        error: "public_key error",
        description: "The JWKS endpoint, for your client_assertion can't be reached"
    )
    static let revokedApp = TokenRefusal(
        status: .unauthorized,
        error: "access_denied",
        description: "The developer app associated with the API key is not approved or revoked"
    )
    static let unauthorisedGrant = TokenRefusal(
        status: .unauthorized,
        error: "unauthorized_client",
        description: """
            you have tried to request authorization but your application is not configured to use this authorization \
            grant type
            """
    )

    /// 429. INFER: the error's name, which no source tells.
    static func tooManyRequests(_ text: String) -> TokenRefusal {
        TokenRefusal(status: .tooManyRequests, error: "too_many_requests", description: text)
    }

    /// 5xx.
    static func unknownError(_ status: HTTPResponse.Status) -> TokenRefusal {
        TokenRefusal(
            status: status,
            error: "unknown_error",
            description: """
                An unknown error occurred processing this request. Contact us for assistance diagnosing this issue: \
                https://digital.nhs.uk/developer/help-and-support quoting Message ID
                """
        )
    }
}
