/// The bounds of a journal's queue and of its times.
public struct AuditJournalLimits: Sendable, Hashable {
    /// The largest number of entries that wait to be written.
    public var waiting = 8192
    /// The largest number of entries in one transaction.
    public var batch = 512
    /// The time that another process may lock the file before a write fails.
    public var busyTimeout: Duration = .seconds(2)
    /// The delay of a retry after a failed write.
    public var retry: Duration = .seconds(1)
    /// The idle time after which the write-ahead log is moved into the file.
    public var idle: Duration = .seconds(1)
    /// The shortest interval at which the head file is written.
    public var headFileInterval: Duration = .seconds(1)
    /// The interval at which the head is logged.
    public var headInterval: Duration = .seconds(60)
    /// The longest time that a stop waits for queued entries.
    public var drain: Duration = .seconds(10)

    /// The bounds of a bridge.
    public init() {}
}
