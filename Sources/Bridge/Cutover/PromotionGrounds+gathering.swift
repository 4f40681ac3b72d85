public import FoundationEssentials
import SMSPContract

extension PromotionGrounds {
    /// What is known for a promotion of a site; the audit journal is where conformance runs are found.
    ///
    /// - Parameters:
    ///   - isTokenGranted: asks the token endpoint; nil where PDS FHIR is asked without a token.
    public static func gathered(
        for change: CutoverChange,
        from journal: any AuditJournal,
        mappingHash: String,
        now: Date,
        isTokenGranted: @Sendable () async -> Bool?
    ) async throws(CutoverRefusal) -> PromotionGrounds? {
        guard change.action == .promote, !change.isForced else { return nil }
        var query = AuditQuery(limit: 1)
        query.site = change.site
        query.action = AuditedAction.conformance
        let entries: [AuditEntry]
        do throws(AuditUnavailable) {
            entries = try await journal.entries(query)
        } catch {
            throw CutoverRefusal(.failed, ["the audit cannot be read, so nothing was changed: \(error.reason)"])
        }
        return PromotionGrounds(
            isTokenGranted: await isTokenGranted(),
            conformance: entries.last.flatMap(Conformance.init),
            mappingHash: mappingHash,
            today: now.day
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

    /// What the audit tells of a conformance run for a site.
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
    /// The run that an entry tells of; nil for any other entry.
    fileprivate init?(_ entry: AuditEntry) {
        guard case .action(let action) = entry.event, action.action == AuditedAction.conformance, let hash = action.to
        else { return nil }
        self.init(date: entry.time.day, mappingHash: hash, isPassed: action.from == "passed")
    }
}
