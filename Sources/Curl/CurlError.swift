import CCurl

/// Why there is no HTTP answer.
///
/// It never holds a URL, a header or a body.
public enum CurlError: Error, Sendable, Hashable {
    /// The URL cannot be read.
    case invalidURL
    /// The URL is http to another host than this one.
    case insecureURL
    /// A header has a name that is no token, or a value with a line end or NUL.
    case invalidHeader
    /// No connection was made; libcurl's code.
    case couldNotConnect(code: Int)
    /// The two sides could not agree on TLS, or a certificate is not trusted; libcurl's code.
    case tls(code: Int)
    /// The deadline passed.
    case timedOut
    /// The connection ended before the answer did; libcurl's code.
    case cutOff(code: Int)
    /// The body of the answer is longer than the limit, bytes.
    case responseTooLarge(limit: Int)
    /// The caller left.
    case cancelled
    /// The pool is shut down.
    case shutDown
    /// libcurl refused an option, or a file that one names; its code.
    case setup(code: Int)

    /// What happened, in a fixed word: a metric label.
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
        case .cancelled: "cancelled"
        case .shutDown: "shutDown"
        case .setup: "setup"
        }
    }

    /// The error that libcurl's `code` stands for, at the end of a transfer.
    init(transfer code: CURLcode) {
        switch code {
        case CURLE_COULDNT_RESOLVE_PROXY, CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_CONNECT:
            self = .couldNotConnect(code: Int(code.rawValue))
        case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_CIPHER,
            CURLE_SSL_CERTPROBLEM, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_INVALIDCERTSTATUS:
            self = .tls(code: Int(code.rawValue))
        case CURLE_OPERATION_TIMEDOUT: self = .timedOut
        default: self = .cutOff(code: Int(code.rawValue))
        }
    }
}
