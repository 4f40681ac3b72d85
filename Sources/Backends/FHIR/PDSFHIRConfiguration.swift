/// The configuration of the calls to PDS FHIR.
///
/// - SeeAlso: docs/bridge.example.yaml.
public struct PDSFHIRConfiguration: Sendable {
    /// The base URL, without a trailing slash.
    public let baseURL: String
    /// The bridge's credentials; nil sends no token, as the sandbox allows.
    public let authentication: FHIRAuthentication?
    /// The timeout of one attempt.
    public let timeout: Duration
    /// The application's quota, token calls included.
    public let requestsPerSecond: Double
    /// The limit of an answer's length, bytes.
    public let responseBytes: Int

    /// A configuration of these parts.
    public init(
        baseURL: String,
        authentication: FHIRAuthentication?,
        timeout: Duration,
        requestsPerSecond: Double,
        responseBytes: Int
    ) {
        self.baseURL = baseURL
        self.authentication = authentication
        self.timeout = timeout
        self.requestsPerSecond = requestsPerSecond
        self.responseBytes = responseBytes
    }
}
