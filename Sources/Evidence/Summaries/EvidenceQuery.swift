public import SMSPContract

/// A query of the records of comparisons; parts that are nil do not restrict it.
public struct EvidenceQuery: Sendable, Equatable {
    /// The `id` of a site.
    public var site: String?
    /// An operation.
    public var operation: SMSPOperation?
    /// A day, a week or a month; nil for all that is closed.
    public var window: EvidenceWindow?

    /// Creates a query, by default one that fits every record.
    public init(site: String? = nil, operation: SMSPOperation? = nil, window: EvidenceWindow? = nil) {
        self.site = site
        self.operation = operation
        self.window = window
    }
}
