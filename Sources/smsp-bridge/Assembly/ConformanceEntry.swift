import Bridge
import BridgeStorage
import Conformance
import Foundation
import Logging
import MappingEngine

/// The audit's entry of a conformance run for a site, which `site promote` reads.
struct ConformanceEntry {
    private let site: String
    private let mappingHash: String
    private let audit: SQLiteAuditJournal

    /// Opens the journal of the site's configuration, so that a problem shows before the endpoint is called.
    ///
    /// - Throws: exit status 2 for a site that is not there.
    init(site: String, config: String) throws {
        let configuration = try ConfigurationFile.load(config)
        guard configuration.states.status(of: site) != nil else {
            Terminal.complain("--site: no site has the id \(site)")
            throw ExitStatus.usage
        }
        self.site = site
        mappingHash = try ConfigurationFile.loadMappings(configuration.mappings).contentHash
        audit = try AuditJournalFile.open(
            configuration.audit,
            logger: Logger(label: "conform") { _ in SwiftLogNoOpLogHandler() }
        )
    }

    /// Enters what the run found.
    func append(_ report: ConformanceReport) async throws {
        let action = AuditedAction(
            conformanceOf: site,
            by: NSUserName(),
            mappingHash: mappingHash,
            kept: report.passed,
            broken: report.failed
        )
        try await audit.whileOpen {
            do throws(AuditUnavailable) {
                try await audit.append(.action(action))
            } catch {
                throw InvalidConfiguration(["audit.journal: cannot be written, so that the run is not entered"])
            }
        }
    }
}
