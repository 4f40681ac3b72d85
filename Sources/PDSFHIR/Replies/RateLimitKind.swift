import JSONTree

/// Which rate limit a 429 is about, which only its text tells.
///
/// - SeeAlso: docs/contract/pds-fhir.md §4, the three texts of TOO_MANY_REQUESTS.
public enum RateLimitKind: String, Sendable, Hashable, CaseIterable {
    /// The application has used up its quota for the minute.
    case applicationQuota
    /// The application has sent too much at once.
    case spike
    /// All applications together ask more than the API allows.
    case wholeAPI
    /// The text is another one, or the body cannot be read.
    case unknown

    /// The limit that the body of a 429 names.
    public init(responseBody: [UInt8]) {
        let text = (try? JSONValue.parse(responseBody)).flatMap { OperationOutcome($0).diagnostics } ?? ""
        let phrases: [(String, RateLimitKind)] = [
            ("has exceeded its quota", .applicationQuota), ("has created a spike in traffic", .spike),
            ("This API is currently receiving a high volume of requests", .wholeAPI),
        ]
        self = phrases.first { text.contains($0.0) }?.1 ?? .unknown
    }
}
