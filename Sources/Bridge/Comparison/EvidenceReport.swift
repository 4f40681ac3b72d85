public import Evidence
public import FoundationEssentials

/// The evidence on how the two sides compare, with the states, the rules, and the mapping rows that differences point to.
///
/// The console, the API and `report` show the same.
///
/// - SeeAlso: docs/evidence.md §6.
public struct EvidenceReport: Sendable, Codable {
    /// The time of the report.
    public let madeAt: Date
    /// The sites and their states.
    public let sites: [SiteStatus]
    /// The summary of the records.
    public let summary: EvidenceSummary
    /// The mapping rows that each unexplained difference of a pattern points to, the likeliest first, by the id of the
    /// pattern.
    ///
    /// A pattern that was last seen under other tables than those in use has none: their rows may have changed or moved.
    public let candidates: [String: [DifferenceKey: [String]]]
    /// The rules that explain differences.
    public let rules: [Rule]
    /// The mapping tables in use.
    public let mapping: MappingStatus
    /// The leaves of records that these tables do not know, as the running process met them; none in a report made from
    /// files.
    public let unmapped: [UnmappedLeaf]
    /// The services other than the operations that sites call on their legacy endpoints, by the journal of the last 30
    /// days; nil if it was not read.
    public let otherServices: [OtherService]?

    /// A rule of `comparison.yaml`.
    public struct Rule: Sendable, Codable {
        /// The name.
        public let id: String
        /// The reason for which the difference is expected.
        public let reason: String
        /// The owner.
        public let owner: String
        /// The last day on which it explains anything, `YYYY-MM-DD`.
        public let expires: String
        /// True once that day is over.
        public let isExpired: Bool
        /// `file:line`.
        public let place: String
    }

    /// Returns the mapping rows that a difference points to: `name (file:line)`, the likeliest first.
    public typealias Candidates = @Sendable (UnexplainedDifference) -> [String]

    /// Creates a report on a summary.
    init(
        _ summary: EvidenceSummary,
        sites: [SiteStatus],
        table: ComparisonTable?,
        mapping: MappingStatus,
        candidates: Candidates,
        unmapped: [UnmappedLeaf] = [],
        otherServices: [OtherService]? = nil,
        madeAt: Date
    ) {
        self.unmapped = unmapped
        self.otherServices = otherServices
        self.madeAt = madeAt
        self.sites = sites
        self.summary = summary
        self.mapping = mapping
        let differing = Set(summary.patterns.flatMap(\.unexplained).map(\.leaf))
        self.candidates = Dictionary(
            uniqueKeysWithValues: summary.patterns.map { pattern in
                let isOfTables = pattern.isSeen(under: mapping)
                let rows = pattern.unexplained.map(\.key).map { key in
                    let difference = UnexplainedDifference(
                        operation: pattern.operation,
                        key: key,
                        outcomes: (pattern.legacyOutcome, pattern.fhirOutcome),
                        outcomeRow: pattern.outcomeRow,
                        differing: differing
                    )
                    return (key, isOfTables ? candidates(difference) : [])
                }
                return (pattern.id, Dictionary(rows) { first, _ in first })
            }
        )
        rules = (table?.rules ?? []).map { rule in
            Rule(
                id: rule.id,
                reason: rule.reason,
                owner: rule.owner,
                expires: rule.expires,
                isExpired: rule.isExpired(on: madeAt.day),
                place: rule.place
            )
        }
    }

    /// The mapping rows that a difference of a pattern points to, the likeliest first.
    public func candidates(of pattern: PatternSummary, _ difference: LeafDifference) -> [String] {
        candidates[pattern.id]?[difference.key] ?? []
    }

    /// The mapping rows that the most severe difference of a pattern points to, the likeliest first; none if rules
    /// explain everything.
    public func candidates(of pattern: PatternSummary) -> [String] {
        pattern.mostSevere.map { candidates(of: pattern, $0) } ?? []
    }
}

extension PatternSummary {
    /// True if these tables made the latest of the answers.
    public func isSeen(under mapping: MappingStatus) -> Bool { mappingHash == mapping.hash }
}

extension BridgeSnapshot {
    /// A report on a summary, with the states, the table and the mapping of this snapshot.
    ///
    /// - Parameters:
    ///   - site: the site of the report; nil for all.
    ///   - unmapped: the leaves that the running process met and the tables do not know.
    ///   - otherServices: the other services that sites call; nil if the journal was not read.
    public func report(
        _ summary: EvidenceSummary,
        site: String? = nil,
        unmapped: [UnmappedLeaf] = [],
        otherServices: [OtherService]? = nil,
        madeAt: Date
    ) -> EvidenceReport {
        let noCandidates: EvidenceReport.Candidates = { _ in [] }
        return EvidenceReport(
            summary,
            sites: states.statuses.filter { site == nil || $0.id == site },
            table: comparison?.table,
            mapping: mapping,
            candidates: comparison?.candidates ?? noCandidates,
            unmapped: unmapped,
            otherServices: otherServices?.filter { site == nil || $0.site == site },
            madeAt: madeAt
        )
    }
}
