import Curl

extension Breaker.Verdict {
    /// What a transfer without an answer says of the backend.
    init(_ error: CurlError) {
        switch error {
        case .couldNotConnect, .tls, .timedOut, .cutOff, .responseTooLarge, .invalidResponseHeader: self = .failure
        // Nothing was sent, or the caller left: the backend had no part in it.
        case .queueFull, .turnTooLate, .cancelled, .shutDown, .invalidURL, .insecureURL, .invalidHeader, .setup:
            self = .neither
        }
    }

    /// What an answer with this status says of the backend.
    ///
    /// 502, 503 and 504 are what a gateway says for a backend that does not answer. A 500 comes from the backend itself
    /// and may be due to the one request: it must not keep those of others out. 429 speaks of how much is asked.
    init(status: Int) {
        switch status {
        case 502, 503, 504: self = .failure
        case 429: self = .neither
        default: self = .success
        }
    }
}
