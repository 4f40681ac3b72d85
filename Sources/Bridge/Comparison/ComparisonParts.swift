public import Evidence
public import SMSPContract

/// The parts of comparing live calls: the backends of its queries, the table, the sample, the bounds.
public struct ComparisonParts: Sendable {
    /// PDS FHIR, over connections of its own, from what live calls leave of the quota.
    let fhir: any Backend
    /// The legacy endpoint of each site that has one, by `id`, over connections of its own: for second queries.
    let legacies: [String: Legacy]
    /// The table of leaves and rules.
    public let table: ComparisonTable
    let routingKey: RoutingKey
    let settings: ComparisonSettings
    /// The mapping rows that a difference points to.
    let candidates: EvidenceReport.Candidates

    /// A legacy endpoint, with its URL as evidence periods hold it.
    public struct Legacy: Sendable {
        let url: String
        let endpoint: any LegacyEndpoint

        /// Creates an endpoint at a URL.
        public init(url: String, endpoint: any LegacyEndpoint) {
            self.url = url
            self.endpoint = endpoint
        }
    }

    /// Creates the parts.
    public init(
        fhir: any Backend,
        legacies: [String: Legacy],
        table: ComparisonTable,
        routingKey: RoutingKey,
        settings: ComparisonSettings,
        candidates: @escaping EvidenceReport.Candidates
    ) {
        self.fhir = fhir
        self.legacies = legacies
        self.table = table
        self.routingKey = routingKey
        self.settings = settings
        self.candidates = candidates
    }

    /// The evidence period that calls of a site and an operation belong to.
    func period(of site: Site, _ operation: SMSPOperation, mappingHash: String) -> EvidencePeriod {
        EvidencePeriod(
            site: site.id,
            operation: operation,
            mappingHash: mappingHash,
            comparisonHash: table.contentHash,
            profileHash: site.profileHash,
            legacyEndpoint: legacies[site.id]?.url ?? ""
        )
    }
}
