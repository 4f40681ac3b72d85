/// The three limits of the gateway, each with its own text.
///
/// - SeeAlso: docs/contract/pds-fhir.md §4, row 429, and §5.
public enum RateLimit: Sendable, Equatable {
    /// The app's requests in a minute.
    case quota
    /// The app's requests in a second.
    case spike
    /// All apps' requests in a minute.
    case wholeAPI

    /// The diagnostics text.
    ///
    /// INFER: the link at the end of the last two, which the sources cut short.
    func text(app: String, perMinute: Int) -> String {
        switch self {
        case .quota:
            """
            Your application, \(app), has exceeded its quota of \(perMinute) requests every 1 minute(s) and is being \
            rate limited. \(Self.guide)
            """
        case .spike:
            """
            Your application, \(app), has created a spike in traffic and is being rate limited. Please reduce the \
            frequency of your requests. \(Self.guide)
            """
        case .wholeAPI:
            "This API is currently receiving a high volume of requests and is being rate limited. \(Self.guide)"
        }
    }

    private static let guide = """
        Please see: https://digital.nhs.uk/developer/guides-and-documentation/reference-guide#rate-limits \
        for more details.
        """
}
