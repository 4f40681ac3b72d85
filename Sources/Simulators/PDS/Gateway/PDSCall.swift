import FoundationEssentials
import HTTPTypes
import Hummingbird

/// One request to the simulator, read whole.
struct PDSCall: Sendable {
    /// Bodies longer than this are not read: no request that the simulator answers comes near it.
    static let bodyLimit = 64 * 1024

    let method: HTTPRequest.Method
    /// The path as sent, without the query.
    let path: String
    /// The query as sent, without its `?`; nil if there is none.
    let query: String?
    let headers: HTTPFields
    /// `Host`, by which the caller knows the simulator.
    let authority: String?
    let body: [UInt8]
    /// The time of arrival.
    let time: Date

    init(_ request: Request, at time: Date) async throws {
        self.method = request.method
        self.path = request.uri.path
        self.query = request.uri.query
        self.headers = request.headers
        self.authority = request.head.authority
        self.body = Array(buffer: try await request.body.collect(upTo: Self.bodyLimit))
        self.time = time
    }

    /// The endpoint of the path.
    var endpoint: PDSEndpoint { PDSEndpoint(path: path) }
    /// The fields of the query.
    var queryFields: FormFields { FormFields(Array((query ?? "").utf8)) }
    /// `X-Request-ID`, nil when it was not sent.
    var requestID: String? { headers[named: "X-Request-ID"] }
    /// `X-Correlation-ID`, nil when it was not sent.
    var correlationID: String? { headers[named: "X-Correlation-ID"] }
}
