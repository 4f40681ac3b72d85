import GRDB

/// The version of the SQLite library that the program uses.
public struct SQLiteVersion: Sendable, Hashable {
    /// The version, as `3.40.1`.
    public let text: String

    /// A version as SQLite writes it.
    init(_ text: String) { self.text = text }

    /// The version in use.
    public static var current: SQLiteVersion {
        get throws {
            let text = try DatabaseQueue().read { try String.fetchOne($0, sql: "SELECT sqlite_version()") }
            return SQLiteVersion(text ?? "unknown")
        }
    }

    /// True if the library can lose committed entries when two processes move the write-ahead log into the file at once.
    ///
    /// It is corrected in 3.44.6, 3.50.7, 3.51.3 and everything after; distributors may have corrected earlier versions.
    public var losesEntriesOfTwoWriters: Bool {
        let parts = text.split(separator: ".").map { Int($0) ?? 0 }
        guard parts.count >= 3, parts[0] == 3 else { return false }
        switch parts[1] {
        case 44: return parts[2] < 6
        case 50: return parts[2] < 7
        case 51: return parts[2] < 3
        default: return parts[1] < 51
        }
    }

    /// The advice for such a library; nil for any other.
    public var advice: String? {
        guard losesEntriesOfTwoWriters else { return nil }
        return
            "SQLite \(text) can lose committed entries if two programs write one file (corrected in 3.44.6, 3.50.7 and "
            + "3.51.3): change journal and store with no other program than this one"
    }
}
