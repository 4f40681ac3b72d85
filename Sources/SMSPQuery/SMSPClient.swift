import Curl
public import SMSPContract

/// A client of the SMSP contract: sends messages over HTTP.
public struct SMSPClient: Sendable {
    private let pool: CurlPool

    /// The timeout of an answer.
    private static let patience: Duration = .seconds(30)
    /// The limit of an answer's length, bytes.
    private static let responseLimit = 4 * 1024 * 1024

    /// The reason that a message got no answer, in words without patient data.
    public struct NoAnswer: Error, Equatable {
        /// The reason.
        public let reason: String
    }

    /// A client of an endpoint.
    ///
    /// - Parameters:
    ///   - ca: the path of the endpoint's CA, PEM; nil trusts the system's.
    ///   - certificate: the path of the client certificate, PEM; nil presents none.
    ///   - privateKey: the path of its private key, PEM.
    /// - Throws: an error of libcurl if it cannot be set up.
    public init(ca: String? = nil, certificate: String? = nil, privateKey: String? = nil) throws {
        pool = try CurlPool(CurlConfiguration(ca: ca, certificate: certificate, privateKey: privateKey))
    }

    /// Sends `message` and returns the body of the answer, whatever its HTTP status.
    public func send(_ message: [UInt8], operation: SMSPOperation, to url: String) async throws(NoAnswer) -> [UInt8] {
        let request = CurlRequest(
            method: .post,
            url: url,
            headers: [("Content-Type", "text/xml"), ("SOAPAction", operation.names.action)],
            body: message,
            deadline: .now + Self.patience,
            responseLimit: Self.responseLimit
        )
        let response: CurlResponse
        do {
            response = try await pool.perform(request)
        } catch {
            throw NoAnswer(reason: "the endpoint did not answer: \(error)")
        }
        guard !response.body.isEmpty else {
            throw NoAnswer(reason: "the endpoint answered HTTP \(response.status) without a body")
        }
        return response.body
    }

    /// Closes the client's connections.
    public func close() async {
        await pool.shutDown()
    }
}
