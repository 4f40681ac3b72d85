/// A family of metrics: its name, its kind, its labels and what it tells.
///
/// The families of the bridge are all declared here. Label values come from closed lists and from `sites.yaml` alone,
/// never from a request, so that no caller can make new series.
public struct BridgeMetric: Sendable, Hashable {
    /// The kind of a family's values.
    public enum Kind: String, Sendable, Hashable {
        /// Only grows while the process runs.
        case counter
        /// Goes up and down.
        case gauge
        /// Counts observations by size.
        case histogram
    }

    /// The name, as Prometheus knows it.
    public let name: String
    /// The kind of its values.
    public let kind: Kind
    /// The names of its labels, in order.
    public let labels: [String]
    /// The description, in one sentence.
    public let help: String

    /// The step in which its values are shown: five for counts of calls at a site, which any reader of `/metrics` sees,
    /// so that no two readings tell of one call; nil for values shown as they are.
    ///
    /// - SeeAlso: note N31.
    public var step: Int? { kind == .counter && labels.contains("site") ? 5 : nil }

    private init(_ name: String, _ kind: Kind, _ labels: [String] = [], _ help: String) {
        self.name = "smsp_bridge_" + name
        self.kind = kind
        self.labels = labels
        self.help = help
    }
}

extension BridgeMetric {
    /// Every family, in the order of docs/metrics.md.
    public static let all = recorded + sampled

    /// The families that are counted as things happen.
    private static let recorded = [
        calls, callersLeft, callSeconds, upstreamSeconds, refusals, corrections, notes, alarms, unmapped, callsInFlight,
        reloads, reloadFailed, notCompared,
    ]

    /// The families that are sampled at each scrape.
    private static let sampled = [
        callsWaiting, connections, breakerState, poolInFlight, poolWaiting, quotaTokens, siteState, siteFrozen,
        certificateExpiry, practicesExpiry, mappingInfo, auditSequence, auditGap, auditLoss, auditWritable, comparisons,
        comparisonsHeld,
        comparisonBytesHeld, comparisonRecordsLost, comparisonStoreWritable, conflicts,
    ]

    static let calls = BridgeMetric(
        "calls_total",
        .counter,
        ["site", "operation", "backend", "outcome"],
        "SMSP calls answered, by response code, fault or HTTP status; the operation `other` is another service of a "
            + "legacy endpoint. In steps of five."
    )
    static let callersLeft = BridgeMetric(
        "callers_left_total",
        .counter,
        ["operation", "asked"],
        "SMSP calls whose callers left before there was an answer, by the side that was asked until then: `fhir`, "
            + "`legacy` or `none`."
    )
    static let callSeconds = BridgeMetric(
        "call_seconds",
        .histogram,
        ["operation", "backend"],
        "How long SMSP calls took, from the first byte to the answer."
    )
    static let upstreamSeconds = BridgeMetric(
        "upstream_seconds",
        .histogram,
        ["backend"],
        "How long the backend took for its part of a call; of PDS FHIR its requests alone, without waiting for a turn, a "
            + "token or a retry."
    )
    static let refusals = BridgeMetric("refusals_total", .counter, ["reason"], "Calls refused, by reason.")
    static let corrections = BridgeMetric(
        "corrections_total",
        .counter,
        ["site", "correction"],
        "Departures from the contract that lenient reading corrected; in steps of five."
    )
    static let notes = BridgeMetric("notes_total", .counter, ["note"], "Remarks on how answers came about.")
    static let alarms = BridgeMetric("alarms_total", .counter, ["alarm"], "Events that an operator has to look at.")
    static let unmapped = BridgeMetric(
        "unmapped_total",
        .counter,
        ["alarm"],
        "Leaves, values of closed lists and security labels in records of PDS that the mapping tables do not know; each is an "
            + "alarm once."
    )
    static let callsInFlight = BridgeMetric("calls_in_flight", .gauge, "SMSP calls under way.")
    static let reloads = BridgeMetric("reloads_total", .counter, ["result"], "Reloads of the configuration, by result.")
    static let reloadFailed = BridgeMetric(
        "reload_failed",
        .gauge,
        "1 while the last reload was refused, so that the files on disk are not those in use."
    )
    static let callsWaiting = BridgeMetric("calls_waiting", .gauge, ["site"], "SMSP calls that wait for their turn.")
    static let connections = BridgeMetric("connections", .gauge, "Connections of SMSP clients.")
    static let breakerState = BridgeMetric(
        "breaker_state",
        .gauge,
        ["backend"],
        "The breaker of a backend: 0 closed, 1 half-open, 2 open."
    )
    static let poolInFlight = BridgeMetric(
        "pool_in_flight",
        .gauge,
        ["pool"],
        "Requests to a backend that are under way."
    )
    static let poolWaiting = BridgeMetric(
        "pool_waiting",
        .gauge,
        ["pool"],
        "Requests to a backend that wait for their turn."
    )
    static let quotaTokens = BridgeMetric(
        "quota_tokens",
        .gauge,
        "Requests that the quota of PDS FHIR allows at this moment; below 0 while calls wait for it."
    )
    static let siteState = BridgeMetric(
        "site_state",
        .gauge,
        ["site", "operation", "state"],
        "1 for the state in effect, 0 for the others."
    )
    static let siteFrozen = BridgeMetric(
        "site_frozen",
        .gauge,
        ["site", "operation"],
        "1 while the site and operation are frozen."
    )
    static let certificateExpiry = BridgeMetric(
        "certificate_expiry_seconds",
        .gauge,
        ["certificate"],
        "When a certificate in use expires, Unix time."
    )
    static let practicesExpiry = BridgeMetric(
        "practices_expiry_seconds",
        .gauge,
        "When the practice file in use will be older than `practicesMaximumAge`, Unix time."
    )
    static let mappingInfo = BridgeMetric(
        "mapping_info",
        .gauge,
        ["id", "version", "hash"],
        "1 for the mapping tables in use."
    )
    static let auditSequence = BridgeMetric("audit_sequence", .gauge, "The number of the last audit entry.")
    static let auditGap = BridgeMetric("audit_gap", .gauge, "Audit entries that are not in the journal.")
    static let auditLoss = BridgeMetric(
        "audit_loss",
        .gauge,
        "1 if the audit journal was found without entries that it had, or without its head file."
    )
    static let auditWritable = BridgeMetric("audit_writable", .gauge, "1 while the audit journal can be written.")

    static let notCompared = BridgeMetric(
        "not_compared_total",
        .counter,
        ["reason"],
        "Calls in `shadow` that were not compared, by reason; the report has the same reasons by site and operation."
    )
    static let comparisons = BridgeMetric(
        "comparisons_total",
        .counter,
        ["site", "operation", "verdict"],
        "Compared calls by verdict; grows by the calls of at least five people, in steps of five."
    )
    static let comparisonsHeld = BridgeMetric(
        "comparisons_held",
        .gauge,
        "Comparisons in progress or waiting."
    )
    static let comparisonBytesHeld = BridgeMetric(
        "comparison_held_bytes",
        .gauge,
        "The memory of the messages of those comparisons."
    )
    static let comparisonRecordsLost = BridgeMetric(
        "comparison_records_lost_total",
        .counter,
        "Records of comparisons that could not be kept."
    )
    static let comparisonStoreWritable = BridgeMetric(
        "comparison_store_writable",
        .gauge,
        "1 while records of comparisons can be kept."
    )

    /// The metrics that a registry could not accept; counted by the registry itself.
    public static let conflicts = BridgeMetric(
        "metric_conflicts_total",
        .counter,
        "Metrics left out because their family has another kind or other labels: a defect of the bridge."
    )
}

extension BridgeMetric {
    private init(_ name: String, _ kind: Kind, _ help: String) {
        self.init(name, kind, [], help)
    }
}
