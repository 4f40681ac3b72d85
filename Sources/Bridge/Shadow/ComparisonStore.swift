/// Where records of compared calls are kept.
///
/// What a store does, or fails to do, touches no answer: it is given records and never waited for.
///
/// - SeeAlso: docs/evidence.md §3.
public protocol ComparisonStore: Sendable {
    /// Takes a record and returns at once; one that cannot be kept is counted as lost.
    func enqueue(_ call: ComparedCall)

    /// How the store is doing.
    var status: ComparisonStoreStatus { get }

    /// What the records say that fit `query`.
    func evidence(_ query: EvidenceQuery) async throws(StoreUnavailable) -> EvidenceSummary
}

/// How a store is doing.
public struct ComparisonStoreStatus: Sendable, Equatable {
    /// Whether the last attempt to write succeeded.
    public let isWritable: Bool
    /// How many records were lost since the start.
    public let lost: Int

    /// A status of these parts.
    public init(isWritable: Bool, lost: Int) {
        self.isWritable = isWritable
        self.lost = lost
    }
}

/// The store cannot be read.
public struct StoreUnavailable: Error, Sendable, Equatable {
    /// The reason, in words that hold neither a path nor patient data.
    public let reason: String

    /// An unavailability for this reason.
    public init(_ reason: String) {
        self.reason = reason
    }
}
