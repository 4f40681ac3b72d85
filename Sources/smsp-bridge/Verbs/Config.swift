import ArgumentParser
import Assembly
import Bridge
import BridgeStorage
import JSONTree
import Logging
import MappingEngine
import StrictYAML

struct Config: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Checks configuration files and prints their schemas.",
        subcommands: [Check.self, Schema.self]
    )

    struct Check: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Checks bridge.yaml and every file that it names, as serve would at its start."
        )

        @Option(help: ArgumentHelp("The configuration file.", valueName: "bridge.yaml"))
        var config: String

        @Flag(help: "Print the result as JSON.")
        var json = false

        func run() async throws {
            let configuration = try ConfigurationFile.load(config)
            let quiet = Logger(label: "config check") { _ in SwiftLogNoOpLogHandler() }
            try ComparisonStoreFile.check(configuration)
            let bridge = try await BridgeAssembly.make(
                configuration,
                audit: try AuditJournalFile.openOnTrial(configuration.audit, logger: quiet),
                store: nil,
                logger: quiet,
                path: config
            )
            let (sites, practices) = (configuration.sites.sites.count, bridge.practices)
            let hash = bridge.control.mappings().hash
            let sqlite = try SQLiteVersion.current
            if let advice = sqlite.advice { Terminal.complain("warning: \(advice)") }
            if json {
                let result: JSONValue = [
                    "sites": .integer(sites), "practices": .integer(practices ?? 0), "mapping": .string(hash),
                    "sqlite": .string(sqlite.text),
                ]
                print(String(decoding: result.serialized(), as: UTF8.self))
            } else {
                let directory = practices.map { "\($0) practices" } ?? "no practice directory"
                print("\(config): valid. \(sites) site(s), \(directory), mapping \(hash), SQLite \(sqlite.text)")
            }
        }
    }

    struct Schema: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Prints the JSON Schema of a configuration file.")

        enum File: String, ExpressibleByArgument, CaseIterable {
            case bridge, sites, cutover, lock
        }

        @Argument(help: "Which file's schema; lock is that of cutover.lock.yaml.")
        var file: File = .bridge

        func run() async throws {
            let shape =
                switch file {
                case .bridge: BridgeConfiguration.shape
                case .sites: SitesFile.shape
                case .cutover: CutoverFiles.shape
                case .lock: CutoverFiles.lockShape
                }
            let name = file == .lock ? "cutover.lock" : file.rawValue
            print(YAMLDocument.jsonSchema(for: shape, title: "smsp-bridge \(name).yaml"))
        }
    }
}
