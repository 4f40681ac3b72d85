import Foundation

/// The result of checking a journal, with the heads that it was compared with.
public struct AuditInspection: Sendable, Hashable {
    /// A head that the journal has to have.
    public enum Basis: Sendable, Hashable {
        /// That of the head file; nil if the file was written before the first entry.
        case headFile(AuditHead?)
        /// One that the caller gave, from the log.
        case given(AuditHead)
    }

    /// The result.
    public let result: AuditVerification
    /// The heads that the journal was compared with.
    ///
    /// If it is empty, a loss of the newest entries does not show.
    public let basis: [Basis]

    /// Checks the journal at `path`; the thread waits.
    ///
    /// A journal that is written at the same time is looked at as it is at one moment.
    ///
    /// - Parameter given: a head that the journal had, from the log; nil for none.
    public static func run(
        path: String,
        headFile: String,
        key: AuditKey,
        given: AuditHead? = nil
    ) throws(AuditJournalError) -> AuditInspection {
        try PrivateFiles.check(PrivateFiles.database(at: path))
        // Before the journal, which is written first.
        let heads: KnownHeads?
        do throws(AuditJournalError) {
            heads = try AuditHeadFile(path: headFile, key: key).read()
        } catch {
            guard case .headChanged = error else { throw error }
            return try whole(of: path, key, known: [given].compactMap(\.self), otherwise: .headFileChanged)
        }
        let known = (heads?.all ?? []) + [given].compactMap(\.self)
        if let heads, !heads.wasFileMissing {
            let result = try AuditVerification.run(path: path, key: key, known: known)
            return AuditInspection(
                result: result,
                basis: [.headFile(heads.latest)] + (given.map { [.given($0)] } ?? [])
            )
        }
        let hadHeadFile = try hasHeadFile(path)
        if heads != nil || hadHeadFile { return try whole(of: path, key, known: known, otherwise: .headFileMissing) }
        let result = try AuditVerification.run(path: path, key: key, known: known)
        return AuditInspection(result: result, basis: known.map(Basis.given))
    }

    /// The first break of the chain, or else that of the head file.
    private static func whole(
        of path: String,
        _ key: AuditKey,
        known: [AuditHead],
        otherwise kind: AuditBreak.Kind
    ) throws(AuditJournalError) -> AuditInspection {
        var result = try AuditVerification.run(path: path, key: key, known: known)
        if case .intact = result { result = .broken(AuditBreak(sequence: 0, kind: kind)) }
        return AuditInspection(result: result, basis: [])
    }

    private static func hasHeadFile(_ path: String) throws(AuditJournalError) -> Bool {
        do {
            return try AuditReader(path: path).read(AuditSchema.hasHeadFile)
        } catch {
            throw .unopenable(AuditDatabase.reason(error))
        }
    }
}
