public import Evidence
import FoundationEssentials
public import SMSPContract

/// The state of every site and operation: the more backward of what `cutover.yaml` asks for and what the lock file
/// allows.
///
/// A site that the files do not name is in its first state: `legacy`, or `fhir` where it has no legacy endpoint.
///
/// - SeeAlso: docs/evidence.md §1.
public struct CutoverStates: Sendable {
    /// The status of one site and operation.
    public struct Route: Sendable, Hashable {
        /// The state in effect.
        public let state: CutoverState
        /// True if it has to be unfrozen before it moves forward.
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

    /// The route of a message for a site.
    ///
    /// One for another service than the operations goes to the legacy endpoint whatever their states are (D66), as long
    /// as the site has one.
    func route(of site: Site, _ outline: MessageOutline) -> Route {
        guard outline.otherService != nil, hasLegacy(site) else { return route(of: site.id, outline.operation) }
        return Route(state: .legacy, isFrozen: false)
    }

    /// True if the legacy endpoint answers every operation of a site.
    public func isAllLegacy(_ siteID: String) -> Bool {
        routes[siteID]?.values.allSatisfy(\.state.isAnsweredByLegacy) ?? true
    }

    /// True if a site has a legacy endpoint that may still be used.
    public func hasLegacy(_ site: Site) -> Bool {
        site.legacy != nil && !(cutover.entries[site.id]?.isLegacyRetired ?? false)
    }

    /// The `id` of the first site with an operation in a state; nil if there is none.
    public func firstSite(in state: CutoverState) -> String? {
        sites.sites.first { site in routes[site.id]?.values.contains { $0.state == state } ?? false }?.id
    }

    /// Every site as operators see it.
    public var statuses: [SiteStatus] { sites.sites.map(status) }

    /// The status of the site `id`; nil if there is none.
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

    /// The states in the files beyond the sites' first states: for the audit, as the bridge starts (decision D60).
    ///
    /// An entry for each operation, one for a site that is there with all of them. Whether a person edited the file or the
    /// bridge wrote it, the file does not tell: the promotions before this in the audit do.
    public var beyondFirst: [AuditedAction] {
        let moves = moves(since: CutoverStates(sites: sites)).map { move in
            var found = move
            found.action = "start"
            found.reason = "forced by file, except for what a recorded promotion explains"
            return found
        }
        return sites.sites.flatMap { site -> [AuditedAction] in
            let own = moves.filter { $0.site == site.id }
            guard own.count == SMSPOperation.allCases.count, var whole = own.first else { return own }
            whole.operation = nil
            return [whole]
        }
    }

    /// The moves from `earlier` states to these, as the audit records them for files that a person edited (D60).
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

extension CutoverStates {
    /// The states after `change`, and what the audit tells of it.
    ///
    /// - Parameter grounds: the conditions of a promotion without force; nil if the change is no promotion.
    /// - Throws: why the change is not possible, or what holds it.
    func applying(
        _ change: CutoverChange,
        by user: String,
        at time: Date,
        grounds: PromotionGrounds?
    ) throws(CutoverRefusal) -> (states: CutoverStates, actions: [AuditedAction]) {
        guard let site = sites.sites.first(where: { $0.id == change.site }) else {
            throw CutoverRefusal(.unknownSite, ["no site has the id \(change.site)"])
        }
        let operations = change.operation.map { [$0] } ?? SMSPOperation.allCases
        var (cutover, lock) = (cutover, lock)
        switch change.action {
        case .promote:
            try checkPromotion(change, of: site, operations: operations, grounds: grounds)
            for operation in operations {
                cutover.entries[site.id, default: .init()].operations[operation] = change.to
                lock.release(site.id, operation)
            }
        case .rollback:
            guard hasLegacy(site) else {
                throw CutoverRefusal(.held, ["\(site.id) has no legacy endpoint to go back to"])
            }
            let state = change.to ?? .legacy
            for operation in operations where state < route(of: site.id, operation).state {
                lock.hold(site.id, operation, in: state, isFrozen: nil, change: change, by: user, at: time)
            }
        case .freeze:
            for operation in operations {
                let state = route(of: site.id, operation).state
                lock.hold(site.id, operation, in: state, isFrozen: true, change: change, by: user, at: time)
            }
        case .unfreeze:
            for operation in operations { lock.entries[site.id]?[operation]?.isFrozen = false }
        case .retireLegacy:
            try checkRetirement(of: site)
            cutover.entries[site.id, default: .init()].isLegacyRetired = true
        }
        let states = CutoverStates(sites: sites, cutover: cutover, lock: lock)
        return (states, states.actions(of: change, on: operations, since: self, by: user))
    }

    private func checkPromotion(
        _ change: CutoverChange,
        of site: Site,
        operations: [SMSPOperation],
        grounds: PromotionGrounds?
    ) throws(CutoverRefusal) {
        guard let to = change.to, to > .legacy else {
            throw CutoverRefusal(.held, ["a promotion goes to shadow or fhir; to go back to legacy, roll back"])
        }
        guard to == .fhir || hasLegacy(site) else {
            throw CutoverRefusal(.held, ["\(site.id) has no legacy endpoint to compare with"])
        }
        let beyond = operations.filter { to < route(of: site.id, $0).state }
        guard beyond.isEmpty else {
            throw CutoverRefusal(
                .held,
                beyond.map { "\(site.id) \($0.rawValue) is in \(route(of: site.id, $0).state.rawValue): roll back" }
            )
        }
        let frozen = operations.filter { route(of: site.id, $0).isFrozen }
        guard frozen.isEmpty else {
            throw CutoverRefusal(
                .held,
                frozen.map { "\(site.id) \($0.rawValue) is frozen: unfreeze it first, with a reason" }
            )
        }
        guard !change.isForced else { return }
        guard to == .shadow, let conditions = grounds?.conditionsOfShadow(site, operations) else {
            throw CutoverRefusal(
                .held,
                ["there is no evidence to promote \(site.id) on: say so with --force and a --reason"]
            )
        }
        guard conditions.allSatisfy(\.isMet) else { throw CutoverRefusal(.held, conditions.map(\.line)) }
    }

    private func checkRetirement(of site: Site) throws(CutoverRefusal) {
        guard hasLegacy(site) else { throw CutoverRefusal(.held, ["\(site.id) has no legacy endpoint to retire"]) }
        let waiting = SMSPOperation.allCases.filter { route(of: site.id, $0) != Route(state: .fhir, isFrozen: false) }
        guard waiting.isEmpty else {
            throw CutoverRefusal(
                .held,
                waiting.map { operation in
                    let route = route(of: site.id, operation)
                    return "\(site.id) \(operation.rawValue) is "
                        + (route.isFrozen ? "frozen" : "in \(route.state.rawValue)")
                        + ": only a site that is in fhir with every operation can do without legacy"
                }
            )
        }
    }

    /// The audit's entries of a change: one for each operation, or one alone for the whole site.
    private func actions(
        of change: CutoverChange,
        on operations: [SMSPOperation],
        since earlier: CutoverStates,
        by user: String
    ) -> [AuditedAction] {
        func action(_ operation: SMSPOperation?, from: String?, to: String?) -> AuditedAction {
            AuditedAction(
                user: user,
                action: change.action.rawValue,
                site: change.site,
                operation: operation,
                from: from,
                to: to,
                reason: change.isForced ? "forced: \(change.reason)" : change.reason
            )
        }
        guard change.action != .retireLegacy else {
            return [action(nil, from: sites.sites.first { $0.id == change.site }?.legacy?.name, to: "retired")]
        }
        return operations.map { operation in
            action(
                operation,
                from: earlier.route(of: change.site, operation).state.rawValue,
                to: route(of: change.site, operation).state.rawValue
            )
        }
    }
}

extension LockDocument {
    /// Holds an operation no longer; a site without any that is held has no entry, as in the file.
    fileprivate mutating func release(_ site: String, _ operation: SMSPOperation) {
        entries[site]?[operation] = nil
        if entries[site]?.isEmpty == true { entries[site] = nil }
    }

    /// Holds an operation in a state; `isFrozen` nil leaves that as it is.
    fileprivate mutating func hold(
        _ site: String,
        _ operation: SMSPOperation,
        in state: CutoverState,
        isFrozen: Bool?,
        change: CutoverChange,
        by user: String,
        at time: Date
    ) {
        entries[site, default: [:]][operation] = Entry(
            state: state,
            isFrozen: isFrozen ?? entries[site]?[operation]?.isFrozen ?? false,
            since: UTCTime.text(of: time),
            by: user,
            reason: change.reason
        )
    }
}
