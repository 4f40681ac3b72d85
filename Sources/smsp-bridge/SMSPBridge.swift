import ArgumentParser

/// The command line: one file per verb in `Verbs`.
struct SMSPBridge: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "smsp-bridge",
        abstract: "Keeps the PDS SMSP contract and answers it from the PDS FHIR API.",
        version: "smsp-bridge 0.2.0",
        subcommands: [
            Serve.self, Demo.self, Simulate.self, Query.self, Convert.self, Explain.self, Compare.self, Replay.self,
            Report.self, Conform.self, Mappings.self, Config.self, Site.self, Audit.self,
        ]
    )
}
