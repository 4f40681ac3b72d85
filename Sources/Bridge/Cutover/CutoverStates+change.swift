import FoundationEssentials
import SMSPContract

extension CutoverStates {
    /// The states after `change`, and what the audit tells of it.
    ///
    /// - Parameter grounds: what promotions that are not forced wait for; nil where no promotion is asked for.
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
        guard to == .shadow, let conditions = grounds?.conditionsOfShadow(site) else {
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
                        + ": only a site that is in fhir with all five operations can do without legacy"
                }
            )
        }
    }

    /// What the audit tells of a change: an entry for each operation, one alone where the whole site is meant.
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
