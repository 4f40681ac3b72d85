public import SMSPContract

/// The state of every site and operation: the more backward of what `cutover.yaml` asks for and what the lock file
/// allows.
///
/// A site that the files do not name is in its first state: `legacy`, or `fhir` where it has no legacy endpoint.
///
/// - SeeAlso: docs/evidence.md §1.
public struct CutoverStates: Sendable {
    /// Where calls of one site and operation go.
    public struct Route: Sendable, Hashable {
        /// The state in effect.
        public let state: CutoverState
        /// Whether somebody has to unfreeze it before it moves forward.
        public let isFrozen: Bool
    }

    /// The sites that the states are of.
    let sites: SiteDirectory
    let cutover: CutoverDocument
    let lock: LockDocument
    private let routes: [String: [SMSPOperation: Route]]

    /// The states that sites begin in.
    public init(sites: SiteDirectory) {
        self.init(sites: sites, cutover: CutoverDocument(), lock: LockDocument())
    }

    init(sites: SiteDirectory, cutover: CutoverDocument, lock: LockDocument) {
        self.sites = sites
        self.cutover = cutover
        self.lock = lock
        routes = Dictionary(
            sites.sites.map { site in
                let routes = SMSPOperation.allCases.map { operation in
                    let configured = Self.configured(site, operation, in: cutover)
                    let held = lock.entries[site.id]?[operation]
                    return (
                        operation,
                        Route(
                            state: held.map { min(configured, $0.state) } ?? configured,
                            isFrozen: held?.isFrozen ?? false
                        )
                    )
                }
                return (site.id, Dictionary(routes) { first, _ in first })
            }
        ) { first, _ in first }
    }

    /// The state that `cutover.yaml` gives an operation of a site.
    private static func configured(
        _ site: Site,
        _ operation: SMSPOperation,
        in cutover: CutoverDocument
    ) -> CutoverState {
        let entry = cutover.entries[site.id]
        return entry?.operations[operation] ?? entry?.standard ?? (site.legacy == nil ? .fhir : .legacy)
    }

    /// The route of an operation of a site; `legacy` for a site that is not among these.
    ///
    /// A message that names no operation goes where all operations of the site go, and to PDS FHIR if they differ (D33).
    public func route(of siteID: String, _ operation: SMSPOperation?) -> Route {
        guard let operation else { return Route(state: isAllLegacy(siteID) ? .legacy : .fhir, isFrozen: false) }
        return routes[siteID]?[operation] ?? Route(state: .legacy, isFrozen: false)
    }

    /// Whether the legacy endpoint answers every operation of a site.
    public func isAllLegacy(_ siteID: String) -> Bool {
        routes[siteID]?.values.allSatisfy(\.state.isAnsweredByLegacy) ?? true
    }

    /// Whether a site has a legacy endpoint that may still be used.
    public func hasLegacy(_ site: Site) -> Bool {
        site.legacy != nil && !(cutover.entries[site.id]?.isLegacyRetired ?? false)
    }

    /// The `id` of the first site with an operation in a state; nil when there is none.
    public func firstSite(in state: CutoverState) -> String? {
        sites.sites.first { site in routes[site.id]?.values.contains { $0.state == state } ?? false }?.id
    }

    /// Every site as operators see it.
    public var statuses: [SiteStatus] { sites.sites.map(status) }

    /// The status of a site; nil when there is none of the `id`.
    public func status(of id: String) -> SiteStatus? {
        sites.sites.first { $0.id == id }.map(status)
    }

    private func status(_ site: Site) -> SiteStatus {
        SiteStatus(
            id: site.id,
            name: site.name,
            ods: site.odsCode,
            legacy: site.legacy.map { hasLegacy(site) ? $0.name : "retired" } ?? "none",
            operations: SMSPOperation.allCases.map { operation in
                let (route, held) = (route(of: site.id, operation), lock.entries[site.id]?[operation])
                return OperationStatus(
                    operation: operation,
                    state: route.state,
                    configured: Self.configured(site, operation, in: cutover),
                    isFrozen: route.isFrozen,
                    since: held?.since,
                    by: held?.by,
                    reason: held?.reason
                )
            }
        )
    }

    /// What the files take beyond the first states of the sites: for the audit, as the bridge starts (decision D60).
    ///
    /// An entry for each operation, one for a site that is there with all of them. Whether a person edited the file or the
    /// bridge wrote it, the file does not tell: the promotions before this in the audit do.
    public var beyondFirst: [AuditedAction] {
        let moves = moves(since: CutoverStates(sites: sites)).map { move in
            var found = move
            found.action = "start"
            found.reason = "forced by file, but for what a promotion before this tells of"
            return found
        }
        return sites.sites.flatMap { site -> [AuditedAction] in
            let own = moves.filter { $0.site == site.id }
            guard own.count == SMSPOperation.allCases.count, var whole = own.first else { return own }
            whole.operation = nil
            return [whole]
        }
    }

    /// What moved between `earlier` states and these, as the audit tells of files that a person edited (D60).
    public func moves(since earlier: CutoverStates) -> [AuditedAction] {
        let first = CutoverStates(sites: sites)
        return sites.sites.flatMap { site -> [AuditedAction] in
            // A site that is new moves from its first state.
            let earlier = earlier.routes[site.id] == nil ? first : earlier
            return SMSPOperation.allCases.compactMap { operation in
                let (before, now) = (earlier.route(of: site.id, operation), route(of: site.id, operation))
                guard before.state != now.state else { return nil }
                return AuditedAction(
                    user: "file",
                    action: before.state < now.state ? "promote" : "rollback",
                    site: site.id,
                    operation: operation,
                    from: before.state.rawValue,
                    to: now.state.rawValue,
                    reason: before.state < now.state ? "forced by file" : "by file"
                )
            }
        }
    }
}
