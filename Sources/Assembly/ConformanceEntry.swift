package import Bridge
import BridgeStorage
package import Conformance
import Foundation

/// The audit's entries of a conformance run for a site, which `site promote` reads.
package struct ConformanceEntry {
    private let site: Bridge.Site
    private let audit: CommandJournal

    /// Opens the journal of the site's configuration, so that a problem shows before the endpoint is called.
    ///
    /// - Throws: ``InvalidArgument`` for a site that is not there.
    package init(site id: String, config: String) throws {
        let configuration = try ConfigurationFile.load(config)
        guard let site = configuration.sites.sites.first(where: { $0.id == id }) else {
            throw InvalidArgument(["--site: no site has the id \(id)"])
        }
        self.site = site
        audit = try AuditJournalFile.forCommand("conform", configuration.audit)
    }

    /// Enters the result of the run for each operation, and returns it.
    package func append(_ report: ConformanceReport) async throws -> [ConformanceRecord] {
        try await audit.whileOpen {
            do throws(AuditUnavailable) {
                let proof = try await ConformanceProof(
                    of: report.calls.map {
                        ConformanceProof.Call($0.operation, messageID: $0.messageID, foundPatient: $0.foundPatient)
                    },
                    for: site,
                    journal: audit
                )
                let records = proof.records(kept: report.passed, broken: report.failed)
                for record in records { try await audit.append(.action(record.entry(for: site.id, by: NSUserName()))) }
                return records
            } catch {
                throw InvalidConfiguration(["audit.journal: \(error.reason), so that the run is not entered"])
            }
        }
    }
}
