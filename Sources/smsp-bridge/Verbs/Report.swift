import ArgumentParser
import Assembly
import Bridge
import BridgeServer
import BridgeStorage
import Evidence
import Foundation
import Logging
import SMSPContract

/// `report`: how the two sides compare, in one file.
struct Report: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Prints how the two sides compare: what differs, where, since when, and which row to open.",
        discussion: """
            Reads the store that bridge.yaml names, also while the bridge is running. Nothing of it is a patient's \
            value. Calls are counted once their day is over, in groups of at least five people.
            """
    )

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case html, json, md
    }

    @Option(help: ArgumentHelp("The configuration file.", valueName: "bridge.yaml"))
    var config: String

    @Option(help: "The site; all by default.")
    var site: String?

    @Option(help: "The format: html, json or md.")
    var format: Format = .md

    @Flag(help: "Print JSON; the same as --format json.")
    var json = false

    func run() async throws {
        let configuration = try ConfigurationFile.load(config)
        guard configuration.comparison != nil else {
            throw InvalidConfiguration(["\(config):1: document: compares nothing. Try: add comparison"])
        }
        if let site, configuration.states.status(of: site) == nil {
            Terminal.complain("--site: no site has the id \(site)")
            throw ExitStatus.usage
        }
        let quiet = Logger(label: "report") { _ in SwiftLogNoOpLogHandler() }
        let parts = try await LoadedParts(configuration, keeping: nil, logger: quiet)
        let summary: EvidenceSummary
        do throws(StoreUnavailable) {
            summary = try await SQLiteComparisonStore.evidence(in: configuration.store, EvidenceQuery(site: site))
        } catch {
            Terminal.complain("store.sqlite: \(configuration.store) cannot be read: \(error.reason)")
            throw ExitStatus.invalid
        }
        let report = parts.snapshot.report(summary, site: site, madeAt: .now)
        await parts.upstreams.shutDown()
        let title = "How both sides compare" + (site.map { ": \($0)" } ?? "")
        switch json ? .json : format {
        case .json: print(try JSONText.pretty(report))
        case .html: print(EvidencePages.html(report, title: title))
        case .md: print(EvidencePages.markdown(report, title: title), terminator: "")
        }
    }
}
