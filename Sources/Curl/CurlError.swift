import CCurl

/// The reason that there is no HTTP answer.
///
/// It never holds a URL, a header or a body.
public enum CurlError: Error, Sendable, Hashable {
    /// The URL cannot be read.
    case invalidURL
    /// The URL is http to another host than this one.
    case insecureURL
    /// A header has a name that is no token, or a value with a control character.
    case invalidHeader
    /// No connection was made; libcurl's code.
    case couldNotConnect(code: Int)
    /// The two sides could not agree on TLS, or a certificate is not trusted; libcurl's code.
    case tls(code: Int)
    /// The deadline passed.
    case timedOut
    /// The connection ended before the answer did; libcurl's code, and whether anything of the answer had come.
    case cutOff(code: Int, hasAnswerBegun: Bool)
    /// The body of the answer is longer than the limit, bytes.
    case responseTooLarge(limit: Int)
    /// The answer breaks a rule of HTTP that holds for every upstream.
    case answerRefused(AnswerRefusal)
    /// The proxy opened no tunnel; the HTTP status of its answer.
    case proxyRefused(status: Int)
    /// Too many requests wait for their turn already.
    case queueFull
    /// The request's turn did not come in time.
    case turnTooLate
    /// The caller left.
    case cancelled
    /// The pool is shut down.
    case shutDown
    /// libcurl refused an option, or a file that one names; its code.
    case setup(code: Int)

    /// The event as a fixed word: a metric label.
    public var label: String {
        switch self {
        case .invalidURL: "invalidURL"
        case .insecureURL: "insecureURL"
        case .invalidHeader: "invalidHeader"
        case .couldNotConnect: "couldNotConnect"
        case .tls: "tls"
        case .timedOut: "timedOut"
        case .cutOff: "cutOff"
        case .responseTooLarge: "responseTooLarge"
        case .answerRefused(let refusal): refusal.rawValue
        case .proxyRefused: "proxyRefused"
        case .queueFull: "queueFull"
        case .turnTooLate: "turnTooLate"
        case .cancelled: "cancelled"
        case .shutDown: "shutDown"
        case .setup: "setup"
        }
    }

    /// True if the other side's certificate is not trusted, whatever TLS it speaks.
    public var isUntrustedCertificate: Bool {
        guard case .tls(let code) = self else { return false }
        return [CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_ISSUER_ERROR].contains { Int($0.rawValue) == code }
    }

    /// True if the request failed because of its connection, before any part of an answer.
    public var isBeforeAnswer: Bool {
        switch self {
        case .couldNotConnect, .cutOff(_, hasAnswerBegun: false): true
        default: false
        }
    }

    /// The error for libcurl's `code` at the end of a transfer.
    ///
    /// - Parameter hasHeadBegun: whether a line of an answer has come.
    init(transfer code: CURLcode, hasHeadBegun: Bool) {
        switch code {
        case CURLE_COULDNT_RESOLVE_PROXY, CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_CONNECT:
            self = .couldNotConnect(code: Int(code.rawValue))
        case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_CIPHER,
            CURLE_SSL_CERTPROBLEM, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_INVALIDCERTSTATUS:
            self = .tls(code: Int(code.rawValue))
        case CURLE_OPERATION_TIMEDOUT: self = .timedOut
        case CURLE_UNSUPPORTED_PROTOCOL, CURLE_WEIRD_SERVER_REPLY: self = .answerRefused(.malformed)
        case CURLE_BAD_CONTENT_ENCODING: self = .answerRefused(.contentCoding)
        case CURLE_GOT_NOTHING, CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_ABORTED_BY_CALLBACK, CURLE_HTTP2,
            CURLE_HTTP2_STREAM:
            self = .cutOff(code: Int(code.rawValue), hasAnswerBegun: hasHeadBegun)
        // Whatever else ends a transfer, libcurl found in something that came.
        default: self = .cutOff(code: Int(code.rawValue), hasAnswerBegun: true)
        }
    }
}
