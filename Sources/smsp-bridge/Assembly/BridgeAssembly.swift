import Backends
import Bridge
import BridgeServer
import BridgeStorage
import Curl
import Foundation
import Logging
import MappingEngine
import SMSPContract
import ServiceLifecycle
import StrictYAML
import Synchronization

/// The concrete parts of a bridge, put together: the only place that knows them all.
struct BridgeAssembly {
    /// The SMSP listener.
    let smsp: SMSPListener
    /// The admin listener.
    let admin: AdminListener
    /// What operators ask of the bridge.
    let control: RunningBridge
    private let audit: SQLiteAuditJournal
    private let upstreams: UpstreamsService

    /// The services in the order in which they start; they stop in the reverse order.
    var services: [any Service] { [audit, upstreams, admin, smsp] }

    /// Puts a bridge together.
    ///
    /// Nothing listens yet.
    ///
    /// - Parameter load: reads the configuration anew, for a reload.
    static func make(
        _ configuration: BridgeConfiguration,
        logger: Logger,
        load: @escaping @Sendable () throws -> BridgeConfiguration
    ) async throws -> BridgeAssembly {
        let parts = try await LoadedParts(configuration, keeping: nil, logger: logger)
        let audit = try AuditJournalFile.open(configuration.audit, logger: logger)
        let upstreams = UpstreamsService(parts.upstreams)
        let snapshots = CurrentSnapshot(parts.snapshot)
        let pipeline = SMSPPipeline(snapshots: snapshots, audit: audit, ids: .random, logger: logger)
        let smsp = try configuration.showingTLSProblems {
            try SMSPListener(configuration: SMSPListenerConfiguration($0), handler: pipeline, logger: logger)
        }
        let control = RunningBridge(snapshots: snapshots, audit: audit, now: { .now }, logger: logger) {
            do {
                let next = try load()
                try next.checkUnchanged(since: configuration)
                let parts = try await LoadedParts(next, keeping: upstreams.current, logger: logger)
                let listener = try next.showingTLSProblems { try smsp.prepare(SMSPListenerConfiguration($0)) }
                return .success(
                    RunningBridge.Loaded(snapshot: parts.snapshot) {
                        upstreams.takeUp(parts.upstreams)
                        smsp.takeUp(listener)
                    }
                )
            } catch let invalid as InvalidConfiguration {
                return .failure(RunningBridge.ReloadRefusal(invalid.problems))
            } catch {
                return .failure(RunningBridge.ReloadRefusal(["the configuration cannot be used"]))
            }
        }
        let admin = AdminListener(
            host: configuration.admin.host,
            port: configuration.admin.port,
            readiness: { await readiness(smsp: smsp, upstreams: upstreams, control: control) },
            logger: logger
        )
        return BridgeAssembly(smsp: smsp, admin: admin, control: control, audit: audit, upstreams: upstreams)
    }

    private static func readiness(
        smsp: SMSPListener,
        upstreams: UpstreamsService,
        control: RunningBridge
    ) async -> Readiness {
        await Readiness(checks: [
            ReadinessCheck(name: "smspListener", isPassed: smsp.isAccepting),
            ReadinessCheck(name: "pdsToken", isPassed: upstreams.current.pds?.isTokenGranted ?? true),
            ReadinessCheck(name: "audit", isPassed: control.audit.status.isWritable),
            ReadinessCheck(name: "configuration", isPassed: control.reloadProblems.isEmpty),
        ])
    }

    /// Logs where the bridge listens, once it does, and enters the start in the audit.
    func announce(to logger: Logger) async {
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

/// What a reload makes anew.
struct LoadedParts {
    /// What calls are answered by.
    let snapshot: BridgeSnapshot
    /// The connections that it uses.
    let upstreams: Upstreams

    init(_ configuration: BridgeConfiguration, keeping earlier: Upstreams?, logger: Logger) async throws {
        let tables = try ConfigurationFile.loadMappings(configuration.mappings)
        let practices = try configuration.practices.map(ConfigurationFile.loadPractices)
        upstreams = try await Upstreams(configuration, keeping: earlier, logger: logger)
        let fhir = upstreams.pds.flatMap { pds in
            practices.map { FHIRBackend(connection: pds, tables: tables, practices: $0) }
        }
        snapshot = BridgeSnapshot(
            states: configuration.states,
            reader: SMSPCallReader(profileIDs: tables.profileIDs),
            fhir: fhir,
            legacies: upstreams.endpoints,
            mapping: MappingStatus(id: tables.id, version: tables.version, hash: tables.contentHash),
            deadline: configuration.limits.deadline,
            concurrentPerSite: configuration.limits.concurrentPerSite,
            whenUnavailable: configuration.audit.whenUnavailable,
            files: configuration.cutover
        )
    }
}

extension BridgeConfiguration {
    /// What `use` makes of the files of `listen.smsp.tls`; a problem with one is shown as that of a configuration file.
    fileprivate func showingTLSProblems<Value>(_ use: (BridgeConfiguration) throws -> Value) throws -> Value {
        if let tls { _ = try ConfigurationFile.loadSecret(tls.privateKey) }
        do {
            return try use(self)
        } catch {
            let problem = tls?.source.problem(
                "certificate, privateKey and clientCA cannot be used together",
                try: "PEM files, the key being that of the first certificate"
            )
            throw InvalidConfiguration([problem].compactMap(\.self))
        }
    }

    /// Refuses what only a new start takes up.
    fileprivate func checkUnchanged(since start: BridgeConfiguration) throws {
        var problems: [String] = []
        func check(_ key: String, _ isSame: Bool) {
            if !isSame { problems.append("\(key): cannot change while the bridge runs. Try: a restart") }
        }
        check("listen.smsp", smsp == start.smsp && (tls == nil) == (start.tls == nil))
        check("listen.admin", admin == start.admin)
        check("audit", audit.journal == start.audit.journal)
        guard problems.isEmpty else { throw InvalidConfiguration(problems) }
    }
}

extension FHIRAuthentication {
    /// Reads the files that `fhir.auth` names.
    init(_ settings: FHIRSettings.Authentication) throws {
        func key(_ file: FHIRSettings.KeyFile) throws -> SigningKey {
            guard let key = SigningKey(id: file.id, pem: try ConfigurationFile.loadSecret(file.secret)) else {
                throw InvalidConfiguration([
                    file.secret.problem("names no RSA private key in PEM", try: "openssl genrsa -out key.pem 4096")
                ])
            }
            return key
        }
        self.init(
            tokenURL: settings.tokenURL,
            apiKey: try ConfigurationFile.loadSecret(settings.apiKey),
            key: try key(settings.key),
            nextKey: try settings.nextKey.map(key)
        )
    }
}

extension CurlConfiguration {
    /// How PDS FHIR is reached.
    init(_ settings: FHIRSettings) throws {
        if let ca = settings.ca, !FileManager.default.isReadableFile(atPath: ca.filePath) {
            throw InvalidConfiguration([ca.problem("names no file that can be read", try: "a PEM file")])
        }
        self.init(ca: settings.ca?.filePath, proxy: settings.proxy, inFlight: settings.inFlight)
    }
}

extension SMSPListenerConfiguration {
    /// How SMSP clients reach the bridge.
    init(_ configuration: BridgeConfiguration) {
        self.init(
            host: configuration.smsp.host,
            port: configuration.smsp.port,
            tls: configuration.tls.map {
                SMSPListenerTLS(certificate: $0.certificate, privateKey: $0.privateKey.filePath, clientCA: $0.clientCA)
            },
            limits: SMSPListenerLimits(
                requestBytes: configuration.limits.requestBytes,
                concurrentRequests: configuration.limits.concurrentRequests,
                headerTimeout: configuration.limits.headerTimeout,
                bodyTimeout: configuration.limits.bodyTimeout,
                idleTimeout: configuration.limits.idleTimeout,
                drain: configuration.limits.drain
            )
        )
    }
}
