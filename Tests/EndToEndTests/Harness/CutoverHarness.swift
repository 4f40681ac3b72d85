import Crypto
import Foundation
import Simulators

/// A configuration in front of both simulators, on which the bridge is started as often as a test wants.
struct CutoverHarness: Sendable {
    /// The name of the user who may do everything, and the bearer token.
    static let user = "ops-1"
    static let token = "token-of-the-tests"

    let folder: ConfigurationFolder
    let pds: PDSSimulator
    let legacy: LegacySimulator

    /// Runs both simulators over a configuration while `body` does.
    ///
    /// Its limits leave room for a machine that is busy with other tests.
    ///
    /// - Parameters:
    ///   - sites: `sites.yaml`; the legacy endpoint is named `central`.
    ///   - cutover: `cutover.yaml`.
    ///   - comparison: more of `comparison`, in one line; nil compares nothing.
    ///   - comparisonDeadline: `comparison.deadline`.
    ///   - people: whom PDS knows, and whom the legacy endpoint knows; those of the fixtures by default.
    ///   - seed: what the legacy endpoint's answers follow from, beside the bytes of the message; nil: random ids.
    ///   - findsRestricted: whether the legacy endpoint finds restricted people by postcode.
    ///   - fhirPort: where the bridge looks for PDS FHIR; nil: where the simulator is.
    ///   - more: further lines of `bridge.yaml`.
    static func running<Value: Sendable>(
        sites: String,
        cutover: String,
        comparison: String? = nil,
        comparisonDeadline: String = "2m",
        people: (pds: SyntheticPeople, legacy: SyntheticPeople)? = nil,
        seed: UInt64? = nil,
        findsRestricted: Bool = false,
        fhirPort: Int? = nil,
        fhir: [String] = ["requestsPerSecond: 10000", "inFlight: 64", "timeout: 30s"],
        more: [String] = [],
        _ body: @escaping @Sendable (CutoverHarness) async throws -> Value
    ) async throws -> Value {
        let keys = try ApplicationKeys()
        let fixtures = BridgeProcess.root.appending(path: "Fixtures").path
        let standard = try SyntheticPeople(contentsOf: fixtures + "/patients.yaml")
        var configuration = LegacyConfiguration()
        configuration.practices = try PracticeFile(contentsOf: fixtures + "/epraccur.csv")
        configuration.seed = seed
        configuration.findsRestrictedByPostcode = findsRestricted
        let legacy = LegacySimulator(people: people?.legacy ?? standard, configuration: configuration)
        return try await keys.simulator(people: people?.pds ?? standard).whileRunning { pds in
            try await legacy.whileRunning { legacy in
                let pdsPort = try await pds.port
                let folder = try ConfigurationFolder(
                    pdsPort: fhirPort ?? pdsPort,
                    keys: keys,
                    fhir: fhir,
                    sites: sites,
                    limits: "{ deadline: 60s, perSite: { concurrent: 256 } }",
                    admin: """
                        { port: 0, users: [ { name: \(user), tokenSHA256File: ops-token, roles: [view, operate, audit] } ] }
                        """,
                    more: [
                        "legacies: { central: { url: 'http://127.0.0.1:\(try await legacy.port)/smsp/pds' } }",
                        "cutover: { file: cutover.yaml, routingKeyFile: routing-key }",
                    ]
                        + (comparison.map { more in
                            let settings = ["tokenKeyFile: token-key", "deadline: \(comparisonDeadline)", more]
                            return ["comparison: { \(settings.filter { !$0.isEmpty }.joined(separator: ", ")) }"]
                        } ?? [])
                        + more
                )
                defer { folder.remove() }
                let digest = SHA256.hash(data: Data(token.utf8)).map { String(format: "%02x", $0) }.joined()
                try folder.write("ops-token", digest)
                try folder.write("routing-key", String(repeating: "routing key of the tests ", count: 2))
                try folder.write("token-key", String(repeating: "token key of the tests ", count: 2))
                try folder.write("cutover.yaml", cutover)
                return try await body(CutoverHarness(folder: folder, pds: pds, legacy: legacy))
            }
        }
    }

    /// Runs the bridge while `body` does.
    func serving<Value: Sendable>(
        _ body: @escaping @Sendable (BridgeProcess) async throws -> Value
    ) async throws -> (value: Value, remains: BridgeProcess.Remains) {
        try await BridgeProcess.serving(folder, body)
    }

    /// The entries of the journal, the oldest first.
    func journal() async throws -> [JournalLine] {
        let query = try await BridgeProcess.run(
            ["audit", "query", "--config", folder.configuration, "--json", "--limit", "10000000"],
            outputLimit: 1 << 28
        )
        let decoder = JSONDecoder()
        return try query.output.split(separator: "\n").map {
            try decoder.decode(JournalLine.self, from: Data($0.utf8))
        }
    }

    /// What `audit verify` finds.
    func verify(_ arguments: [String] = []) async throws -> BridgeProcess.Remains {
        try await BridgeProcess.run(["audit", "verify", "--config", folder.configuration] + arguments)
    }
}

/// An entry of the journal, as `audit query --json` prints it: what these tests look at.
struct JournalLine: Decodable, Sendable {
    let sequence: Int
    let time: String
    let messageID: String?
    let purpose: String?
    let backend: String?
    let code: String?
    let service: String?
    let fhirRequestIDs: [String]?
    let mappingHash: String?
    let user: String?
    let action: String?
    let site: String?
    let operation: String?
    let from: String?
    let to: String?
    let reason: String?
}
