import Bridge
import Foundation
import GRDB

/// The result of checking the chain of a journal from its first entry to its last.
public enum AuditVerification: Sendable, Hashable {
    /// Every entry is as it was written; `head` is the last, nil in a journal without any.
    case intact(entries: Int, head: AuditHead?)
    /// The first entry that is not as it was written.
    case broken(AuditBreak)

    /// Follows the chain of the journal at `path`; the thread waits.
    ///
    /// A journal that is written at the same time is looked at as it is at one moment.
    ///
    /// - Parameter known: heads that the journal had: an end that was cut off shows by them alone.
    static func run(path: String, key: AuditKey, known: [AuditHead]) throws(AuditJournalError) -> AuditVerification {
        do {
            return try AuditReader(path: path).read { db in
                guard try AuditSchema.isJournal(db) else { throw AuditJournalError.notAJournal }
                guard try AuditSchema.isIntact(db) else { return .broken(AuditBreak(sequence: 0, kind: .otherSchema)) }
                return try walk(db, chain: AuditChain(key), known: known)
            }
        } catch let error as AuditJournalError {
            throw error
        } catch {
            throw .unopenable(AuditDatabase.reason(error))
        }
    }

    private static func walk(_ db: Database, chain: AuditChain, known: [AuditHead]) throws -> AuditVerification {
        var (sequence, previous) = (0, AuditChain.start)
        var broken: AuditBreak?
        var missing = Set(known)
        try StoredRow.walk(db) { row in
            sequence += 1
            broken = AuditBreak(row, at: sequence, after: previous, chain: chain)
            previous = row.mac
            missing.remove(AuditHead(sequence: sequence, mac: row.mac))
            return broken == nil
        }
        if let broken {
            let isOtherKey = try broken.sequence == 1 && broken.kind == .changed && !hasLink(db, chain: chain)
            return .broken(isOtherKey ? AuditBreak(sequence: 1, kind: .otherKey) : broken)
        }
        if let first = missing.map(\.sequence).min() {
            return .broken(AuditBreak(sequence: first, kind: .headNotFound))
        }
        // An index that disagrees with the entries hides them from a query for a patient or a message.
        guard try String.fetchAll(db, sql: "PRAGMA integrity_check(1)") == ["ok"] else {
            return .broken(AuditBreak(sequence: 0, kind: .otherIndex))
        }
        return .intact(entries: sequence, head: sequence == 0 ? nil : AuditHead(sequence: sequence, mac: previous))
    }

    /// True if any entry follows, with this key, from the one before it.
    private static func hasLink(_ db: Database, chain: AuditChain) throws -> Bool {
        var previous: [UInt8]?
        var isFound = false
        try StoredRow.walk(db) { row in
            isFound = previous.map { chain.mac(after: $0, text: row.text) == row.mac } ?? false
            previous = row.mac
            return !isFound
        }
        return isFound
    }
}

/// A place at which a journal differs from what was written.
public struct AuditBreak: Sendable, Hashable {
    /// The fault.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// The entry's text or its code is another than was written, or the one before it is not the one it followed.
        case changed
        /// There is no entry of this number, and there are later ones.
        case missing
        /// The entry at this place has another number.
        case reordered
        /// No entry was made with this key: another key, or a chain that was rebuilt without it.
        case otherKey
        /// The tables, indexes or triggers are others than the journal was made with; the sequence number is 0.
        case otherSchema
        /// An index disagrees with the entries, which are intact; the sequence number is 0.
        case otherIndex
        /// The journal does not have a head that it is known to have had: its end was cut off or rewritten, or it is an
        /// older copy or another journal.
        case headNotFound
        /// The journal's head file is not there, or was not there once; the sequence number is 0.
        case headFileMissing
        /// The journal's head file was changed, or sealed with another key; the sequence number is 0.
        case headFileChanged
    }

    /// The number of the entry.
    public let sequence: Int
    /// The fault.
    public let kind: Kind

    /// A break of these parts.
    public init(sequence: Int, kind: Kind) {
        self.sequence = sequence
        self.kind = kind
    }

    /// The fault of a row at the place `sequence`; nil if there is none.
    fileprivate init?(_ row: StoredRow, at sequence: Int, after previous: [UInt8], chain: AuditChain) {
        guard row.sequence == sequence else {
            self.init(sequence: sequence, kind: .missing)
            return
        }
        guard chain.mac(after: previous, text: row.text) != row.mac else { return nil }
        let told = try? AuditEntry(json: Data(row.text)).sequence
        self.init(sequence: sequence, kind: told.map { $0 != sequence } ?? false ? .reordered : .changed)
    }
}
