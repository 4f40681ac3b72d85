import Backends
import Bridge
import BridgeServer
import Foundation
import SMSPContract
import StrictYAML
import Synchronization

/// How a running bridge is doing, read from its parts when somebody asks.
struct BridgeReadings: Sendable {
    let control: RunningBridge
    let pipeline: SMSPPipeline
    let listener: SMSPListener
    let upstreams: UpstreamsService
    let certificates: Certificates

    /// What `/metrics` shows beside what is counted.
    var samples: [MetricSample] {
        MetricSample.readings(of: control)
            + pipeline.waiting.sorted { $0.key < $1.key }.map { .callsWaiting(site: $0.key, $0.value) }
            + [.connections(listener.load.connections)]
            + upstreams.current.samples
            + certificates.samples
    }

    /// What `/readyz` shows.
    var readiness: Readiness {
        get async {
            let audit = control.audit.status
            let problems = control.reloadProblems
            return await Readiness(checks: [
                ReadinessCheck(name: "smspListener", isPassed: listener.isAccepting),
                ReadinessCheck(name: "pdsToken", isPassed: upstreams.current.pds?.isTokenGranted ?? true),
                ReadinessCheck(
                    name: "audit",
                    isPassed: audit.isWritable,
                    message: audit.gap == 0 ? nil : "audit gap \(audit.gap)"
                ),
                ReadinessCheck(
                    name: "configuration",
                    isPassed: problems.isEmpty,
                    message: problems.isEmpty ? nil : "the last reload was refused for \(problems.count) problem(s)"
                ),
            ])
        }
    }
}

/// The certificates that the configuration names, and when they expire.
final class Certificates: Sendable {
    private let expiries: Mutex<[String: Date]>

    /// Reads each certificate file that `configuration` names.
    init(_ configuration: BridgeConfiguration) throws {
        var files: [String: String] = [:]
        files["listen.smsp.tls"] = configuration.tls?.certificate
        files["listen.admin.tls"] = configuration.admin.tls?.certificate
        for legacy in configuration.legacies.values {
            files["legacies.\(legacy.name).tls"] = legacy.identity?.certificate
        }
        for site in configuration.sites.sites {
            files["sites.\(site.id).legacy.tls"] = site.legacy?.identity?.certificate
        }
        expiries = Mutex(
            try files.mapValues { path in
                do {
                    return try ServerCertificate(contentsOf: path).notAfter
                } catch {
                    throw InvalidConfiguration(["\(path): holds no certificate. Try: a PEM file"])
                }
            }
        )
    }

    /// Takes what others have read.
    func takeUp(_ next: Certificates) {
        let read = next.expiries.withLock { $0 }
        expiries.withLock { $0 = read }
    }

    /// When each expires.
    var samples: [MetricSample] {
        expiries.withLock { $0 }.sorted { $0.key < $1.key }.map { .certificate($0.key, expires: $0.value) }
    }
}

extension Upstreams {
    /// The breaker and the pool of each backend, and the quota of PDS FHIR.
    fileprivate var samples: [MetricSample] {
        loads.flatMap { backend -> [MetricSample] in
            MetricSample.pool(backend.name, inFlight: backend.inFlight, waiting: backend.waiting)
                + [.breaker(of: backend.name, backend.breaker)]
        } + [pds.map { .quotaTokens($0.quotaTokens) }].compactMap(\.self)
    }
}
