import Evidence
public import FoundationEssentials
import SMSPContract

/// One value of a family that is sampled at each scrape.
///
/// A site or a pool that is gone has no samples, so that it leaves no series behind.
public struct MetricSample: Sendable, Equatable {
    /// The family.
    public let metric: BridgeMetric
    /// The values of the family's labels, in its order.
    public let labels: [String]
    /// The value.
    public let value: Double

    private init(_ metric: BridgeMetric, _ labels: [String] = [], _ value: Double) {
        precondition(labels.count == metric.labels.count, "a sample without a value for each label")
        self.metric = metric
        self.labels = labels
        self.value = value
    }
}

/// The state of a backend's breaker.
public enum BreakerReading: Int, Sendable, Hashable, CaseIterable {
    /// Requests pass.
    case closed
    /// One request probes whether the backend is well again.
    case halfOpen
    /// No request passes.
    case open
}

extension MetricSample {
    /// The number of calls of a site that wait for their turn.
    public static func callsWaiting(site: String, _ count: Int) -> MetricSample {
        MetricSample(.callsWaiting, [site], Double(count))
    }

    /// The number of connections of SMSP clients.
    public static func connections(_ count: Int) -> MetricSample {
        MetricSample(.connections, [], Double(count))
    }

    /// The breaker of a backend.
    ///
    /// - Parameter backend: `fhir`, or the name of a legacy endpoint.
    public static func breaker(of backend: String, _ reading: BreakerReading) -> MetricSample {
        MetricSample(.breakerState, [backend], Double(reading.rawValue))
    }

    /// The requests of a pool of connections to a backend.
    ///
    /// - Parameter name: `fhir`, or the name of a legacy endpoint.
    public static func pool(_ name: String, inFlight: Int, waiting: Int) -> [MetricSample] {
        [MetricSample(.poolInFlight, [name], Double(inFlight)), MetricSample(.poolWaiting, [name], Double(waiting))]
    }

    /// The number of requests that the quota of PDS FHIR allows now.
    public static func quotaTokens(_ tokens: Double) -> MetricSample {
        MetricSample(.quotaTokens, [], tokens)
    }

    /// The number of compared calls of a site and operation, by verdict.
    static func comparisons(
        site: String,
        operation: SMSPOperation,
        verdict: String,
        _ count: Int
    ) -> MetricSample {
        MetricSample(.comparisons, [site, operation.rawValue, verdict], Double(count))
    }

    /// The queue of comparisons, and the store behind it.
    public static func comparing(_ queue: ComparisonQueue, _ store: (any ComparisonStore)?) -> [MetricSample] {
        let load = queue.load
        let held = [
            MetricSample(.comparisonsHeld, [], Double(load.count)),
            MetricSample(.comparisonBytesHeld, [], Double(load.bytes)),
        ]
        guard let status = store?.status else { return held }
        return held + [
            MetricSample(.comparisonRecordsLost, [], Double(status.lost)),
            MetricSample(.comparisonStoreWritable, [], status.isWritable ? 1 : 0),
        ]
    }

    /// The expiry of a certificate.
    ///
    /// - Parameter certificate: the key of the configuration that names its file: `listen.smsp.tls`.
    public static func certificate(_ certificate: String, expires: Date) -> MetricSample {
        MetricSample(.certificateExpiry, [certificate], expires.timeIntervalSince1970.rounded(.down))
    }

    /// The time from which the practice file is too old.
    static func practices(expire: Date) -> MetricSample {
        MetricSample(.practicesExpiry, [], expire.timeIntervalSince1970.rounded(.down))
    }

    /// The samples of a controlled bridge: its sites, its mapping tables, its audit journal.
    public static func readings(of control: any BridgeControl) -> [MetricSample] {
        let mapping = control.mappings()
        let audit = control.audit.status
        return control.sites().flatMap { site in site.operations.flatMap { states(of: $0, site: site.id) } } + [
            MetricSample(.mappingInfo, [mapping.id, mapping.version, mapping.hash], 1),
            MetricSample(.auditSequence, [], Double(audit.lastSequence)),
            MetricSample(.auditGap, [], Double(audit.gap)),
            MetricSample(.auditLoss, [], audit.loss == nil ? 0 : 1),
            MetricSample(.auditWritable, [], audit.isWritable ? 1 : 0),
        ]
    }

    private static func states(of status: OperationStatus, site: String) -> [MetricSample] {
        let labels = [site, status.operation.rawValue]
        let states = CutoverState.allCases.map { state in
            MetricSample(.siteState, labels + [state.rawValue], state == status.state ? 1 : 0)
        }
        return states + [MetricSample(.siteFrozen, labels, status.isFrozen ? 1 : 0)]
    }
}
