import Evidence
public import FoundationEssentials

/// What people look at when they ask how the two sides compare: findings, states, rules, and which row to open.
///
/// The console, the API and `report` show the same.
///
/// - SeeAlso: docs/evidence.md §6.
public struct EvidenceReport: Sendable, Codable {
    /// When it was made.
    public let madeAt: Date
    /// The sites and their states.
    public let sites: [SiteStatus]
    /// What the records say.
    public let found: EvidenceSummary
    /// The mapping rows that each difference of a signature points to, the likeliest first, by `leaf shape`.
    ///
    /// By the id of the signature; none for what was found under other tables than those in use, whose rows may have
    /// changed or moved since.
    public let suspects: [String: [String: [String]]]
    /// The rules that explain differences.
    public let rules: [Rule]
    /// The mapping tables in use.
    public let mapping: MappingStatus

    /// A rule of `comparison.yaml`.
    public struct Rule: Sendable, Codable {
        /// The name.
        public let id: String
        /// Why the difference is expected.
        public let reason: String
        /// Who answers for it.
        public let owner: String
        /// The last day on which it explains anything, `YYYY-MM-DD`.
        public let expires: String
        /// Whether that day is over.
        public let isExpired: Bool
        /// `file:line`.
        public let place: String
    }

    /// Which mapping rows a difference points to: `name (file:line)`, the likeliest first.
    public typealias Suspects = @Sendable (UnexplainedDifference) -> [String]

    /// A report on what was found.
    init(
        _ found: EvidenceSummary,
        sites: [SiteStatus],
        table: ComparisonTable?,
        mapping: MappingStatus,
        suspects: Suspects,
        madeAt: Date
    ) {
        self.madeAt = madeAt
        self.sites = sites
        self.found = found
        self.mapping = mapping
        let leaves = Set(found.signatures.flatMap(\.places).filter { $0.rule == nil }.map(\.leaf))
        self.suspects = Dictionary(
            uniqueKeysWithValues: found.signatures.map { signature in
                let isOfTables = signature.isFound(under: mapping)
                let places = signature.places.filter { $0.rule == nil }.map { place in
                    let difference = UnexplainedDifference(
                        operation: signature.operation,
                        leaf: place.leaf,
                        shape: place.shape,
                        outcomes: (signature.legacyOutcome, signature.fhirOutcome),
                        outcomeRow: signature.outcomeRow,
                        differing: leaves
                    )
                    return ("\(place.leaf) \(place.shape)", isOfTables ? suspects(difference) : [])
                }
                return (signature.id, Dictionary(places) { first, _ in first })
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
}

extension PatternSummary {
    /// Whether the latest of the calls was answered by these tables.
    public func isFound(under mapping: MappingStatus) -> Bool { mappingHash == mapping.hash }
}

extension EvidenceReport {
    /// The mapping rows that the gravest difference of a signature points to, the likeliest first; none where rules
    /// explain everything.
    public func suspects(of signature: PatternSummary) -> [String] {
        signature.gravest.flatMap { suspects[signature.id]?["\($0.leaf) \($0.shape)"] } ?? []
    }
}

extension BridgeSnapshot {
    /// A report on what was found, by the states, the table and the mapping of this snapshot.
    ///
    /// - Parameter site: the one that it is about; nil for all.
    public func report(_ found: EvidenceSummary, site: String? = nil, madeAt: Date) -> EvidenceReport {
        let noSuspects: EvidenceReport.Suspects = { _ in [] }
        return EvidenceReport(
            found,
            sites: states.statuses.filter { site == nil || $0.id == site },
            table: shadow?.table,
            mapping: mapping,
            suspects: shadow?.suspects ?? noSuspects,
            madeAt: madeAt
        )
    }
}
