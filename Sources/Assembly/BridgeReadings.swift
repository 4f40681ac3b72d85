import Backends
import Bridge
import BridgeServer
import Evidence
import SMSPContract

/// The state of a running bridge, read from its parts on demand.
struct BridgeReadings: Sendable {
    let control: RunningBridge
    let pipeline: SMSPPipeline
    let listener: SMSPListener
    /// The store is nil where nothing is compared.
    let comparing: (queue: ComparisonQueue, tally: ComparisonTally, store: (any ComparisonStore)?)
    let upstreams: UpstreamsService
    let files: ConfiguredFiles

    /// The gauges of `/metrics`, sampled at each scrape.
    var samples: [MetricSample] {
        MetricSample.readings(of: control)
            + pipeline.waiting.sorted { $0.key < $1.key }.map { .callsWaiting(site: $0.key, $0.value) }
            + [.connections(listener.load.connections)]
            + upstreams.current.samples
            + MetricSample.comparing(comparing.queue, comparing.store) + comparing.tally.samples
            + files.samples
    }

    /// The checks of `/readyz`.
    var readiness: Readiness {
        get async {
            let audit = control.audit.status
            let problems = control.reloadProblems
            // If no site is answered by PDS FHIR, it is used only for comparison, and its failure does not make the
            // bridge unready.
            let isNeeded = control.sites().contains { site in site.operations.contains { $0.state == .fhir } }
            let tokenFailure = await upstreams.current.pds?.lastTokenFetch?.failure
            return Readiness(checks: [
                ReadinessCheck(name: "smspListener", isPassed: listener.isAccepting),
                ReadinessCheck(
                    name: "pdsToken",
                    isPassed: tokenFailure == nil || !isNeeded,
                    message: tokenFailure.map { "no access token: \($0.rawValue)" }
                ),
                ReadinessCheck(
                    name: "audit",
                    isPassed: audit.isWritable,
                    message: audit.gap == 0 ? audit.loss.map { "audit loss: \($0)" } : "audit gap \(audit.gap)"
                ),
                ReadinessCheck(name: "practices", isPassed: true, message: files.practices?.warning()),
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

extension Result {
    /// The error; nil for a success.
    fileprivate var failure: Failure? {
        guard case .failure(let failure) = self else { return nil }
        return failure
    }
}
