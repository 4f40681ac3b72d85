/// The bounds of a journal's queue and of its times.
public struct AuditJournalLimits: Sendable, Hashable {
    /// How many entries may wait to be written.
    public var waiting = 8192
    /// How many entries one transaction takes at most.
    public var batch = 512
    /// How long another process may keep the file to itself before a write fails.
    public var busyTimeout: Duration = .seconds(2)
    /// How long after a write that failed the next is tried.
    public var retry: Duration = .seconds(1)
    /// How long the journal rests before its log of recent transactions is moved into the file.
    public var idle: Duration = .seconds(1)
    /// How often the head goes to the log.
    public var headInterval: Duration = .seconds(60)
    /// How long stopping may wait for what is queued.
    public var drain: Duration = .seconds(10)

    /// The bounds of a bridge.
    public init() {}
}
