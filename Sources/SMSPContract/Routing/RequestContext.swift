public import FoundationEssentials

/// The context of one call: its site, its time of arrival, its deadline.
public struct RequestContext: Sendable {
    /// The `id` of the site in `sites.yaml`.
    public let siteID: String
    /// The ODS code of the site, upper case: `NHSD-End-User-Organisation-ODS` (decision D48).
    public let odsCode: String
    /// The operation of the call.
    public let operation: SMSPOperation
    /// The switches of the site.
    public let profile: SiteProfile
    /// The time of the call, by which "current" is judged (decision D44).
    public let receivedAt: Date
    /// The time at which the first byte of the request was read.
    public let started: ContinuousClock.Instant
    /// The deadline, after which the answer is of no use (decision D35).
    public let deadline: ContinuousClock.Instant
    /// `X-Correlation-ID`: the ITK tracking id where it is a UUID, a fresh one where it is not (decision D48).
    public let correlationID: String

    /// A context of these parts.
    public init(
        siteID: String,
        odsCode: String,
        operation: SMSPOperation,
        profile: SiteProfile,
        receivedAt: Date,
        started: ContinuousClock.Instant,
        deadline: ContinuousClock.Instant,
        correlationID: String
    ) {
        self.siteID = siteID
        self.odsCode = odsCode
        self.operation = operation
        self.profile = profile
        self.receivedAt = receivedAt
        self.started = started
        self.deadline = deadline
        self.correlationID = correlationID
    }
}
