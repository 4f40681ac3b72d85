import Evidence
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
    /// The last conformance run of an operation.
    struct Run: Sendable, Equatable {
        /// The day, `YYYY-MM-DD`.
        let date: String
        /// The record in the audit.
        let record: ConformanceRecord
    }

    /// True if the token endpoint grants a token; nil if PDS FHIR is used without one.
    let isTokenGranted: Bool?
    /// The last conformance run of each operation of the site that had one.
    let conformance: [SMSPOperation: Run]
    /// The content hash of the mapping tables in use.
    let mappingHash: String
    /// The day, `YYYY-MM-DD`.
    let today: String

    /// The conditions of a promotion of `operations` of `site` to `shadow`.
    func conditionsOfShadow(_ site: Site, _ operations: [SMSPOperation]) -> [PromotionCondition] {
        [credentials] + operations.map { conformanceRun(of: $0, site) } + [basis(of: site)]
    }

    private var credentials: PromotionCondition {
        PromotionCondition(
            "PDS FHIR credentials",
            figure: isTokenGranted.map { $0 ? "a token is granted" : "no token is granted" } ?? "no token is needed",
            limit: "a token is granted, or none is needed",
            isMet: isTokenGranted ?? true
        )
    }

    private func conformanceRun(of operation: SMSPOperation, _ site: Site) -> PromotionCondition {
        let needed = ConformanceRecord.Basis(mappingHash: mappingHash, profileHash: site.profileHash)
        return PromotionCondition(
            "conformance run of \(operation.rawValue)",
            figure: conformance[operation]?.figure(comparedWith: needed) ?? "none; run conform --site",
            limit: "answered by PDS FHIR with mapping \(mappingHash.prefix(12)) and the profile of \(site.id)",
            isMet: conformance[operation].map { $0.record.outcome == .passed && $0.record.basis == needed } ?? false
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

extension PromotionGrounds.Run {
    /// The run that an entry records; nil for any other entry.
    init?(_ entry: AuditEntry) {
        guard let record = ConformanceRecord(entry) else { return nil }
        self.init(date: entry.time.day, record: record)
    }

    /// The run in words: its outcome, and what it was made with if that is not `needed`.
    fileprivate func figure(comparedWith needed: ConformanceRecord.Basis) -> String {
        guard record.outcome == .passed else { return "\(record.outcome.rawValue) on \(date): \(record.summary)" }
        let mapping = "passed on \(date) with mapping \(record.basis?.mappingHash.prefix(12) ?? "unknown")"
        return record.basis?.profileHash == needed.profileHash ? mapping : mapping + " and another profile"
    }
}
