public import SMSPContract

/// The requests that a legacy simulator received, for tests.
///
/// It holds what callers sent, patients' data included, in memory and nowhere else.
public struct LegacyTraffic: Sendable {
    /// One request.
    public struct Request: Sendable {
        /// Method, such as `POST`.
        public let method: String
        /// The request target as sent: path and query.
        public let target: String
        /// True if it came in HTTP/1.0 or older.
        public let isOld: Bool
        /// Header fields in the order sent.
        public let fields: [HeaderField]
        /// The body, byte for byte, out of its chunks.
        public let body: [UInt8]
        /// The operation that it names; nil if it names none.
        public let operation: SMSPOperation?
        /// The injected fault, delays excepted.
        public let fault: LegacyFault?

        /// The value of the first field of this name, in any case.
        public subscript(field name: String) -> String? { fields.value(of: name) }
    }

    /// Requests, refused ones included.
    public internal(set) var requestCount = 0
    /// Requests of each operation.
    public internal(set) var operations: [SMSPOperation: Int] = [:]
    /// Connections that callers have opened.
    public internal(set) var connections = 0
    /// Connections that are open now.
    public internal(set) var openConnections = 0
    /// Requests being answered now.
    public internal(set) var inFlight = 0
    /// The most that were being answered at one time.
    public internal(set) var maxInFlight = 0
    /// The last requests, oldest first, as many as ``LegacyConfiguration/capturedRequests``.
    public internal(set) var requests: [Request] = []
}
