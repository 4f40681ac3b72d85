/// The requests that a simulator received, for tests.
///
/// It holds what callers sent, patient numbers and tokens included, in memory and nowhere else.
public struct PDSTraffic: Sendable {
    /// A header field as it was sent.
    public struct Field: Sendable, Equatable {
        /// Name.
        public let name: String
        /// Value.
        public let value: String
    }

    /// One request.
    public struct Request: Sendable, Equatable {
        /// Method, such as `GET`.
        public let method: String
        /// Path without the query.
        public let path: String
        /// The query as sent, without its `?`; nil if there is none.
        public let query: String?
        /// Header fields in the order sent; `Host` is not among them.
        public let fields: [Field]
        /// The injected fault, delays excepted.
        public let fault: Fault?

        /// The value of the first field of this name, in any case.
        public subscript(field name: String) -> String? {
            fields.first { $0.name.lowercased() == name.lowercased() }?.value
        }

        /// `X-Request-ID`.
        public var requestID: String? { self[field: "X-Request-ID"] }
    }

    /// Requests for one patient.
    public internal(set) var retrieves = 0
    /// Searches for patients.
    public internal(set) var searches = 0
    /// Requests to the token endpoint, refused ones included.
    public internal(set) var tokenRequests = 0
    /// Requests to any other path.
    public internal(set) var otherRequests = 0
    /// Requests being answered now.
    public internal(set) var inFlight = 0
    /// The most that were being answered at one time.
    public internal(set) var maxInFlight = 0
    /// The last requests, oldest first, as many as ``PDSConfiguration/capturedRequests``.
    public internal(set) var requests: [Request] = []

    /// The count of each `X-Request-ID` among the recent requests.
    public var attempts: [String: Int] {
        Dictionary(requests.compactMap { request in request.requestID.map { ($0, 1) } }, uniquingKeysWith: +)
    }

    /// The number of distinct `X-Request-ID`s among the recent requests.
    public var distinctRequestIDs: Int { attempts.count }

    /// The number of recent requests with the `X-Request-ID` of an earlier one.
    public var retries: Int { attempts.values.reduce(0) { $0 + $1 - 1 } }
}
