public import Evidence
public import FoundationEssentials
public import SMSPContract

/// What the records of comparisons say, without a patient's value, and without a count of fewer than five people.
///
/// Counts are of calls' first askings. A person who is asked about in two periods counts in each.
///
/// - SeeAlso: docs/evidence.md §3, §6.
public struct EvidenceSummary: Sendable, Codable {
    /// The periods, the latest first.
    public let periods: [PeriodSummary]
    /// How often each leaf differs at each site.
    public let leavesBySite: [LeafCount]
    /// How often each leaf differs in each shape.
    public let leavesByShape: [LeafCount]
    /// What the calls that differ have in common: a wrong person first, then the most frequent, explained ones last.
    public let signatures: [PatternSummary]

    /// What there is to say where nothing is compared.
    static let nothing = EvidenceSummary(periods: [], leavesBySite: [], leavesByShape: [], signatures: [])

    /// Findings of these parts.
    public init(
        periods: [PeriodSummary],
        leavesBySite: [LeafCount],
        leavesByShape: [LeafCount],
        signatures: [PatternSummary]
    ) {
        self.periods = periods
        self.leavesBySite = leavesBySite
        self.leavesByShape = leavesByShape
        self.signatures = signatures
    }
}

/// What came of the compared calls of one evidence period.
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
    /// When the first and the last call came, to five minutes.
    public let first, last: Date
    /// How many people were asked about, as far as that is known.
    public let subjects: SmallCount
    /// How many calls there were of each verdict; one without any is left out.
    public let verdicts: [String: SmallCount]
    /// How many calls had payloads that are equal in canonical XML.
    public let equalInBytes: SmallCount
    /// How many calls differ without a rule that explains it, by the gravest severity of the difference.
    public let severities: [String: SmallCount]
    /// How long each side took, milliseconds; nil for fewer than five people.
    public let legacyLatency, fhirLatency: Latency?
    /// The strata that were seen, by name, with how many people.
    public let strata: [String: SmallCount]

    /// Half of the calls took no longer than the one, 95% no longer than the other; milliseconds.
    public struct Latency: Sendable, Codable, Equatable {
        /// The median.
        public let p50: Int
        /// The 95th percentile.
        public let p95: Int

        /// Percentiles.
        public init(p50: Int, p95: Int) {
            self.p50 = p50
            self.p95 = p95
        }
    }

    /// A period of these parts.
    public init(
        id: String,
        period: EvidencePeriod,
        first: Date,
        last: Date,
        subjects: SmallCount,
        verdicts: [String: SmallCount],
        equalInBytes: SmallCount,
        severities: [String: SmallCount],
        legacyLatency: Latency?,
        fhirLatency: Latency?,
        strata: [String: SmallCount]
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
        self.verdicts = verdicts
        self.equalInBytes = equalInBytes
        self.severities = severities
        self.legacyLatency = legacyLatency
        self.fhirLatency = fhirLatency
        self.strata = strata
    }
}

/// How often a leaf differs in one column of a table: at a site, or in a shape.
public struct LeafCount: Sendable, Codable {
    /// The name of the leaf.
    public let leaf: String
    /// The `id` of the site, or the shape.
    public let column: String
    /// The gravest severity among the differences.
    public let severity: String
    /// The calls in which a difference is not explained.
    public let unexplained: SmallCount
    /// The calls in which rules explain each.
    public let explained: SmallCount

    /// A count of these parts.
    public init(
        leaf: String,
        column: String,
        severity: String,
        unexplained: SmallCount,
        explained: SmallCount
    ) {
        self.leaf = leaf
        self.column = column
        self.severity = severity
        self.unexplained = unexplained
        self.explained = explained
    }
}

/// Calls that differ in the same way.
public struct PatternSummary: Sendable, Codable {
    /// The id of the signature.
    public let id: String
    /// The operation.
    public let operation: SMSPOperation
    /// Where they differ, in the order of an answer.
    public let places: [Place]
    /// How many calls.
    public let calls: SmallCount
    /// How many people.
    public let subjects: SmallCount
    /// The sites.
    public let sites: [String]
    /// The outcomes of the latest of the calls.
    public let legacyOutcome, fhirOutcome: String
    /// The line of `outcomes.csv` by which the latest answer made from PDS FHIR has its code; nil without one.
    public let outcomeRow: Int?
    /// The content hash of the mapping tables that the latest of the calls was answered by.
    public let mappingHash: String
    /// When the first and the last call came, to five minutes.
    public let first, last: Date

    /// One difference.
    public struct Place: Sendable, Codable {
        /// The name of the leaf.
        public let leaf: String
        /// The shape.
        public let shape: String
        /// The severity.
        public let severity: String
        /// The rule that explains it; nil when none does.
        public let rule: String?
        /// What stands for the values of both sides in the latest of the calls: the same letter for the same value.
        ///
        /// Empty where a side has no value, and nil for leaves of which no token is kept.
        public let legacy, fhir: [String]?

        /// A difference of these parts.
        public init(
            leaf: String,
            shape: String,
            severity: String,
            rule: String?,
            legacy: [String]?,
            fhir: [String]?
        ) {
            self.leaf = leaf
            self.shape = shape
            self.severity = severity
            self.rule = rule
            self.legacy = legacy
            self.fhir = fhir
        }
    }

    /// Whether rules explain every difference.
    public var isExplained: Bool { gravest == nil }
    /// The gravest difference that no rule explains, the first of several; nil when rules explain every one.
    public var gravest: Place? { places.filter { $0.rule == nil }.min { $0.severity < $1.severity } }
    /// The gravest severity of what no rule explains; of all where rules explain everything.
    public var severity: String {
        gravest?.severity ?? places.map(\.severity).min() ?? Severity.s5.rawValue
    }

    /// A signature of these parts.
    public init(
        id: String,
        operation: SMSPOperation,
        places: [Place],
        calls: SmallCount,
        subjects: SmallCount,
        sites: [String],
        outcomes: (legacy: String, fhir: String),
        outcomeRow: Int?,
        mappingHash: String,
        first: Date,
        last: Date
    ) {
        self.id = id
        self.operation = operation
        self.places = places
        self.calls = calls
        self.subjects = subjects
        self.sites = sites
        (legacyOutcome, fhirOutcome) = outcomes
        self.outcomeRow = outcomeRow
        self.mappingHash = mappingHash
        self.first = first
        self.last = last
    }
}
