public import Evidence

/// A store of the records of compared calls.
///
/// Whatever a store does, or fails to do, affects no answer: it receives records and is never waited for.
///
/// - SeeAlso: docs/evidence.md §3.
public protocol ComparisonStore: Sendable {
    /// Takes a record and returns at once; one that cannot be kept is counted as lost.
    func enqueue(_ call: ComparedCall)

    /// The status of the store.
    var status: ComparisonStoreStatus { get }

    /// Summarises the records that fit `query`.
    func evidence(_ query: EvidenceQuery) async throws(StoreUnavailable) -> EvidenceSummary
}

/// The status of a store.
public struct ComparisonStoreStatus: Sendable, Equatable {
    /// True if the last attempt to write succeeded.
    public let isWritable: Bool
    /// The number of records lost since the start.
    public let lost: Int

    /// Creates a status.
    public init(isWritable: Bool, lost: Int) {
        self.isWritable = isWritable
        self.lost = lost
    }
}

/// The store cannot be read.
public struct StoreUnavailable: Error, Sendable, Equatable {
    /// The reason, without a path and without patient data.
    public let reason: String

    /// Creates the error.
    public init(_ reason: String) {
        self.reason = reason
    }
}
