import Foundation

/// Files that no other user than their owner may read or write.
enum PrivateFiles {
    /// The first of `paths` that is open to others, and its permissions; nil if none is.
    ///
    /// Files that do not exist pass.
    static func open(among paths: [String]) -> (path: String, mode: Int)? {
        for path in paths {
            let attributes = try? FileManager.default.attributesOfItem(
                atPath: URL(fileURLWithPath: path).resolvingSymlinksInPath().path
            )
            guard let mode = (attributes?[.posixPermissions] as? NSNumber)?.intValue, mode & 0o077 != 0 else {
                continue
            }
            return (path, mode & 0o777)
        }
        return nil
    }

    /// The files of an SQLite database.
    static func database(at path: String) -> [String] { [path, path + "-wal", path + "-shm"] }

    /// Refuses files of a journal that are open to others.
    static func check(_ paths: [String]) throws(AuditJournalError) {
        if let found = open(among: paths) { throw .openToOthers(found.path, mode: found.mode) }
    }

    /// Refuses files of a store of comparisons that are open to others.
    static func checkStore(at path: String) throws(ComparisonStoreError) {
        guard let found = open(among: database(at: path)) else { return }
        throw .openToOthers(found.path, mode: found.mode)
    }
}
