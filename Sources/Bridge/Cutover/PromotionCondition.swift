import SMSPContract

/// One thing that a promotion waits for: what it is, how it stands, how it has to be.
///
/// - SeeAlso: docs/evidence.md §1, §4.
public struct PromotionCondition: Sendable, Equatable, Codable {
    /// What is asked for.
    public let name: String
    /// How it stands.
    public let figure: String
    /// How it has to be.
    public let limit: String
    /// Whether it is so.
    public let isMet: Bool

    /// A condition of these parts.
    public init(_ name: String, figure: String, limit: String, isMet: Bool) {
        self.name = name
        self.figure = figure
        self.limit = limit
        self.isMet = isMet
    }

    /// The condition as a refusal tells it: `not met: conformance run: none (has to be: …)`.
    var line: String { "\(isMet ? "met" : "not met"): \(name): \(figure) (has to be: \(limit))" }
}

/// What is known, outside the files, of what promotions wait for.
public struct PromotionGrounds: Sendable {
    /// What `conform --site` found when it last ran for the site.
    public struct Conformance: Sendable, Equatable {
        /// The day, `YYYY-MM-DD`.
        public let date: String
        /// The content hash of the mapping tables that it ran with.
        public let mappingHash: String
        /// Whether every rule was kept.
        public let isPassed: Bool

        /// A result of these parts.
        public init(date: String, mappingHash: String, isPassed: Bool) {
            self.date = date
            self.mappingHash = mappingHash
            self.isPassed = isPassed
        }
    }

    /// Whether the token endpoint grants a token; nil where PDS FHIR is asked without one.
    public let isTokenGranted: Bool?
    /// The last conformance run of the site; nil when there was none.
    public let conformance: Conformance?
    /// The content hash of the mapping tables in use.
    public let mappingHash: String
    /// The day, `YYYY-MM-DD`.
    public let today: String

    /// Grounds of these parts.
    public init(isTokenGranted: Bool?, conformance: Conformance?, mappingHash: String, today: String) {
        self.isTokenGranted = isTokenGranted
        self.conformance = conformance
        self.mappingHash = mappingHash
        self.today = today
    }

    /// What a promotion of `site` to `shadow` waits for.
    func conditionsOfShadow(_ site: Site) -> [PromotionCondition] {
        [credentials, conformanceRun, basis(of: site)]
    }

    private var credentials: PromotionCondition {
        PromotionCondition(
            "PDS FHIR credentials",
            figure: isTokenGranted.map { $0 ? "a token is granted" : "no token is granted" } ?? "no token is needed",
            limit: "a token is granted, or none is needed",
            isMet: isTokenGranted ?? true
        )
    }

    private var conformanceRun: PromotionCondition {
        let short = mappingHash.prefix(12)
        return PromotionCondition(
            "conformance run",
            figure: conformance.map {
                "\($0.isPassed ? "passed" : "failed") on \($0.date) with mapping \($0.mappingHash.prefix(12))"
            } ?? "none; run conform --site",
            limit: "passed with mapping \(short)",
            isMet: conformance.map { $0.isPassed && $0.mappingHash == mappingHash } ?? false
        )
    }

    private func basis(of site: Site) -> PromotionCondition {
        let basis = site.informationGovernanceBasis
        let covers = basis?.covers.map(\.rawValue).sorted().joined(separator: ", ") ?? ""
        return PromotionCondition(
            "information-governance basis",
            figure: basis.map { "\($0.reference) of \($0.date), covers \(covers)" } ?? "none in sites.yaml",
            limit: "covers shadow, under 12 months old on \(today)",
            isMet: basis.map { $0.covers.contains(.shadow) && $0.isCurrent(on: today) } ?? false
        )
    }
}
