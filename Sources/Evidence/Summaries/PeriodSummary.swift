public import FoundationEssentials
public import SMSPContract

/// A summary of the compared calls of one evidence period.
public struct PeriodSummary: Sendable, Codable {
    /// The id of the period.
    public let id: String
    /// The `id` of the site.
    public let site: String
    /// The operation.
    public let operation: SMSPOperation
    /// The content hash of the mapping tables.
    public let mappingHash: String
    /// The content hash of `comparison.yaml`.
    public let comparisonHash: String
    /// The hash of the site's switches.
    public let profileHash: String
    /// The URL of the legacy endpoint.
    public let legacyEndpoint: String
    /// The first and the last day of the counted calls; the weeks of all calls if none is counted.
    public let first, last: Date
    /// The number of people whom the counted calls are about, as far as that is known, in steps of five.
    public let subjects: SmallCount
    /// The calls that were compared, and those that were not.
    public let coverage: CallCoverage
    /// The number of calls of each verdict; a verdict of none or of few is left out.
    public let verdicts: [Verdict: SmallCount]
    /// The number of calls whose payloads are equal in canonical XML.
    public let equalInBytes: SmallCount
    /// The number of calls with an unexplained difference, by the highest severity of the call.
    public let severities: [Severity: SmallCount]
    /// The time that each side took; nil for fewer than five people.
    public let legacyLatency, fhirLatency: Latency?
    /// The number of people in each stratum, in steps of five; a stratum of none or of few is left out.
    public let strata: [Stratum: SmallCount]

    /// Percentiles of the time that a side took, milliseconds.
    public struct Latency: Sendable, Codable, Equatable {
        /// The median.
        public let p50: Int
        /// The 95th percentile.
        public let p95: Int

        /// Creates percentiles.
        public init(p50: Int, p95: Int) {
            self.p50 = p50
            self.p95 = p95
        }
    }

    /// Creates the summary of a period.
    public init(
        id: String,
        period: EvidencePeriod,
        first: Date,
        last: Date,
        subjects: SmallCount,
        coverage: CallCoverage,
        verdicts: [Verdict: SmallCount],
        equalInBytes: SmallCount,
        severities: [Severity: SmallCount],
        legacyLatency: Latency?,
        fhirLatency: Latency?,
        strata: [Stratum: SmallCount]
    ) {
        self.id = id
        site = period.site
        operation = period.operation
        mappingHash = period.mappingHash
        comparisonHash = period.comparisonHash
        profileHash = period.profileHash
        legacyEndpoint = period.legacyEndpoint
        self.first = first
        self.last = last
        self.subjects = subjects
        self.coverage = coverage
        self.verdicts = verdicts
        self.equalInBytes = equalInBytes
        self.severities = severities
        self.legacyLatency = legacyLatency
        self.fhirLatency = fhirLatency
        self.strata = strata
    }
}
