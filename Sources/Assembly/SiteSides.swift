import Backends
package import Bridge
import BridgeStorage
import Foundation
import Logging
package import MappingEngine
import Replay
import SMSPContract

/// Both backends of a site, queried on an operator's command, independently of a running bridge.
///
/// The audit records the user and every query; nothing is added to the evidence.
package struct SiteSides {
    /// The tables that PDS FHIR's answers are made by.
    package let tables: MappingTables
    private let site: Bridge.Site
    private let comparison: CommandedComparison
    private let upstreams: Upstreams
    private let audit: CommandJournal
    private let tape = ReplyTape()
    private let corpus: URL?
    private let source: String

    ///
    /// - Parameter corpus: where questions are kept with both answers; nil keeps none.
    /// - Throws: ``InvalidArgument`` for a site that is not there or has not both backends, ``InvalidConfiguration`` for
    ///   files that cannot be used, and for a corpus of patients who may be real.
    package init(of id: String, config: String, saving corpus: String?) async throws {
        let configuration = try ConfigurationFile.load(config)
        guard let site = configuration.sites.sites.first(where: { $0.id == id }) else {
            throw InvalidArgument(["--site: no site has the id \(id)"])
        }
        guard let fhir = configuration.fhir, let practices = configuration.practices else {
            throw InvalidConfiguration(["\(config):1: document: asks no PDS FHIR. Try: add fhir and practices"])
        }
        guard corpus == nil || PairSource.isOfTests(fhir.baseURL) else {
            throw InvalidConfiguration([
                "\(config): fhir.baseURL: is no environment of test patients, so that nothing of it is kept. "
                    + "Try: without --save"
            ])
        }
        let quiet = Logger(label: "compare") { _ in SwiftLogNoOpLogHandler() }
        tables = try ConfigurationFile.loadMappings(configuration.mappings)
        let table = try ConfigurationFile.loadComparison(configuration.mappings)
        let directory = try ConfigurationFile.loadPractices(practices)
        upstreams = try await Upstreams(configuration, keeping: nil, logger: quiet)
        guard let pds = upstreams.pds, let legacy = upstreams.endpoints[id] else {
            throw InvalidArgument(["--site: \(id) has no legacy endpoint to compare with"])
        }
        audit = try AuditJournalFile.forCommand("compare", configuration.audit)
        self.site = site
        self.corpus = corpus.map { URL(fileURLWithPath: $0, isDirectory: true) }
        source = fhir.baseURL
        comparison = CommandedComparison(
            reader: SMSPCallReader(profileIDs: tables.profileIDs),
            fhir: FHIRBackend(connection: pds, recordingTo: tape, tables: tables, practices: directory),
            legacy: legacy,
            table: table,
            mappingHash: tables.contentHash,
            deadline: site.profile.deadline ?? configuration.limits.deadline,
            audit: audit,
            ids: .random
        )
    }

    /// Runs `body` once the audit has an entry of the user, then closes everything.
    package func whileOpen(_ body: () async throws -> Void) async throws {
        do {
            try await audit.whileOpen {
                do throws(AuditUnavailable) {
                    let action = AuditedAction(user: NSUserName(), action: "compare", site: site.id)
                    try await audit.append(.action(action))
                } catch {
                    throw InvalidConfiguration(["audit.journal: cannot be written, so that no query is sent"])
                }
                try await body()
            }
        } catch {
            await upstreams.shutDown()
            throw error
        }
        await upstreams.shutDown()
    }

    /// Asks both sides about a message.
    ///
    /// - Throws: ``InvalidArgument`` for a message that names no operation.
    package func compare(_ message: [UInt8], file: String, today: String) async throws -> CommandedComparison.Compared {
        guard let operation = (try? SOAPMessage(message))?.operation(soapAction: nil) else {
            throw InvalidArgument(["\(file): is no message that names an operation"])
        }
        let request = WireRequest(
            path: "/",
            fields: [HTTPField("Content-Type", "text/xml"), HTTPField("SOAPAction", operation.names.action)],
            body: message,
            connection: .plain,
            receivedAt: .now,
            started: .now
        )
        guard let compared = await comparison.compare(request, of: site, today: today) else {
            preconditionFailure("a message that names an operation is of that operation")
        }
        let replies = tape.take()
        if let corpus {
            try StoredPair.write(
                UUID().uuidString,
                of: operation,
                request: request,
                site: site,
                legacy: (try? compared.legacy.message()) ?? compared.legacy.body,
                replies: replies,
                source: source,
                to: corpus
            )
        }
        return compared
    }
}
