public import Evidence
public import SMSPContract

/// What calls are compared by: the other side as it is asked beside live calls, the table, the sample, the bounds.
public struct ShadowParts: Sendable {
    /// PDS FHIR, over connections of its own, from what live calls leave of the quota.
    let fhir: any Backend
    /// The legacy endpoint of each site that has one, by `id`, over connections of its own: for second askings.
    let legacies: [String: Legacy]
    /// How answers are compared.
    public let table: ComparisonTable
    let routingKey: RoutingKey
    let settings: ComparisonSettings
    /// Which mapping rows a difference points to.
    let suspects: EvidenceReport.Suspects

    /// A legacy endpoint, and the URL that evidence knows it by.
    public struct Legacy: Sendable {
        let url: String
        let endpoint: any LegacyEndpoint

        /// An endpoint at a URL.
        public init(url: String, endpoint: any LegacyEndpoint) {
            self.url = url
            self.endpoint = endpoint
        }
    }

    /// Parts of these.
    public init(
        fhir: any Backend,
        legacies: [String: Legacy],
        table: ComparisonTable,
        routingKey: RoutingKey,
        settings: ComparisonSettings,
        suspects: @escaping EvidenceReport.Suspects
    ) {
        self.fhir = fhir
        self.legacies = legacies
        self.table = table
        self.routingKey = routingKey
        self.settings = settings
        self.suspects = suspects
    }

    /// The evidence period that calls of a site and an operation belong to.
    func period(of site: Site, _ operation: SMSPOperation, mappingHash: String) -> EvidencePeriod {
        EvidencePeriod(
            site: site.id,
            operation: operation,
            mappingHash: mappingHash,
            comparisonHash: table.contentHash,
            profileHash: site.profile.contentHash,
            legacyEndpoint: legacies[site.id]?.url ?? ""
        )
    }
}
