public import FoundationEssentials
public import SMSPContract

/// The audit journal: append-only, one entry for each call and one for each action of a person or of the bridge.
///
/// An entry is acknowledged when its transaction has been committed to the disk.
///
/// - SeeAlso: docs/contract/smsp.md §7 (SMSP-AUDIT-001 to -009); decision D62.
public protocol AuditJournal: Sendable {
    /// Appends an entry; returns once it is durable.
    ///
    /// - Throws: when it cannot be written. Nothing of it is in the journal then.
    func append(_ event: AuditEvent) async throws(AuditUnavailable)

    /// Takes an entry that is to be durable within a second, and returns at once.
    ///
    /// What cannot be taken or written is counted, and entered as a gap once the journal can be written again.
    func enqueue(_ event: AuditEvent)

    /// The result of the last attempt to write, and the number of entries lost so far.
    var status: AuditStatus { get }

    /// The entries that fit `query`, the oldest first.
    func entries(_ query: AuditQuery) async throws(AuditUnavailable) -> [AuditEntry]

    /// The services other than the operations that sites have called since `time`, by site and name.
    func otherServices(since time: Date) async throws(AuditUnavailable) -> [OtherService]

    /// The token that replaces a person in entries, by NHS number.
    func subject(_ nhsNumber: String) -> String
}

/// The journal cannot be written, or cannot be read.
public struct AuditUnavailable: Error, Sendable, Equatable {
    /// The reason, in words that hold neither a path nor patient data.
    public let reason: String

    /// An unavailability for this reason.
    public init(_ reason: String) {
        self.reason = reason
    }
}

/// The health of the journal.
public struct AuditStatus: Sendable, Equatable {
    /// True if entries can be written, as far as is known.
    public let isWritable: Bool
    /// The number of accepted entries that are not in the journal: lost, or kept until it can be written again.
    public let gap: Int
    /// The sequence number of the last entry; 0 for none.
    public let lastSequence: Int
    /// The loss of entries that were in the journal before it was opened, in words; nil if none is known.
    public let loss: String?

    /// A status of these parts.
    public init(isWritable: Bool, gap: Int, lastSequence: Int, loss: String? = nil) {
        self.isWritable = isWritable
        self.gap = gap
        self.lastSequence = lastSequence
        self.loss = loss
    }
}

/// A query of the journal; parts that are nil do not restrict.
///
/// - SeeAlso: SMSP-AUDIT-007: by user id, message id, patient, date and time.
public struct AuditQuery: Sendable, Equatable {
    /// An administrator's name, or a URI among a call's audit identities.
    public var user: String?
    /// A call's SOAP MessageID, prefixes and case disregarded.
    public var messageID: String?
    /// A person's token, as ``AuditJournal/subject(_:)`` gives it.
    public var subject: String?
    /// The `id` of a site.
    public var site: String?
    /// The operation of a call or an action.
    public var operation: SMSPOperation?
    /// The action, as ``AuditedAction/action``; no call matches.
    public var action: String?
    /// The earliest time, included.
    public var from: Date?
    /// The latest time, excluded.
    public var to: Date?
    /// The most entries that are given: the newest.
    public var limit: Int

    /// A query for the newest `limit` entries.
    public init(limit: Int = 1000) {
        self.limit = limit
    }
}

extension AuditedAction {
    /// The entry of a reading of the journal: its query, with a person as the token.
    ///
    /// Whoever shows entries appends this first.
    public init(reading query: AuditQuery, by user: String) {
        let criteria = [
            query.user.map { "user \($0)" },
            query.messageID.map { "message \($0)" },
            query.subject.map { "subject \($0)" },
            query.action.map { "action \($0)" },
            query.from.map { "from \(AuditTime.text(of: $0))" },
            query.to.map { "to \(AuditTime.text(of: $0))" },
            "limit \(query.limit)",
        ]
        self.init(
            user: user,
            action: "audit-query",
            site: query.site,
            operation: query.operation,
            reason: criteria.compactMap(\.self).joined(separator: ", ")
        )
    }
}
