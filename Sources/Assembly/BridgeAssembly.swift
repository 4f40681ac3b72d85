import Backends
package import Bridge
package import BridgeServer
package import BridgeStorage
import Evidence
import Foundation
package import Logging
import SMSPContract
package import ServiceLifecycle
import StrictYAML
package import Systemd

/// The concrete parts of a bridge, put together: the only place that knows them all.
package struct BridgeAssembly {
    package let smsp: SMSPListener
    package let admin: AdminListener
    /// The operators' access to the bridge.
    package let control: RunningBridge
    /// The number of practices in the directory; nil without one.
    package let practices: Int?
    /// The records of comparisons; nil where nothing is compared.
    package let store: SQLiteComparisonStore?
    private let audit: SQLiteAuditJournal
    private let auditSocket: AuditSocketService
    private let queue: ComparisonQueue
    private let runner: ComparisonRunner?
    private let upstreams: UpstreamsService
    private let snapshots: CurrentSnapshot
    private let systemd: SystemdService

    /// The services in the order in which they start; they stop in the reverse order.
    package var services: [any Service] {
        let comparing = [store as (any Service)?, runner.map { ComparingService(runner: $0) }].compactMap(\.self)
        return [audit, auditSocket, AuditedLife(audit: audit, snapshots: snapshots), upstreams] + comparing
            + [ReloadOnHangup(control: control, systemd: systemd), admin, smsp]
            + [ManagedLife(systemd: systemd) { [smsp, admin] in _ = try await (smsp.boundPort, admin.boundPort) }]
    }

    /// Puts a bridge together.
    ///
    /// Nothing listens yet.
    ///
    /// - Parameters:
    ///   - audit: the journal that `audit` of the configuration names.
    ///   - store: the records of comparisons; nil without comparison, and if the assembly is only checked.
    ///   - requeryDelays: the shortest and the longest delay before a re-query of a comparison.
    ///   - path: `bridge.yaml`, which a reload reads again.
    ///   - systemd: the service manager of the process.
    package static func make(
        _ configuration: BridgeConfiguration,
        audit: SQLiteAuditJournal,
        store: SQLiteComparisonStore?,
        logger: Logger,
        requeryDelays: ClosedRange<Duration> = Requery.usualDelays,
        path: String,
        systemd: SystemdService = SystemdService(environment: [:])
    ) async throws -> BridgeAssembly {
        let registry = PrometheusRegistry()
        let metrics = BridgeMetrics(factory: registry)
        let parts = try await LoadedParts(configuration, keeping: nil, logger: logger)
        let upstreams = UpstreamsService(parts.upstreams)
        let snapshots = CurrentSnapshot(parts.snapshot)
        let tally = ComparisonTally()
        let ledger = ComparisonLedger(store: store, tally: tally, metrics: metrics)
        let queue = ComparisonQueue(places: configuration.fhir?.inFlight ?? 1, ledger: ledger)
        let pipeline = SMSPPipeline(
            snapshots: snapshots,
            comparisons: queue,
            audit: audit,
            metrics: metrics,
            ids: .random,
            logger: logger
        )
        let smspFiles = "certificate, privateKey and clientCA"
        let smsp = try YAMLValue.showingProblems(of: configuration.tlsSource, keys: smspFiles) {
            try SMSPListener(
                address: configuration.smsp,
                socket: systemd.socket(named: "smsp"),
                tls: configuration.tls,
                limits: configuration.limits.listener,
                handler: pipeline,
                logger: logger
            )
        }
        let users = AdminUsers(parts.users)
        let files = try ConfigurationFile.readFiles(of: configuration)
        let control = RunningBridge(
            snapshots: snapshots,
            audit: audit,
            store: store,
            metrics: metrics,
            now: { .now },
            logger: logger,
            isTokenGranted: { await upstreams.current.pds?.grantsToken() },
            load: { forgotten in
                do {
                    let next = try ConfigurationFile.load(path, forgetting: forgotten)
                    try next.checkUnchanged(since: configuration)
                    let parts = try await LoadedParts(next, keeping: upstreams.current, logger: logger)
                    let listener = try YAMLValue.showingProblems(of: next.tlsSource, keys: smspFiles) {
                        try smsp.prepare(tls: next.tls, limits: next.limits.listener)
                    }
                    let read = try ConfigurationFile.readFiles(of: next)
                    return .success(
                        RunningBridge.Loaded(snapshot: parts.snapshot, changes: files.changes(to: read)) {
                            upstreams.apply(parts.upstreams)
                            smsp.apply(listener)
                            users.apply(parts.users)
                            files.apply(read)
                        }
                    )
                } catch let invalid as InvalidConfiguration {
                    return .failure(RunningBridge.ReloadRefusal(invalid.problems))
                } catch {
                    return .failure(RunningBridge.ReloadRefusal(["the configuration cannot be used: \(error)"]))
                }
            }
        )
        let readings = BridgeReadings(
            control: control,
            pipeline: pipeline,
            listener: smsp,
            comparing: (queue, tally, store),
            upstreams: upstreams,
            files: files
        )
        let admin = try YAMLValue.showingProblems(of: configuration.admin.tlsSource, keys: "certificate and privateKey")
        {
            try AdminListener(
                address: configuration.admin.address,
                tls: configuration.admin.tls,
                users: users,
                control: control,
                metrics: { registry.exposition(with: readings.samples) },
                readiness: { await readings.readiness },
                logger: logger
            )
        }
        return BridgeAssembly(
            smsp: smsp,
            admin: admin,
            control: control,
            practices: parts.practices,
            store: store,
            audit: audit,
            auditSocket: AuditSocketService(path: configuration.audit.journal, journal: audit, logger: logger),
            queue: queue,
            runner: store.map { _ in
                ComparisonRunner(
                    queue: queue,
                    ledger: ledger,
                    audit: audit,
                    metrics: metrics,
                    logger: logger,
                    ids: .random,
                    now: { .now },
                    requeryDelays: requeryDelays,
                    random: { Double.random(in: 0..<1) }
                )
            },
            upstreams: upstreams,
            snapshots: snapshots,
            systemd: systemd
        )
    }

    /// Waits until no comparison is under way or waits, and every one is recorded.
    package func settleComparisons() async {
        // A comparison is held until its re-query, which comes up to ten seconds later in production.
        while queue.load.count > 0, (try? await Task.sleep(for: .milliseconds(50))) != nil {}
        await store?.settle()
    }

    /// Logs where the bridge listens, once it does.
    package func announce(to logger: Logger) async {
        guard let port = try? await smsp.boundPort, let adminPort = try? await admin.boundPort else { return }
        logger.info(
            "listening",
            metadata: [
                "smspPort": .stringConvertible(port),
                "adminPort": .stringConvertible(adminPort),
                "mapping": "\(control.mappings().hash)",
            ]
        )
    }
}
