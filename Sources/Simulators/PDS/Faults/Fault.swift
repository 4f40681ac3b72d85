/// Something the simulator does wrong on purpose to one call.
public enum Fault: Sendable, Equatable {
    /// The answer comes later by this much, and may still be spoilt by another fault.
    case delay(Duration)
    /// No answer ever comes; the connection stays open.
    case hang
    /// The answer's body comes in ten pieces spread over this time.
    case slowBody(Duration)

    /// 408 UNABLE_TO_CALL_SERVICE from Spine.
    case requestTimeout
    /// 429 with the text of this limit.
    case rateLimited(RateLimit)
    /// This status, 500, 502, 503 or 504, with the gateway's UNKNOWN_ERROR body.
    case unknownError(status: Int)
    /// The token endpoint cannot reach the app's JWKS: 403.
    case unreachableKeySet

    /// The connection is closed before a byte of the answer.
    case cutBeforeHead
    /// The connection is closed half-way through the body.
    case cutMidBody

    /// A page of HTML with this status, as a proxy on the way sends it.
    case html(status: Int)
    /// No body, with this status.
    case empty(status: Int)
    /// A body that ends in the middle of its JSON, though the HTTP message is whole.
    case brokenJSON

    /// The answer to another caller: another person's record under another `X-Request-ID`.
    case crossed
    /// Another person's record under the right `X-Request-ID`.
    case otherPatient
    /// The right record under another `X-Request-ID`.
    case otherRequestID
    /// The right `id`, but an identifier with another person's number.
    case otherIdentifier
    /// The answer comes twice; the second copy lies in wait for the connection's next request.
    case duplicated
    /// The answer to the previous request on the same connection; no fault on a connection's first request.
    case late

    /// The Patient has a second `id` with another person's number.
    case duplicateKey
    /// The record calls itself a Practitioner.
    case wrongResourceType
    /// The Patient has an unpublished extension.
    case unknownExtension
}
