public import ArgumentParser
import Assembly
import Bridge
public import BridgeStorage
import Foundation
import NHSIdentifiers
import SMSPContract
import SMSPQuery

/// `audit`: looks at the audit journal.
struct Audit: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Verifies the audit journal and looks for entries in it.",
        discussion: "Both can be used while the bridge runs.",
        subcommands: [Verify.self, Query.self]
    )

    /// `audit verify`: whether every entry is as it was written.
    struct Verify: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Follows the journal's chain: any entry changed, removed, moved or added shows.",
            discussion: """
                That entries were cut off at the end, or that the journal is an older copy, shows against a head that \
                it had: that of audit.headFile, and one from the log with --head ("audit head", every minute). The \
                result names what it was compared with. Exit status 20 when the journal is broken.
                """
        )

        @Option(help: ArgumentHelp("The configuration file.", valueName: "bridge.yaml"))
        var config: String

        @Option(help: ArgumentHelp("A head from the bridge's log.", valueName: "sequence:mac"))
        var head: AuditHead?

        @Flag(help: "Print the result as JSON.")
        var json = false

        func run() async throws {
            let found = try AuditJournalFile.verify(try ConfigurationFile.load(config).audit, known: head)
            print(json ? try JSONText.pretty(AuditInspectionObject(found)) : AuditText.line(of: found))
            if case .broken = found.result { throw ExitStatus.stop }
        }
    }

    /// `audit query`: the entries of a user, a message, a patient, a site, a time.
    struct Query: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Prints the entries that fit, the oldest first; the query itself is entered too.",
            discussion: """
                A patient is looked for by NHS number, which comes from a YAML file with the key nhsNumber, so that \
                it stands in no shell history and in no list of processes.
                """
        )

        @Option(help: ArgumentHelp("The configuration file.", valueName: "bridge.yaml"))
        var config: String

        @Option(help: "An administrator's name, or an audit identity's URI.")
        var user: String?

        @Option(help: "The SOAP MessageID of a call.")
        var messageID: String?

        @Option(help: ArgumentHelp("The file of the patient's values; - is standard input.", valueName: "file"))
        var patientFrom: String?

        @Option(
            help: ArgumentHelp("The earliest time, 2026-11-23T09:30:00Z or 2026-11-23.", valueName: "time"),
            transform: Self.time
        )
        var from: Date?

        @Option(help: ArgumentHelp("The latest time, itself left out.", valueName: "time"), transform: Self.time)
        var to: Date?

        @Option(help: "The id of a site.")
        var site: String?

        @Option(help: "The most entries that are printed: the newest.")
        var limit = 1000

        @Flag(help: "Print the entries as JSON, a line each.")
        var json = false

        func validate() throws {
            guard limit > 0 else { throw ValidationError("--limit must be 1 or more.") }
        }

        func run() async throws {
            let settings = try ConfigurationFile.load(config).audit
            let number = try patientFrom.map(PatientValues.number)
            let journal = try AuditJournalFile.existing(for: "audit query", settings)
            var query = AuditQuery(limit: limit)
            query.user = user
            query.messageID = messageID
            query.subject = number.map { journal.subject($0.digits) }
            query.site = site
            query.from = from
            query.to = to
            do throws(AuditUnavailable) {
                let entries = try await journal.entries(query)
                // Every reading of entries is itself entered.
                try await journal.append(.action(AuditedAction(reading: query, by: NSUserName())))
                for entry in entries { print(json ? TerminalText.escapedJSON(entry.json) : AuditText.line(of: entry)) }
            } catch {
                Terminal.complain("the audit journal cannot be used: \(error.reason)")
                throw ExitStatus.invalid
            }
        }

        private static func time(_ text: String) throws -> Date {
            guard let date = UTCTime.date(from: text) ?? UTCTime.date(from: text + "T00:00:00Z") else {
                throw ValidationError("'\(text)' is no time: 2026-11-23T09:30:00Z, or 2026-11-23.")
            }
            return date
        }
    }
}

extension AuditHead: ExpressibleByArgument {}
