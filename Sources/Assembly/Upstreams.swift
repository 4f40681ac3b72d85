import Backends
import Bridge
import Crypto
import Curl
import Foundation
import Logging
import SMSPContract
import ServiceLifecycle
import StrictYAML
import Synchronization

/// The connections to PDS FHIR and to the legacy endpoints that a configuration names.
package struct Upstreams: Sendable {
    /// The connection to PDS FHIR; nil if there is none.
    let pds: PDSConnection?
    /// The legacy endpoint of each site that has one, by the site's `id`.
    let endpoints: [String: any LegacyEndpoint]
    /// The connections of comparison alone; nil without comparison.
    let comparison: Comparison?
    private let fhir: (settings: String, pool: CurlPool)?
    private let legacies: [LegacyKey: Legacy]

    /// Settings under which the connections to a legacy endpoint can be kept.
    private struct LegacyKey: Hashable {
        let settings: LegacySettings
        let breaker: BreakerConfiguration
    }

    /// The connections of comparison to both backends: neither a hang nor a flood of it affects live calls.
    struct Comparison: Sendable {
        /// PDS FHIR.
        let pds: PDSConnection
        /// The legacy endpoint of each site that has one, by the site's `id`.
        let endpoints: [String: ComparisonParts.Legacy]
        fileprivate let pool: CurlPool
    }

    /// One named legacy endpoint.
    fileprivate struct Legacy {
        let pool: CurlPool
        let quota: QuotaBucket?
        /// For re-queries.
        let comparison: (pool: CurlPool, breaker: Breaker)
        /// The breaker of each certificate that is presented there.
        var breakers: [ClientKeyPair?: Breaker] = [:]
    }

    /// The connections that `configuration` names; those of `earlier` whose settings stay are kept.
    init(_ configuration: BridgeConfiguration, keeping earlier: Upstreams?, logger: Logger) async throws {
        var legacies: [LegacyKey: Legacy] = [:]
        for settings in configuration.legacies.values {
            let key = LegacyKey(settings: settings, breaker: configuration.breaker)
            var legacy = try earlier?.legacies[key] ?? Legacy(settings, breaker: configuration.breaker, logger: logger)
            // A breaker that no call goes through any more would stay as it is, and show as open for ever.
            let identities = configuration.sites.sites.compactMap(\.legacy).filter { $0.name == settings.name }
            legacy.breakers = legacy.breakers.filter { identity, _ in
                identities.contains { $0.identity == identity }
            }
            legacies[key] = legacy
        }
        var endpoints: [String: any LegacyEndpoint] = [:]
        var compared: [String: ComparisonParts.Legacy] = [:]
        for site in configuration.sites.sites {
            guard let legacy = site.legacy, let settings = configuration.legacies[legacy.name] else { continue }
            let key = LegacyKey(settings: settings, breaker: configuration.breaker)
            endpoints[site.id] = legacies[key]?.endpoint(of: legacy, at: settings, configuration, logger: logger)
            compared[site.id] = legacies[key].map {
                ComparisonParts.Legacy(
                    url: settings.url,
                    endpoint: $0.comparisonEndpoint(of: legacy, at: settings, configuration)
                )
            }
        }
        self.endpoints = endpoints
        self.legacies = legacies
        let (fhir, pds) = try await Self.fhir(configuration, keeping: earlier, logger: logger)
        (self.fhir, self.pds) = (fhir, pds)
        comparison = try pds.flatMap { pds in
            guard let settings = configuration.fhir, configuration.comparison != nil else { return nil }
            let isKept = fhir?.pool === earlier?.fhir?.pool
            if isKept, let kept = earlier?.comparison {
                return Comparison(pds: kept.pds, endpoints: compared, pool: kept.pool)
            }
            let pool = try CurlPool(try CurlConfiguration(settings))
            let breaker = Breaker(configuration.breaker, of: "fhir comparison", logger: logger)
            return Comparison(pds: pds.forComparison(pool: pool, breaker: breaker), endpoints: compared, pool: pool)
        }
    }

    /// The health of a backend; of several breakers, that of the most restrictive.
    struct Load {
        let name: String
        let inFlight: Int
        let waiting: Int
        let breaker: BreakerReading
    }

    var loads: [Load] {
        var loads = legacies.map { Load($0.settings.name, $1.pool, $1.breakers.values) }
        if let fhir, let pds { loads.append(Load("fhir", fhir.pool, [pds.breaker])) }
        return loads.sorted { $0.name < $1.name }
    }

    package func shutDown() async {
        let pools =
            legacies.values.flatMap { [$0.pool, $0.comparison.pool] }
            + [fhir?.pool, comparison?.pool].compactMap(\.self)
        for pool in pools { await pool.shutDown() }
    }

    private static func fhir(
        _ configuration: BridgeConfiguration,
        keeping earlier: Upstreams?,
        logger: Logger
    ) async throws -> ((settings: String, pool: CurlPool)?, PDSConnection?) {
        guard let settings = configuration.fhir else { return (nil, nil) }
        let authentication = try settings.authentication.map(FHIRAuthentication.init)
        let print = try settings.fingerprint(in: configuration)
        if let kept = earlier?.fhir, kept.settings == print { return (kept, earlier?.pds) }
        let pool = try CurlPool(try CurlConfiguration(settings))
        let connection = await PDSConnection(
            configuration: PDSFHIRConfiguration(
                baseURL: settings.baseURL,
                authentication: authentication,
                timeout: settings.timeout,
                requestsPerSecond: settings.requestsPerSecond,
                responseBytes: configuration.limits.responseBytes
            ),
            pool: pool,
            breaker: Breaker(configuration.breaker, of: "fhir", logger: logger),
            ids: .random,
            now: { .now },
            notice: { $0.log(to: logger) }
        )
        return ((print, pool), connection)
    }
}

extension Upstreams.Load {
    fileprivate init(_ name: String, _ pool: CurlPool, _ breakers: some Sequence<Breaker>) {
        let load = pool.load
        let readings = breakers.map { BreakerReading($0.state) }
        self.init(
            name: name,
            inFlight: load.inFlight,
            waiting: load.waiting,
            breaker: readings.max { $0.rawValue < $1.rawValue } ?? .closed
        )
    }
}

extension BreakerReading {
    fileprivate init(_ state: Breaker.State) {
        self =
            switch state {
            case .closed: .closed
            case .halfOpen: .halfOpen
            case .open: .open
            }
    }
}

extension Upstreams.Legacy {
    fileprivate init(_ settings: LegacySettings, breaker: BreakerConfiguration, logger: Logger) throws {
        func pool(inFlight: Int) throws -> CurlPool {
            let identity = settings.identity.map(CurlIdentity.init)
            return try CurlPool(.legacy(ca: settings.ca, identity: identity, inFlight: inFlight))
        }
        self.pool = try pool(inFlight: settings.inFlight)
        comparison = (
            try pool(inFlight: min(settings.inFlight, Self.requeriesInFlight)),
            Breaker(breaker, of: "\(settings.name) comparison", logger: logger)
        )
        quota = settings.requestsPerSecond.map { QuotaBucket(requestsPerSecond: $0) }
    }

    /// The limit of re-queries in flight.
    private static let requeriesInFlight = 4

    /// The endpoint as a site reaches it for re-queries.
    fileprivate func comparisonEndpoint(
        of site: SiteLegacy,
        at settings: LegacySettings,
        _ configuration: BridgeConfiguration
    ) -> PassThroughEndpoint {
        PassThroughEndpoint(
            configuration: LegacyConfiguration(site, at: settings, configuration),
            pool: comparison.pool,
            quota: quota,
            breaker: comparison.breaker,
            priority: .comparison
        )
    }

    fileprivate mutating func endpoint(
        of site: SiteLegacy,
        at settings: LegacySettings,
        _ configuration: BridgeConfiguration,
        logger: Logger
    ) -> PassThroughEndpoint {
        let breaker = breakers[site.identity] ?? Breaker(configuration.breaker, of: settings.name, logger: logger)
        breakers[site.identity] = breaker
        return PassThroughEndpoint(
            configuration: LegacyConfiguration(site, at: settings, configuration),
            pool: pool,
            quota: quota,
            breaker: breaker
        )
    }
}

extension LegacyConfiguration {
    fileprivate init(_ site: SiteLegacy, at settings: LegacySettings, _ configuration: BridgeConfiguration) {
        self.init(
            url: settings.url,
            timeout: settings.timeout,
            responseBytes: configuration.limits.responseBytes,
            identity: site.identity.map(CurlIdentity.init),
            to: site.to
        )
    }
}

extension Breaker {
    /// A breaker that tells the log of its changes.
    fileprivate convenience init(_ settings: BreakerConfiguration, of backend: String, logger: Logger) {
        self.init(
            settings,
            changed: { state in
                logger.notice("breaker", metadata: ["backend": "\(backend)", "state": "\(state.rawValue)"])
            }
        )
    }
}

extension CurlIdentity {
    /// The files of a site's or a legacy endpoint's client certificate.
    fileprivate init(_ pair: ClientKeyPair) {
        self.init(certificate: pair.certificate, privateKey: pair.privateKey)
    }
}

extension FHIRSettings {
    /// The key that decides whether a connection can be kept: every setting, and the digest of every secret.
    fileprivate func fingerprint(in configuration: BridgeConfiguration) throws -> String {
        var parts = [
            baseURL, proxy ?? "", ca?.filePath ?? "", "\(timeout)", "\(inFlight)", "\(requestsPerSecond)",
            "\(configuration.limits.responseBytes)", "\(configuration.breaker)",
        ]
        if let authentication {
            parts += [authentication.tokenURL, try ConfigurationFile.loadSecret(authentication.apiKey)]
            for key in [authentication.key, authentication.nextKey].compactMap(\.self) {
                parts += [key.id, try ConfigurationFile.loadSecret(key.secret)]
            }
        }
        return SHA256.hash(data: Data(parts.joined(separator: "\0").utf8)).description
    }
}
