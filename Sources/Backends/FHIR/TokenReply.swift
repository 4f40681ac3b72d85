import Curl
import JSONTree
import SMSPContract

/// An answer of the token endpoint, read: a token, or the reason why it is none.
///
/// - SeeAlso: docs/contract/pds-fhir.md §6.2, §6.3; RFC 6750 §2.1.
enum TokenReply {
    /// The longest lifetime that is believed, seconds: a day; the endpoint's tokens last ten minutes.
    static let longestLife = 86_400

    /// The token in `response`.
    ///
    /// - Parameters:
    ///   - instant: when the answer came, which its lifetime counts from.
    ///   - secrets: what no log line may show: the assertion and the API key.
    static func token(
        in response: CurlResponse,
        at instant: ContinuousClock.Instant,
        secrets: [String]
    ) -> Result<AccessToken, TokenFailure> {
        let body = try? JSONValue.parse(response.body)
        let value = body?["access_token"]?.string
        func failed(_ reason: TokenFailureReason) -> Result<AccessToken, TokenFailure> {
            let failure = TokenFailure(
                reason,
                status: response.status,
                body: body,
                secrets: secrets + [value].compactMap(\.self)
            )
            return .failure(failure)
        }
        guard response.status == 200 else { return failed(refusal(response.status, body)) }
        guard let body else { return failed(.notJSON) }
        guard let value, !value.isEmpty else { return failed(.noToken) }
        guard isBearerToken(value) else { return failed(.tokenCharacters) }
        guard let seconds = lifetime(body["expires_in"]) else { return failed(.lifetime) }
        return .success(AccessToken(value: value, expires: instant + .seconds(seconds)))
    }

    /// True for the syntax of a bearer token, `b64token`: it goes into a header as it is.
    private static func isBearerToken(_ value: String) -> Bool {
        value.wholeMatch(of: #/[A-Za-z0-9\-._~+\/]+=*/#) != nil
    }

    /// The seconds of `expires_in`, which the endpoint sends as a string; nil if they are odd.
    private static func lifetime(_ value: JSONValue?) -> Int? {
        let seconds: Int? =
            switch value {
            case .string(let text), .number(let text): Int(text)
            default: nil
            }
        return seconds.flatMap { (1...longestLife).contains($0) ? $0 : nil }
    }

    /// The reason of an answer with another status than 200.
    private static func refusal(_ status: Int, _ body: JSONValue?) -> TokenFailureReason {
        let description = body?["error_description"]?.string ?? ""
        switch (status, body?["error"]?.string) {
        case (407, _): return .proxyCredentials
        case (429, _): return .tooManyRequests
        case (403, "public_key error") where description.contains("JWKS endpoint"): return .keySetUnreachable
        case (401, "public_key error"), (403, "public_key error"), (401, "invalid_client"): return .keyRefused
        case (401, "access_denied"), (401, "unauthorized_client"): return .applicationRefused
        case (401, "invalid_request") where description.contains("'kid'"): return .keyRefused
        case (401, "invalid_request") where description.contains("'iss'"): return .apiKeyRefused
        case (401, "invalid_request") where description.contains("'aud'"): return .audienceRefused
        case (401, _): return .unauthorised
        default: return .status
        }
    }
}
