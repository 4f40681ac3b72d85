import ArgumentParser
import Assembly
import MappingEngine

/// `mappings`: looks at the mapping tables.
struct Mappings: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Checks the mapping tables.",
        subcommands: [Check.self]
    )

    /// `mappings check`: proves that the tables are whole.
    struct Check: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract:
                "Proves that every leaf of a PDS record is mapped or dropped, every answer of PDS means something, and every leaf of an answer can be compared."
        )

        @Option(help: ArgumentHelp("The directory of the tables.", valueName: "directory"))
        var mappings = "Mappings"

        @Flag(help: "Print the result as JSON.")
        var json = false

        func run() async throws {
            let summary = try ConfigurationFile.loadMappings(mappings).summary
            _ = try ConfigurationFile.loadComparison(mappings)
            print(json ? try JSONText.pretty(summary) : summary.text)
        }
    }
}
