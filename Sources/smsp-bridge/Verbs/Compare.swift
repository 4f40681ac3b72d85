import ArgumentParser
import Assembly
import Bridge
import Evidence
import Foundation
import MappingEngine
import Replay
import SMSPContract

/// `compare`: two answers to one question, leaf by leaf.
struct Compare: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Compares a legacy answer with one made from PDS FHIR, leaf by leaf.",
        usage: """
            smsp-bridge compare LEGACY.xml FHIR.xml [--request REQUEST.xml] [--mappings DIRECTORY]
            smsp-bridge compare --site ID --config BRIDGE.yaml REQUEST.xml ... [--save CORPUS]
            """,
        discussion: """
            Two files are a legacy answer and one made from PDS FHIR. With --site files are requests: each is sent to \
            both of the site's backends, which is entered in the audit and adds no evidence. Prints the place, shape \
            and severity of each difference, the rule that explains it, and the mapping row to open. Values are shown \
            only with --show-values. Exit status 0: equal in meaning, or explained by rules; 10: not.
            """
    )

    @Argument(help: "The legacy answer and the one made from PDS FHIR, or requests with --site; - is standard input.")
    var files: [String]

    @Option(help: ArgumentHelp("The request of both answers; rules may use its form.", valueName: "file"))
    var request: String?

    @Option(help: ArgumentHelp("The directory of the mapping tables; Mappings by default.", valueName: "directory"))
    var mappings: String?

    @Option(help: ArgumentHelp("The site whose backends are queried.", valueName: "id"))
    var site: String?

    @Option(help: ArgumentHelp("The configuration file, with --site.", valueName: "bridge.yaml"))
    var config: String?

    @Option(help: ArgumentHelp("The folder to keep each request with both answers, for replay.", valueName: "corpus"))
    var save: String?

    @OptionGroup var rules: RuleDay

    @Flag(help: "Show the values: - legacy, + PDS FHIR.")
    var showValues = false

    @Flag(help: "Print JSON.")
    var json = false

    func validate() throws {
        guard (files + [request].compactMap(\.self)).count(where: { $0 == "-" }) < 2 else {
            throw ValidationError("Standard input is one file: give the others by name.")
        }
        if site == nil {
            guard files.count == 2 else {
                throw ValidationError("Give two answers, the legacy one first; or --site and requests.")
            }
            guard config == nil, save == nil else { throw ValidationError("--config and --save go with --site.") }
        } else {
            guard config != nil else { throw ValidationError("--site goes with --config.") }
            guard request == nil, mappings == nil else {
                throw ValidationError("--request and --mappings go with two answers.")
            }
        }
    }

    func run() async throws {
        if let site, let config {
            return try await compare(site: site, config: config)
        }
        let (legacyBytes, fhirBytes) = (try Terminal.read(files[0]), try Terminal.read(files[1]))
        let directory = mappings ?? "Mappings"
        let tables = try ConfigurationFile.loadMappings(directory)
        let facts = try request.map { try ComparisonFacts(request: try Terminal.read($0), file: $0, tables: tables) }
        guard let facts = facts ?? ComparisonFacts(answers: [legacyBytes, fhirBytes]) else {
            Terminal.complain("neither answer tells which operation it is of. Try: --request")
            throw ExitStatus.usage
        }
        let result = try ConfigurationFile.loadComparison(directory).compare(
            legacy: ComparedAnswer(status: 200, body: legacyBytes),
            fhir: ComparedAnswer(status: 200, body: fhirBytes),
            facts: facts,
            today: rules.day
        )
        let shown = ShownComparison(result, of: facts.operation, tables: tables, showsValues: showValues)
        print(json ? try JSONText.pretty(shown) : shown.lines.joined(separator: "\n"))
        guard shown.isWell else { throw ExitStatus.hold }
    }

    /// Asks both backends of a site what each file asks.
    private func compare(site: String, config: String) async throws {
        let sides = try await SiteSides(of: site, config: config, saving: save)
        var isWell = true
        var all: [ShownRequest] = []
        try await sides.whileOpen {
            for file in files {
                let compared = try await sides.compare(try Terminal.read(file), file: file, today: rules.day)
                let shown = ShownComparison(
                    compared.comparison,
                    of: compared.operation,
                    tables: sides.tables,
                    showsValues: showValues
                )
                isWell = isWell && shown.isWell
                all.append(ShownRequest(request: file, comparison: shown))
                if !json { print(([file] + shown.lines).joined(separator: "\n")) }
            }
        }
        if json { print(try JSONText.pretty(all)) }
        guard isWell else { throw ExitStatus.hold }
    }

    private struct ShownRequest: Encodable {
        let request: String
        let comparison: ShownComparison
    }
}

extension ComparisonFacts {
    /// The form of the query in `request`.
    ///
    /// - Throws: exit status 2 if the bridge would not pass it on.
    fileprivate init(request: [UInt8], file: String, tables: MappingTables) throws {
        var profile = SiteProfile()
        (profile.timestamp, profile.username, profile.requireAuditIdentity) = (.ignore, .ignore, false)
        guard let message = try? SOAPMessage(request), let operation = message.operation(soapAction: nil),
            let call = try? SMSPCallReader(profileIDs: tables.profileIDs).read(
                message,
                operation: operation,
                soapAction: nil,
                profile: profile,
                connection: ConnectionFacts(isEncrypted: false, certificate: nil),
                now: .now
            )
        else {
            Terminal.complain("\(file): is no SMSP request that PDS can answer")
            throw ExitStatus.usage
        }
        self.init(operation: operation, forms: call.request.forms)
    }
}
