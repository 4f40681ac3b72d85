/// The reason why the token endpoint of PDS FHIR gave no access token.
///
/// The raw value is a metric label, part of log lines, and the detail of `/readyz`.
public enum TokenFailureReason: String, Error, Sendable, Hashable, CaseIterable {
    // The way there.
    /// No connection was made, or the host's name is not known.
    case unreachable
    /// The certificate of the endpoint is not trusted.
    case certificateUntrusted
    /// The two sides did not agree on TLS.
    case tlsFailed
    /// The answer did not come in time.
    case timedOut
    /// The connection ended before the answer did.
    case cutOff
    /// The proxy asks for credentials, HTTP status 407.
    case proxyCredentials
    /// The proxy opened no connection.
    case proxyRefused
    /// The request was not sent: the quota left no turn in time.
    case quotaSpent
    /// The request was not sent: a setting, or a queue that was full.
    case notSent
    /// The bridge or the connection was being stopped.
    case stopped

    // The refusals of the endpoint.
    /// The key or its id does not fit what is registered.
    case keyRefused
    /// The endpoint could not fetch the key set that is registered.
    case keySetUnreachable
    /// The API key is not known there, or belongs to another environment.
    case apiKeyRefused
    /// `tokenURL` is not the address that the endpoint knows itself by.
    case audienceRefused
    /// The application is not approved, or not configured for this kind of access.
    case applicationRefused
    /// Another 401, which does not say what it refuses.
    case unauthorised
    /// The endpoint has had too many requests.
    case tooManyRequests
    /// Another status than 200.
    case status

    // Answers of status 200, or such as cannot be read.
    /// The answer breaks a rule of HTTP.
    case answerRefused
    /// The answer is longer than any with a token.
    case answerTooLong
    /// The answer is not JSON: a log-in page, or the page of a proxy.
    case notJSON
    /// The answer has no token, or an empty one.
    case noToken
    /// The token has characters that no bearer token has.
    case tokenCharacters
    /// The answer does not say for how many seconds the token is good, or says something odd.
    case lifetime
}
