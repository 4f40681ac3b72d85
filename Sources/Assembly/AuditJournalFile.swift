package import Bridge
package import BridgeStorage
import Foundation
package import Logging
import StrictYAML

/// The journal that `audit` of a configuration names; what is wrong with it is a problem of that configuration.
package enum AuditJournalFile {
    /// Opens it to append; creates it if there is none.
    package static func open(_ settings: AuditSettings, logger: Logger) throws -> SQLiteAuditJournal {
        let key = try key(of: settings)
        return try showingProblems(of: settings) { () throws(AuditJournalError) in
            try SQLiteAuditJournal.open(
                path: settings.journal,
                headFile: settings.headFile,
                key: key,
                logger: logger
            )
        }
    }

    /// Opens it where there is one: a file that the command line creates may be one that the bridge cannot write.
    package static func openExisting(_ settings: AuditSettings, logger: Logger) throws -> SQLiteAuditJournal {
        guard FileManager.default.fileExists(atPath: settings.journal) else {
            throw refused(settings, "names a file that is not there", try: "a journal that the bridge has begun")
        }
        return try open(settings, logger: logger)
    }

    /// Opens it where there is one, and begins none where there is not: what is wrong shows as at a start.
    package static func openOnTrial(_ settings: AuditSettings, logger: Logger) throws -> SQLiteAuditJournal {
        guard !FileManager.default.fileExists(atPath: settings.journal) else {
            return try open(settings, logger: logger)
        }
        let folder = URL(fileURLWithPath: settings.journal).deletingLastPathComponent().path
        guard FileManager.default.isWritableFile(atPath: folder) else {
            throw refused(settings, "is in a folder that cannot be written", try: "a folder of the bridge's own")
        }
        let key = try key(of: settings)
        let trial = FileManager.default.temporaryDirectory.appending(path: "smsp-bridge-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: trial, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(at: trial) }
        return try showingProblems(of: settings) { () throws(AuditJournalError) in
            let journal = trial.appending(path: "audit.sqlite").path
            return try SQLiteAuditJournal.open(
                path: journal,
                headFile: AuditSettings.headFile(beside: journal),
                key: key,
                logger: logger
            )
        }
    }

    /// Follows its chain from the first entry to the last.
    package static func verify(_ settings: AuditSettings, known: AuditHead?) throws -> AuditInspection {
        let key = try key(of: settings)
        return try showingProblems(of: settings) { () throws(AuditJournalError) in
            try AuditInspection.run(
                path: settings.journal,
                headFile: settings.headFile,
                key: key,
                given: known
            )
        }
    }

    private static func key(of settings: AuditSettings) throws -> AuditKey {
        try ConfigurationFile.loadKey(settings.key, bytes: AuditKey.minimumBytes, AuditKey.init)
    }

    private static func showingProblems<Value>(
        of settings: AuditSettings,
        _ use: () throws(AuditJournalError) -> Value
    ) throws -> Value {
        do throws(AuditJournalError) {
            return try use()
        } catch {
            throw refused(settings, "names a file that \(error)", try: error.suggestion)
        }
    }

    private static func refused(_ settings: AuditSettings, _ problem: String, try suggestion: String) -> any Error {
        InvalidConfiguration([settings.source.at("journal").problem(problem, try: suggestion)])
    }
}
