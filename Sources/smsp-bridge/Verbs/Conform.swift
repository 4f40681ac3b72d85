import ArgumentParser
import Assembly
import Bridge
import Conformance
import Foundation
import SMSPContract
import StrictYAML

/// `conform`: holds an SMSP endpoint, of whatever make, to the rules and example forms of the contract.
struct Conform: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Checks an SMSP endpoint against the contract's rules and prints a pass table.",
        discussion: """
            Each rule names the published document that it is from; where the documents leave room, every outcome that \
            they allow passes. Ends with status 0 when every rule that applies is kept, 10 when one is broken, 30 when \
            the endpoint does not answer.

            Rules about known people need --people, a YAML file of the endpoint's own test patients: patients (a list \
            of nhsNumber, dateOfBirth and, for searches, given, family, gender), superseded, invalidated, unknown. \
            Fixtures/conformance-people.yaml is such a file, for the simulators.

            With --site the result of each operation is entered in the audit of --config for that site, and a promotion \
            to shadow waits for it. It counts if the audit shows that PDS FHIR answered: call the bridge that writes this \
            audit, at a site in fhir with the same profile, and give --people. Status 10 if the audit does not show it.
            """
    )

    @Option(help: "The URL of the SMSP endpoint: https, or http on this machine.")
    var url: String

    @Option(help: ArgumentHelp("The endpoint's test patients.", valueName: "file"))
    var people: String?

    @Option(help: ArgumentHelp("The operations to call, comma-separated; every one by default.", valueName: "a,b"))
    var operations: String?

    @Option(help: "The audit identity: a urn:nhs-uk:identity:ods URI.")
    var auditIdentity = "urn:nhs-uk:identity:ods:X26"

    @OptionGroup var tls: ClientTLS

    @Option(help: ArgumentHelp("The site that the run is entered in the audit for.", valueName: "id"))
    var site: String?

    @Option(help: ArgumentHelp("The configuration file, with --site.", valueName: "bridge.yaml"))
    var config: String?

    @Option(help: ArgumentHelp("The timeout of an answer.", valueName: "seconds"))
    var timeout = 30

    @Flag(help: "Print the results as JSON.")
    var json = false

    func validate() throws {
        guard let address = EndpointAddress(url) else { throw ValidationError("--url is no http or https URL.") }
        guard address.isProtected else {
            throw ValidationError("--url is http to another machine; patients' data go there over https only.")
        }
        guard (1...3600).contains(timeout) else { throw ValidationError("--timeout is not between 1 and 3600.") }
        guard (site == nil) == (config == nil) else { throw ValidationError("--site and --config go together.") }
        _ = try chosenOperations
    }

    func run() async throws {
        guard let address = EndpointAddress(url) else { throw ExitStatus.usage }
        let entry = try config.map { try ConformanceEntry(site: site ?? "", config: $0) }
        let people = try people.map(ConfigurationFile.loadConformancePeople) ?? .none
        let report = try await report(of: try conformanceRun(at: address, people: people))
        if json {
            print(try JSONText.pretty(ConformanceObject(report)))
        } else {
            let lines = ConformanceText.lines(of: report, coloured: Terminal.isInteractive)
            Terminal.printColoured(lines.joined(separator: "\n"))
        }
        let records = try await entry?.append(report) ?? []
        for record in records where record.outcome == .unproven {
            Terminal.complain("\(record.operation.rawValue): does not count for \(site ?? ""): \(record.summary)")
        }
        if report.failed > 0 || records.contains(where: { $0.outcome != .passed }) { throw ExitStatus.hold }
    }

    private var chosenOperations: [SMSPOperation] {
        get throws {
            guard let operations else { return SMSPOperation.allCases }
            let words = operations.split(separator: ",").map(String.init)
            for word in words where SMSPOperation(rawValue: word) == nil {
                let names = SMSPOperation.allCases.map(\.rawValue).joined(separator: ", ")
                throw ValidationError("--operations \(word) is none of: \(names).")
            }
            guard !words.isEmpty else { throw ValidationError("--operations names none.") }
            return SMSPOperation.allCases.filter { words.contains($0.rawValue) }
        }
    }

    private func conformanceRun(at address: EndpointAddress, people: ConformancePeople) throws -> ConformanceRun {
        let operations = try chosenOperations
        do {
            return try ConformanceRun(
                address: address,
                tls: EndpointTLS(ca: tls.ca, certificate: tls.certificate, privateKey: tls.key),
                timeout: .seconds(timeout),
                operations: operations,
                people: people,
                auditIdentity: auditIdentity,
                username: tls.username ?? "conformance.client"
            )
        } catch {
            throw InvalidConfiguration(["--ca, --certificate, --key: a file cannot be read. Try: PEM files"])
        }
    }

    private func report(of run: ConformanceRun) async throws -> ConformanceReport {
        do throws(ExchangeFailure) {
            return try await run.report { Terminal.showProgress($0, of: $1) }
        } catch {
            Terminal.complain("the endpoint did not answer: \(error.words)")
            throw ExitStatus.backendDown
        }
    }
}
