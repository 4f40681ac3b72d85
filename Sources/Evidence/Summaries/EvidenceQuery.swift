public import FoundationEssentials
public import SMSPContract

/// A query of the records of comparisons; parts that are nil do not restrict it.
public struct EvidenceQuery: Sendable, Equatable {
    /// The `id` of a site.
    public var site: String?
    /// An operation.
    public var operation: SMSPOperation?
    /// The earliest time, included, to five minutes.
    public var from: Date?

    /// Creates a query, by default one that fits every record.
    public init(site: String? = nil, operation: SMSPOperation? = nil, from: Date? = nil) {
        self.site = site
        self.operation = operation
        self.from = from
    }
}
