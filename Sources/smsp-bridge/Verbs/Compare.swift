import ArgumentParser
import Comparison
import Foundation
import MappingEngine
import SMSPContract

/// `compare`: two answers to one question, leaf by leaf.
struct Compare: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Compares a legacy answer with one made from PDS FHIR, leaf by leaf.",
        discussion: """
            Says where they differ, how, how grave it is, which rule explains it and which mapping row it points to. \
            Values are shown only with --show-values. Exit status 0: equal in meaning, or explained by rules; 10: not.
            """
    )

    @Argument(help: "The legacy answer, XML; - is standard input.")
    var legacy: String

    @Argument(help: "The answer made from PDS FHIR, XML; - is standard input.")
    var fhir: String

    @Option(help: ArgumentHelp("The question that both answer, XML: rules may look at its form.", valueName: "file"))
    var request: String?

    @Option(help: ArgumentHelp("The directory of the mapping tables.", valueName: "directory"))
    var mappings = "Mappings"

    @Option(help: ArgumentHelp("The day by which rules expire; today by default.", valueName: "YYYY-MM-DD"))
    var at: String?

    @Flag(help: "Show the values: - legacy, + PDS FHIR.")
    var showValues = false

    @Flag(help: "Print JSON.")
    var json = false

    func validate() throws {
        guard [legacy, fhir, request].count(where: { $0 == "-" }) < 2 else {
            throw ValidationError("Standard input is one file: give the others by name.")
        }
        guard at?.wholeMatch(of: /[0-9]{4}-[0-9]{2}-[0-9]{2}/) != nil || at == nil else {
            throw ValidationError("--at: must be a date, YYYY-MM-DD.")
        }
    }

    func run() async throws {
        let (legacyBytes, fhirBytes) = (try Terminal.read(legacy), try Terminal.read(fhir))
        let tables = try ConfigurationFile.loadMappings(mappings)
        let facts = try request.map { try ComparisonFacts(request: try Terminal.read($0), file: $0, tables: tables) }
        guard let facts = facts ?? ComparisonFacts(answers: [legacyBytes, fhirBytes]) else {
            Terminal.complain("neither answer tells which operation it is of. Try: --request")
            throw ExitStatus.usage
        }
        let result = try ConfigurationFile.loadComparison(mappings).compare(
            legacy: ComparedAnswer(status: 200, body: legacyBytes),
            fhir: ComparedAnswer(status: 200, body: fhirBytes),
            facts: facts,
            today: at ?? Date.now.ISO8601Format(.iso8601.year().month().day())
        )
        let shown = ShownComparison(result, of: facts.operation, tables: tables, showsValues: showValues)
        print(json ? try JSONText.pretty(shown) : shown.lines.joined(separator: "\n"))
        guard [.match, .expected].contains(result.verdict) else { throw ExitStatus.hold }
    }
}

extension ComparisonFacts {
    /// What the question in `request` is like.
    ///
    /// - Throws: exit status 2 when it is none that the bridge would pass on.
    fileprivate init(request: [UInt8], file: String, tables: MappingTables) throws {
        var profile = SiteProfile()
        (profile.timestamp, profile.username, profile.requireAuditIdentity) = (.ignore, .ignore, false)
        guard let message = try? SOAPMessage(request), let operation = message.operation(soapAction: nil),
            let call = try? SMSPCallReader(profileIDs: tables.profileIDs).read(
                message,
                operation: operation,
                soapAction: nil,
                profile: profile,
                transport: TransportFacts(isEncrypted: false, certificateCommonName: nil),
                now: .now
            )
        else {
            Terminal.complain("\(file): is no SMSP request that PDS could be asked")
            throw ExitStatus.usage
        }
        self.init(operation: operation, forms: call.request.forms)
    }

    /// As much as the answers tell of the question; nil when they tell nothing.
    ///
    /// The details operations answer alike: which of them was asked is not known, and taken to be getPatientDetails.
    fileprivate init?(answers: [[UInt8]]) {
        let roots = answers.compactMap { bytes -> String? in
            guard case .coded(let root, _, _) = try? AnswerReader.read(bytes) else { return nil }
            return root
        }
        let operations: [SMSPOperation] = [.getPatientDetails, .getNHSNumber, .verifyNHSNumber]
        guard let operation = operations.first(where: { roots.contains($0.names.responseRoot) }) else { return nil }
        self.init(operation: operation, forms: [])
    }
}
