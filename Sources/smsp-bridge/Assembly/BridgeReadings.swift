import Backends
import Bridge
import BridgeServer
import SMSPContract

/// How a running bridge is doing, read from its parts when somebody asks.
struct BridgeReadings: Sendable {
    let control: RunningBridge
    let pipeline: SMSPPipeline
    let listener: SMSPListener
    /// The store is nil where nothing is compared.
    let comparing: (queue: ShadowQueue, tally: ComparisonTally, store: (any ComparisonStore)?)
    let upstreams: UpstreamsService
    let files: ConfiguredFiles

    /// What `/metrics` shows beside what is counted.
    var samples: [MetricSample] {
        MetricSample.readings(of: control)
            + pipeline.waiting.sorted { $0.key < $1.key }.map { .callsWaiting(site: $0.key, $0.value) }
            + [.connections(listener.load.connections)]
            + upstreams.current.samples
            + MetricSample.comparing(comparing.queue, comparing.store) + comparing.tally.samples
            + files.samples
    }

    /// What `/readyz` shows.
    var readiness: Readiness {
        get async {
            let audit = control.audit.status
            let problems = control.reloadProblems
            // Where PDS FHIR answers nobody it is asked for comparisons alone, and is nobody's trouble.
            let isNeeded = control.sites().contains { site in site.operations.contains { $0.state == .fhir } }
            let isGranted = await upstreams.current.pds?.isTokenGranted ?? true
            return Readiness(checks: [
                ReadinessCheck(name: "smspListener", isPassed: listener.isAccepting),
                ReadinessCheck(name: "pdsToken", isPassed: isGranted || !isNeeded),
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

extension Upstreams {
    /// The breaker and the pool of each backend, and the quota of PDS FHIR.
    fileprivate var samples: [MetricSample] {
        loads.flatMap { backend -> [MetricSample] in
            MetricSample.pool(backend.name, inFlight: backend.inFlight, waiting: backend.waiting)
                + [.breaker(of: backend.name, backend.breaker)]
        } + [pds.map { .quotaTokens($0.quotaTokens) }].compactMap(\.self)
    }
}
