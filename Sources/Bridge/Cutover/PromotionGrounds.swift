public import FoundationEssentials
import SMSPContract

/// A condition of a promotion, with its present figure and its limit.
///
/// - SeeAlso: docs/evidence.md §1, §4.
struct PromotionCondition: Sendable, Equatable {
    /// The name of the condition.
    let name: String
    /// The present figure.
    let figure: String
    /// The figure that is required.
    let limit: String
    /// True if the condition is met.
    let isMet: Bool

    init(_ name: String, figure: String, limit: String, isMet: Bool) {
        self.name = name
        self.figure = figure
        self.limit = limit
        self.isMet = isMet
    }

    /// The condition as a refusal tells it: `not met: conformance run: none (has to be: …)`.
    var line: String { "\(isMet ? "met" : "not met"): \(name): \(figure) (has to be: \(limit))" }
}

/// The facts outside the files on which a promotion depends.
struct PromotionGrounds: Sendable {
    /// The result of the last `conform --site` for the site.
    struct Conformance: Sendable, Equatable {
        /// The day, `YYYY-MM-DD`.
        let date: String
        /// The content hash of the mapping tables that it ran with.
        let mappingHash: String
        /// True if every rule was kept.
        let isPassed: Bool
    }

    /// True if the token endpoint grants a token; nil if PDS FHIR is used without one.
    let isTokenGranted: Bool?
    /// The last conformance run of the site; nil when there was none.
    let conformance: Conformance?
    /// The content hash of the mapping tables in use.
    let mappingHash: String
    /// The day, `YYYY-MM-DD`.
    let today: String

    /// The conditions of a promotion of `site` to `shadow`.
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

extension Date {
    /// The day, UTC, `YYYY-MM-DD`.
    public var day: String { String(UTCTime.text(of: self).prefix(10)) }
}

extension AuditedAction {
    /// The action of a conformance run for a site.
    static let conformance = "conform"

    /// The audit's entry of a conformance run for a site.
    ///
    /// - Parameter broken: how many rules were broken.
    public init(conformanceOf site: String, by user: String, mappingHash: String, kept: Int, broken: Int) {
        self.init(
            user: user,
            action: Self.conformance,
            site: site,
            from: broken == 0 ? "passed" : "failed",
            to: mappingHash,
            reason: "\(kept) rules kept, \(broken) broken"
        )
    }
}

extension PromotionGrounds.Conformance {
    /// The run that an entry records; nil for any other entry.
    init?(_ entry: AuditEntry) {
        guard case .action(let action) = entry.event, action.action == AuditedAction.conformance, let hash = action.to
        else { return nil }
        self.init(date: entry.time.day, mappingHash: hash, isPassed: action.from == "passed")
    }
}
