import Backends
import Bridge
import CoreMetrics
import Curl
import FixtureCases
import Foundation
import InMemoryJournal
import Logging
import MappingEngine
import NHSIdentifiers
import SMSPContract
import Synchronization
import Testing

/// The result of one fixture case.
struct FixtureRun: Sendable {
    let answer: WireAnswer
    /// The queries that PDS got, in order.
    let pdsRequests: [String]
    let log: String

    /// The outcome for the caller, in the words of the case's `answers`.
    var outcome: String {
        guard !answer.body.isEmpty, answer.status == 200 || answer.status == 500 else { return "HTTP \(answer.status)" }
        switch try? AnswerReader.read(answer.body) {
        case .coded(_, let code, _): return code
        case .fault("soap:VersionMismatch", _, _): return "fault VersionMismatch"
        case .fault("soap:MustUnderstand", _, _): return "fault MustUnderstand"
        case .fault(_, let code, _): return "fault \(code ?? "without code")"
        case nil: return "unreadable"
        }
    }

    /// The result of `fixture`; all cases run once, together, for all tests.
    static func result(of fixture: FixtureCase) async throws -> FixtureRun {
        try #require(try await all.value[fixture.name])
    }

    private static let all = Task { () throws -> [String: FixtureRun] in
        let fixtures = try FixtureCase.all()
        let tables = try MappingTables.load(directory: FixtureCase.root.appending(path: "../Mappings").path)
        let practices = try PracticeDirectory.load(file: FixtureCase.root.appending(path: "epraccur.csv").path)
        let pds = ScriptedPDS()
        return try await pds.run { port in
            let pool = try CurlPool(CurlConfiguration())
            let runs = try await withThrowingTaskGroup(of: (String, FixtureRun).self) { group in
                var rest = fixtures[...]
                var runs: [String: FixtureRun] = [:]
                // A few at a time: cases that wait for a deadline must not wait for the machine.
                func startNext() {
                    guard let fixture = rest.popFirst() else { return }
                    group.addTask {
                        let run = try await run(
                            fixture,
                            pds: pds,
                            port: port,
                            pool: pool,
                            tables: tables,
                            practices: practices
                        )
                        return (fixture.name, run)
                    }
                }
                for _ in 0..<16 { startNext() }
                while let (name, run) = try await group.next() {
                    runs[name] = run
                    startNext()
                }
                return runs
            }
            await pool.shutDown()
            return runs
        }
    }

    private static func run(
        _ fixture: FixtureCase,
        pds: ScriptedPDS,
        port: Int,
        pool: CurlPool,
        tables: MappingTables,
        practices: PracticeDirectory
    ) async throws -> FixtureRun {
        pds.script(fixture.name, fixture.replies)
        let log = LogLines()
        let connection = await PDSConnection(
            configuration: PDSFHIRConfiguration(
                baseURL: "http://127.0.0.1:\(port)/\(fixture.name)",
                authentication: nil,
                timeout: .seconds(3),
                requestsPerSecond: 1000,
                responseBytes: 1 << 20
            ),
            pool: pool,
            breaker: Breaker(),
            ids: .random,
            now: { fixture.at },
            notice: { _ in }
        )
        let identification = SiteIdentification(
            certificate: fixture.certificateCommonName.map { _ in .sha256("00") },
            path: PathPrefix("/RXX")
        )
        let site = Site(
            id: "RXX",
            name: nil,
            odsCode: "RXX",
            identification: identification,
            profile: fixture.profile
        )
        let snapshot = BridgeSnapshot(
            states: CutoverStates(sites: try SiteDirectory([site])),
            reader: SMSPCallReader(profileIDs: tables.profileIDs),
            fhir: FHIRBackend(connection: connection, tables: tables, practices: practices),
            legacies: [:],
            mapping: MappingStatus(id: "fixtures", version: "1", hash: "fixtures"),
            deadline: .seconds(20),
            concurrentPerSite: 1,
            patiencePerSite: .seconds(1),
            whenUnavailable: AuditSettings.WhenUnavailable(fhir: .refuse, legacy: .continue),
            files: nil
        )
        let metrics = BridgeMetrics(factory: NOOPMetricsHandler.instance)
        let pipeline = SMSPPipeline(
            snapshots: CurrentSnapshot(snapshot),
            comparisons: ComparisonQueue(
                places: 0,
                ledger: ComparisonLedger(store: nil, tally: ComparisonTally(), metrics: metrics)
            ),
            audit: InMemoryJournal(),
            metrics: metrics,
            ids: .counting(),
            logger: Logger(label: "fixtures") { _ in log }
        )
        let fields = [
            ("SOAPAction", fixture.soapAction), ("Content-Type", fixture.contentType),
            ("Content-Encoding", fixture.contentEncoding),
        ]
        let answer = await pipeline.answer(
            WireRequest(
                path: fixture.path,
                fields: fields.compactMap { name, value in value.map { HTTPField(name, $0) } },
                body: fixture.request,
                connection: fixture.connection,
                receivedAt: fixture.at,
                started: .now
            )
        )
        return FixtureRun(answer: answer, pdsRequests: pds.requests(fixture.name), log: log.text)
    }
}

extension UUIDSource {
    /// The ids 1, 2, 3 and so on.
    static func counting() -> UUIDSource {
        let counter = Counter()
        return UUIDSource { UUIDText.version4(high: 0, low: counter.next()) }
    }

    private final class Counter: Sendable {
        private let value = Mutex<UInt64>(0)

        func next() -> UInt64 {
            value.withLock {
                $0 += 1
                return $0
            }
        }
    }
}

extension FixtureCase {
    fileprivate var connection: ConnectionFacts {
        guard let certificateCommonName else { return .plain }
        return ConnectionFacts(
            isEncrypted: true,
            certificate: ClientCertificate(
                sha256: "00",
                subject: "CN=\(certificateCommonName)",
                issuer: "CN=Fixtures",
                commonName: certificateCommonName
            )
        )
    }
}

/// Log entries as text, metadata included.
private final class LogLines: LogHandler, Sendable {
    private let lines = Mutex("")

    var text: String { lines.withLock { $0 } }
    var metadata: Logger.Metadata {
        get { [:] }
        set {}
    }
    var logLevel: Logger.Level {
        get { .trace }
        set {}
    }
    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { nil }
        set {}
    }

    func log(event: LogEvent) {
        lines.withLock { $0 += "\(event.level) \(event.message) \(event.metadata ?? [:])\n" }
    }
}
