/// The facts of the requests that a call made to one backend, for its log line: figures and words of closed lists.
public struct UpstreamFacts: Sendable, Equatable {
    /// The number of requests that may have reached the backend.
    public var attempts = 0
    /// The HTTP status of the last answer; nil if there was none.
    public var status: Int?
    /// The media type of the last answer; nil if there was none.
    public var contentType: UpstreamMediaType?
    /// The code of the last answer's issue: PDS's own, or else FHIR's; nil if it has none that is known.
    public var issueCode: String?
    /// The time that the call waited for the quota.
    public var quotaWait: Duration = .zero

    /// The facts of a call that has sent nothing.
    public init() {}

    /// Enters the answer to the last request.
    ///
    /// - Parameter contentType: the value of `Content-Type`; nil if the answer has none.
    public mutating func answered(status: Int, contentType: String?, issueCode: String? = nil) {
        self.status = status
        self.contentType = UpstreamMediaType(field: contentType)
        self.issueCode = issueCode
    }
}

/// A media type as the log names it: what comes is foreign text, and is not logged as it is.
public enum UpstreamMediaType: String, Sendable, Hashable, CaseIterable {
    case fhirJSON = "application/fhir+json"
    case json = "application/json"
    case problem = "application/problem+json"
    case html = "text/html"
    case text = "text/plain"
    case textXML = "text/xml"
    case xml = "application/xml"
    case soap = "application/soap+xml"
    case multipart = "multipart/related"
    case none = "none"
    case other = "other"

    /// The type that a field `Content-Type` names, its parameters apart.
    init(field: String?) {
        guard let name = MIMEType(field)?.name else {
            self = .none
            return
        }
        self = UpstreamMediaType(rawValue: name) ?? .other
    }
}
