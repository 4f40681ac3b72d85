import ArgumentParser
import Assembly
import Bridge
import BridgeServer
import BridgeStorage
import Foundation
import Logging
import ServiceLifecycle
import Systemd
import UnixSignals

/// `serve`: runs the bridge until it is stopped.
struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Runs the bridge.",
        discussion: """
            SIGTERM and SIGINT stop it: no new calls, those in flight finish within limits.drain. SIGHUP reloads every \
            file; the new files take effect if all are valid.
            """
    )

    @Option(help: ArgumentHelp("The configuration file.", valueName: "bridge.yaml"))
    var config: String

    func run() async throws {
        // Read again once they are held: the program before may have written them in between.
        let hold = try Self.hold(try ConfigurationFile.load(config).ownFiles)
        defer { withExtendedLifetime(hold) {} }
        let configuration = try ConfigurationFile.load(config)
        let level = Logger.Level(rawValue: configuration.logLevel.rawValue) ?? .info
        let logger = Logger(label: "smsp-bridge") { _ in JSONLogHandler.standardOutput(level: level) }
        let systemd = SystemdService(environment: ProcessInfo.processInfo.environment)
        let sqlite = try SQLiteVersion.current
        logger.info("SQLite", metadata: ["version": "\(sqlite.text)"])
        if let advice = sqlite.advice { logger.warning("SQLite", metadata: ["advice": "\(advice)"]) }
        OpenFiles.raiseLimit(for: configuration.limits.listener, logger: logger)
        let bridge = try await BridgeAssembly.make(
            configuration,
            audit: try AuditJournalFile.open(configuration.audit, logger: logger),
            store: try ComparisonStoreFile.open(configuration, logger: logger),
            logger: logger,
            path: config,
            systemd: systemd
        )
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: (bridge.services + [StopLimit(drain: configuration.limits.listener.drain, logger: logger)])
                    .map {
                        .init(service: $0, failureTerminationBehavior: .gracefullyShutdownGroup)
                    },
                gracefulShutdownSignals: [.sigterm, .sigint],
                logger: logger
            )
        )
        async let announced: Void = bridge.announce(to: logger)
        try await group.run()
        await announced
        logger.info("stopped")
    }

    /// Holds the files of the bridge: two bridges on them would not see each other's rollbacks.
    ///
    /// A command that enters something in the journal holds it for a moment.
    private static func hold(_ files: [String]) throws -> FileHold {
        do throws(FileHold.Refusal) {
            return try FileHold(files, by: "smsp-bridge serve", patience: .seconds(2))
        } catch {
            throw InvalidConfiguration(["\(error). Try: \(error.suggestion)"])
        }
    }
}
