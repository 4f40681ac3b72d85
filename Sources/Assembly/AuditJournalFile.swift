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

    /// The journal for a command, beside a running bridge too.
    ///
    /// - Parameter command: its name, as `audit query`.
    package static func forCommand(_ command: String, _ settings: AuditSettings) throws -> CommandJournal {
        let key = try key(of: settings)
        return try showingProblems(of: settings) { () throws(AuditJournalError) in
            try CommandJournal(
                path: settings.journal,
                headFile: settings.headFile,
                key: key,
                program: "smsp-bridge \(command)"
            )
        }
    }

    /// The journal for a command, where there is one: a file that the command line creates may be one that the bridge
    /// cannot write.
    package static func existing(for command: String, _ settings: AuditSettings) throws -> CommandJournal {
        guard FileManager.default.fileExists(atPath: settings.journal) else {
            throw refused(settings, "names a file that is not there", try: "a journal that the bridge has begun")
        }
        return try forCommand(command, settings)
    }

    /// Checks it and its key as a start would, and changes nothing; a journal of its own, in a folder that is removed.
    package static func openOnTrial(_ settings: AuditSettings, logger: Logger) throws -> SQLiteAuditJournal {
        let key = try key(of: settings)
        try showingProblems(of: settings) { () throws(AuditJournalError) in
            try CommandJournal.check(path: settings.journal, headFile: settings.headFile, key: key)
        }
        for (name, file) in [("journal", settings.journal), ("headFile", settings.headFile)] {
            let folder = URL(fileURLWithPath: file).deletingLastPathComponent().path
            guard FileManager.default.isWritableFile(atPath: folder) else {
                throw refused(
                    settings,
                    key: name,
                    "is in a folder that cannot be written",
                    try: "a folder of the bridge's own"
                )
            }
            guard !FileManager.default.fileExists(atPath: file) || FileManager.default.isWritableFile(atPath: file)
            else {
                throw refused(
                    settings,
                    key: name,
                    "names a file that cannot be written",
                    try: "a file of the bridge's own"
                )
            }
        }
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

    private static func refused(
        _ settings: AuditSettings,
        key name: String = "journal",
        _ problem: String,
        try suggestion: String
    ) -> any Error {
        let value = settings.source[name] ?? settings.source.at("journal")
        return InvalidConfiguration([value.problem(problem, try: suggestion)])
    }
}
