import Curl
import JSONTree
public import SMSPContract

/// The reason why there is no access token, and what the token endpoint said of it.
///
/// It never holds a secret, an assertion or a token: texts of the endpoint are cut to a length, and whatever may be one
/// is withheld.
public struct TokenFailure: Error, Sendable, Hashable {
    /// The reason.
    public let reason: TokenFailureReason
    /// The HTTP status of the endpoint or the proxy; nil without an answer.
    public let status: Int?
    /// `error` of the answer; nil if it has none.
    public let error: String?
    /// `error_description` of the answer; nil if it has none.
    public let description: String?
    /// `message_id` of the answer, by which NHS England finds the request; nil if it has none.
    public let messageID: String?
    /// A word of libcurl's failure; nil if libcurl did not fail.
    public let transfer: String?
    /// The `kid` of the key that signed the request.
    public internal(set) var keyID = ""
    /// True if the same request may succeed a moment later.
    let isTransient: Bool

    /// A failure without an answer.
    init(_ reason: TokenFailureReason) {
        self.reason = reason
        (status, error, description, messageID, transfer) = (nil, nil, nil, nil, nil)
        isTransient = false
    }

    /// A failure of the transfer.
    init(_ failure: CurlError) {
        var status: Int?
        switch failure {
        case .couldNotConnect: reason = .unreachable
        case .tls: reason = failure.isUntrustedCertificate ? .certificateUntrusted : .tlsFailed
        case .timedOut: reason = .timedOut
        case .cutOff: reason = .cutOff
        case .responseTooLarge: reason = .answerTooLong
        case .answerRefused: reason = .answerRefused
        case .proxyRefused(let code):
            reason = code == 407 ? .proxyCredentials : .proxyRefused
            status = code
        case .cancelled, .shutDown: reason = .stopped
        case .invalidURL, .insecureURL, .invalidHeader, .queueFull, .turnTooLate, .setup: reason = .notSent
        }
        self.status = status
        (error, description, messageID) = (nil, nil, nil)
        transfer = failure.label
        isTransient = RetryPolicy.isRetried(failure)
    }

    /// A failure that an answer tells of.
    ///
    /// - Parameter secrets: what the texts must not show.
    init(_ reason: TokenFailureReason, status: Int, body: JSONValue?, secrets: [String]) {
        func text(_ name: String) -> String? {
            (body?[name]?.string).flatMap { $0.isEmpty ? nil : EndpointText.shown($0, withholding: secrets) }
        }
        self.reason = reason
        self.status = status
        (error, description) = (text("error"), text("error_description"))
        messageID = (body?["message_id"]?.string).flatMap { id in
            EndpointText.isID(id, withholding: secrets) ? id : text("message_id")
        }
        transfer = nil
        isTransient = reason == .keySetUnreachable || RetryPolicy.isRetried(status: status)
    }

    /// True if another key may get a token.
    var mayBeOfKey: Bool { [.keyRefused, .unauthorised].contains(reason) }
}

/// An event at the token endpoint that an operator must know of.
public enum TokenNotice: Sendable, Hashable {
    /// There is no token.
    case failed(TokenFailure)
    /// The endpoint refused a key, and took the next one, whose `kid` is `next`.
    case keyChanged(TokenFailure, next: String)
    /// The clock of the endpoint differs from ours by so many seconds; negative if ours is ahead.
    case clockSkew(seconds: Int)
}
