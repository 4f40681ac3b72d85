/// The reason that a journal cannot be used, and the remedy.
public enum AuditJournalError: Error, Sendable, Hashable {
    /// The file cannot be opened; the reason is SQLite's.
    case unopenable(String)
    /// The file is something else than an audit journal, or one of a later version.
    case notAJournal
    /// The journal has other tables, indexes or triggers than it was made with.
    case otherSchema
    /// The last entry was not made with this key.
    case otherKey
    /// SQLite does not wait for the disk when it commits.
    case notDurable
    /// Other users may read or write a file of the journal.
    case openToOthers(String, mode: Int)
    /// The head file was not written with this key.
    case headChanged(String)
    /// The head file cannot be written.
    case headUnwritable(String)
}

extension AuditJournalError: CustomStringConvertible {
    /// The problem, as it reads behind the name of the file.
    public var description: String {
        switch self {
        case .unopenable(let reason): "cannot be opened: \(reason)"
        case .notAJournal: "is no audit journal of this version"
        case .otherSchema: "has other tables, indexes or triggers than it was made with"
        case .otherKey: "does not end with an entry that was made with this key"
        case .notDurable: "is not written through to the disk: PRAGMA synchronous is not FULL"
        case .openToOthers(let file, let mode):
            "is open to others than its owner: \(file) has mode \(String(mode, radix: 8))"
        case .headChanged(let file): "has a head file that was changed, or sealed with another key: \(file)"
        case .headUnwritable(let file): "has a head file that cannot be written: \(file)"
        }
    }

    /// The remedy.
    public var suggestion: String {
        switch self {
        case .unopenable: "a file in a directory that this user may write to"
        case .notAJournal: "a file of its own, which the bridge creates"
        case .otherSchema: "`audit verify`, and the last good copy; or a new journal file"
        case .otherKey:
            "the key file that the journal was begun with; or `audit verify`; or, for a new key, a new journal file"
        case .notDurable: "the SQLite library that the bridge was built for"
        case .openToOthers(let file, _): "chmod 600 \(file)"
        case .headChanged:
            "the key file that the journal was begun with; or `audit verify`; or journal and head file put aside together"
        case .headUnwritable: "audit.headFile in a directory that this user may write to"
        }
    }
}
