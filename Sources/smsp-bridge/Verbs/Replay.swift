import ArgumentParser
import Assembly
import Foundation
import MappingEngine
import Replay

/// `replay`: stored pairs through a mapping, to see what a change of it fixes and breaks.
struct Replay: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract:
            "Answers stored requests by mapping tables, and compares with their stored legacy answers.",
        discussion: """
            A corpus is a folder of pairs, as compare --save writes them: a request, the answer of PDS, and the answer \
            of the legacy endpoint. No backend is called. With --against the tables are compared with others: the \
            pairs that they fix and break. Pairs from production are refused. Exit status 0: no pair is broken, or \
            without --against none differs; 10: some are, or do.
            """
    )

    @Argument(help: ArgumentHelp("The folder of pairs.", valueName: "corpus"))
    var corpus: String

    @Option(help: ArgumentHelp("The directory of the mapping tables.", valueName: "directory"))
    var mappings: String

    @Option(help: ArgumentHelp("The directory of the tables to compare with.", valueName: "directory"))
    var against: String?

    @Option(help: ArgumentHelp("The ODS practice file; without it practices are codes alone.", valueName: "csv"))
    var practices: String?

    @OptionGroup var rules: RuleDay

    @Flag(help: "Show the values: - legacy, + PDS FHIR.")
    var showValues = false

    @Flag(help: "Print JSON.")
    var json = false

    func run() async throws {
        let directory = try practices.map(ConfigurationFile.loadPractices) ?? .empty
        let run = ReplayRun(
            try mapping(in: mappings, practices: directory),
            against: try against.map { try mapping(in: $0, practices: directory) },
            today: rules.day,
            showsValues: showValues
        )
        let summary = await run.summary(of: try loadCorpus()) { Terminal.showProgress($0, of: $1) }
        print(json ? try JSONText.pretty(summary) : summary.lines.joined(separator: "\n"))
        guard summary.isWell else { throw ExitStatus.hold }
    }

    private func mapping(in directory: String, practices: PracticeDirectory) throws -> ReplayedMapping {
        ReplayedMapping(
            tables: try ConfigurationFile.loadMappings(directory),
            comparison: try ConfigurationFile.loadComparison(directory),
            practices: practices
        )
    }

    private func loadCorpus() throws -> Corpus {
        do {
            return try Corpus(path: corpus)
        } catch let unusable as UnusableCorpus {
            throw InvalidConfiguration(unusable.problems)
        }
    }
}
