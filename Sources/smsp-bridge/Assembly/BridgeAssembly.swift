import Backends
import Bridge
import BridgeServer
import Curl
import Foundation
import Logging
import MappingEngine
import SMSPContract
import ServiceLifecycle
import StrictYAML

/// The concrete parts of a bridge, put together: the only place that knows them all.
struct BridgeAssembly {
    /// The SMSP listener.
    let smsp: SMSPListener
    /// The admin listener.
    let admin: AdminListener
    /// The mapping tables in use.
    let tables: MappingTables
    /// The practices in use.
    let practices: PracticeDirectory
    private let pool: CurlService

    /// The services in the order in which they start; they stop in the reverse order.
    var services: [any Service] { [pool, admin, smsp] }

    /// Puts a bridge together.
    ///
    /// Nothing listens yet.
    static func make(_ configuration: BridgeConfiguration, logger: Logger) async throws -> BridgeAssembly {
        let tables = try ConfigurationFile.loadMappings(configuration.mappings)
        let practices = try ConfigurationFile.loadPractices(configuration.practices)
        let pool = try CurlPool(try CurlConfiguration(configuration.fhir))
        let backend = await FHIRBackend(
            configuration: PDSFHIRConfiguration(
                baseURL: configuration.fhir.baseURL,
                authentication: try configuration.fhir.authentication.map(FHIRAuthentication.init),
                timeout: configuration.fhir.timeout,
                requestsPerSecond: configuration.fhir.requestsPerSecond,
                responseBytes: configuration.limits.responseBytes
            ),
            pool: pool,
            tables: tables,
            practices: practices,
            ids: .random,
            now: { .now },
            notice: { logger.error("alarm", metadata: ["alarm": "\($0.name)"]) }
        )
        let pipeline = SMSPPipeline(
            sites: configuration.sites,
            profileIDs: tables.profileIDs,
            backend: backend,
            deadline: configuration.limits.deadline,
            mappingHash: tables.contentHash,
            ids: .random,
            logger: logger
        )
        let smsp = try listener(configuration, handler: pipeline, logger: logger)
        let admin = try AdminListener(
            configuration: AdminListenerConfiguration(
                host: configuration.admin.address.host,
                port: configuration.admin.address.port
            ),
            readiness: { [smsp] in
                await Readiness(checks: [
                    ReadinessCheck(name: "smspListener", isPassed: smsp.isAccepting),
                    ReadinessCheck(name: "pdsToken", isPassed: backend.isTokenGranted ?? true),
                ])
            },
            logger: logger
        )
        return BridgeAssembly(
            smsp: smsp,
            admin: admin,
            tables: tables,
            practices: practices,
            pool: CurlService(pool: pool)
        )
    }

    private static func listener(
        _ configuration: BridgeConfiguration,
        handler: any CallHandler,
        logger: Logger
    ) throws -> SMSPListener {
        if let tls = configuration.tls { _ = try ConfigurationFile.loadSecret(tls.privateKey) }
        do {
            return try SMSPListener(
                configuration: SMSPListenerConfiguration(configuration),
                handler: handler,
                logger: logger
            )
        } catch {
            let problem = configuration.tls?.source.problem(
                "certificate, privateKey and clientCA cannot be used together",
                try: "PEM files, the key being that of the first certificate"
            )
            throw ConfigurationFile.refused([problem].compactMap(\.self))
        }
    }

    /// Logs where the bridge listens, once it does.
    func announce(to logger: Logger) async {
        guard let port = try? await smsp.boundPort, let adminPort = try? await admin.boundPort else { return }
        logger.info(
            "listening",
            metadata: [
                "smspPort": .stringConvertible(port),
                "adminPort": .stringConvertible(adminPort),
                "mapping": "\(tables.contentHash)",
            ]
        )
    }
}

/// Keeps the pool of outgoing connections for as long as the bridge runs.
struct CurlService: Service {
    let pool: CurlPool

    func run() async throws {
        try? await gracefulShutdown()
        await pool.shutDown()
    }
}

extension FHIRAuthentication {
    /// Reads the files that `fhir.auth` names.
    init(_ settings: FHIRSettings.Authentication) throws {
        func key(_ file: FHIRSettings.KeyFile) throws -> SigningKey {
            guard let key = SigningKey(id: file.id, pem: try ConfigurationFile.loadSecret(file.secret)) else {
                throw ConfigurationFile.refused([
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
            throw ConfigurationFile.refused([ca.problem("names no file that can be read", try: "a PEM file")])
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
                headerTimeout: configuration.limits.headerTimeout,
                bodyTimeout: configuration.limits.bodyTimeout,
                idleTimeout: configuration.limits.idleTimeout,
                drain: configuration.limits.drain
            )
        )
    }
}
