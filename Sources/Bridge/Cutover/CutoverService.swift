import Dispatch
import Evidence
public import FoundationEssentials
import SMSPContract
import StrictYAML
import Synchronization

/// The one sequence of a change of state, for a running bridge and for files alike.
///
/// Changes are made one at a time: in memory, in the files, in the audit. A change that takes a site back takes effect
/// first and is written then; one that takes it forward is durable in the audit and in the files before it takes effect.
///
/// - SeeAlso: docs/evidence.md §1; decision D62.
public final class CutoverService: Sendable {
    private let audit: any AuditJournal
    private let now: @Sendable () -> Date
    /// The queue on which files are read and written, away from the threads that answer calls.
    private let queue = DispatchQueue(label: "cutover")
    /// The number of times each site was taken back, whether or not that moved anything.
    private let retreats = Mutex<[String: Int]>([:])

    /// Creates a service that enters changes in `audit`.
    public init(audit: any AuditJournal, now: @escaping @Sendable () -> Date) {
        self.audit = audit
        self.now = now
    }

    /// Makes `change`; it is in effect on return.
    ///
    /// - Parameter user: The name of the user, for the audit.
    /// - Returns: the site after the change.
    public func change(
        _ change: CutoverChange,
        by user: String,
        in scope: CutoverScope
    ) async throws(CutoverRefusal) -> SiteStatus {
        try scope.check(change)
        try await change.checkOtherServices(in: audit, at: now())
        let grounds = try await grounds(for: change, in: scope)
        guard let files = scope.files else {
            throw CutoverRefusal(
                .held,
                ["bridge.yaml names no cutover file: add cutover: { file: cutover.yaml }, and restart"]
            )
        }
        if change.action.isForward {
            try await advance(change, by: user, grounds: grounds, files: files, scope: scope)
        } else {
            try await takeBack(change, by: user, files: files, scope: scope)
        }
        guard let status = scope.current().status(of: change.site) else {
            throw CutoverRefusal(.unknownSite, ["no site has the id \(change.site)"])
        }
        return status
    }

    /// The grounds of a promotion, with the last conformance run of each operation; nil for a change that needs none.
    private func grounds(
        for change: CutoverChange,
        in scope: CutoverScope
    ) async throws(CutoverRefusal) -> PromotionGrounds? {
        guard change.action == .promote, !change.isForced else { return nil }
        let mappingHash = try scope.mappingHash()
        var runs: [SMSPOperation: PromotionGrounds.Run] = [:]
        do throws(AuditUnavailable) {
            for operation in change.operation.map({ [$0] }) ?? SMSPOperation.allCases {
                // The newest alone, so that a journal of years is not read through.
                var query = AuditQuery(limit: 1)
                (query.site, query.operation, query.action) = (change.site, operation, ConformanceRecord.action)
                runs[operation] = try await audit.entries(query).last.flatMap(PromotionGrounds.Run.init)
            }
        } catch {
            throw CutoverRefusal(.failed, ["the audit cannot be read, so nothing was changed: \(error.reason)"])
        }
        return PromotionGrounds(
            isTokenGranted: try await scope.isTokenGranted(),
            conformance: runs,
            mappingHash: mappingHash,
            today: now().day
        )
    }

    /// Takes a site forward: audit first, then the files, then effect.
    private func advance(
        _ change: CutoverChange,
        by user: String,
        grounds: PromotionGrounds?,
        files: CutoverFiles,
        scope: CutoverScope
    ) async throws(CutoverRefusal) {
        let time = now()
        let (from, retreat, actions) = try await onQueue { () throws(CutoverRefusal) in
            let from = try files.checked(against: scope.current())
            let actions = try from.applying(change, by: user, at: time, grounds: grounds).actions
            return (from, self.retreats(of: change.site), actions)
        }
        var entered: [AuditedAction] = []
        do throws(CutoverRefusal) {
            for action in actions {
                try await enter(action)
                entered.append(action)
            }
            try await onQueue { () throws(CutoverRefusal) in
                let before = try files.checked(against: scope.current())
                // A user who took the site back while the entries were written has been informed that it is back.
                guard before.isAlike(from, for: change.site), self.retreats(of: change.site) == retreat else {
                    throw CutoverRefusal(.held, ["\(change.site) was changed meanwhile: look, and ask again"])
                }
                let states = try before.applying(change, by: user, at: time, grounds: grounds).states
                do {
                    try files.save(states, over: before)
                } catch {
                    // Half of it may be written: a restart must not make what was refused here.
                    try? files.save(before, over: states)
                    throw CutoverRefusal(.failed, ["\(files.cutover) cannot be written, so nothing was changed"])
                }
                scope.apply(states)
            }
        } catch {
            for action in entered { audit.enqueue(.action(action.notMade(because: error))) }
            throw error
        }
    }

    /// Takes a site back: effect first, then the lock file, then the audit.
    private func takeBack(
        _ change: CutoverChange,
        by user: String,
        files: CutoverFiles,
        scope: CutoverScope
    ) async throws(CutoverRefusal) {
        let time = now()
        let (actions, isSaved) = try await onQueue { () throws(CutoverRefusal) in
            // A lock file that another process wrote meanwhile counts; one that cannot be read must not hold up a way back.
            let before = scope.current().withLock(of: files)
            let (states, actions) = try before.applying(change, by: user, at: time, grounds: nil)
            scope.apply(states)
            self.retreats.withLock { $0[change.site, default: 0] += 1 }
            // Written whatever changed just now: an earlier try may have changed the states and not the file.
            return (actions, (try? files.save(states.lock)) != nil)
        }
        for action in actions {
            do throws(AuditUnavailable) {
                try await audit.append(.action(action))
            } catch {
                audit.enqueue(.action(action))
            }
        }
        guard isSaved else {
            throw CutoverRefusal(
                .failed,
                [
                    "done, but \(files.lock) cannot be written: a restart or a reload would undo it. "
                        + "Mend that, then do it again"
                ]
            )
        }
    }

    /// Removes the entries of an id that no site has from both files, once the audit has them.
    ///
    /// - Parameters:
    ///   - id: The id of a site that was removed from `sites.yaml`, or renamed there.
    ///   - sites: The sites that `sites.yaml` has now.
    public func forget(
        _ id: String,
        reason: String,
        by user: String,
        files: CutoverFiles?,
        sites: SiteDirectory
    ) async throws(CutoverRefusal) {
        guard !sites.sites.contains(where: { $0.id == id }) else {
            throw CutoverRefusal(
                .held,
                ["sites.yaml has a site \(id): promote or unfreeze it, or remove it there first"]
            )
        }
        let entries = try await onQueue { () throws(CutoverRefusal) -> String? in
            do throws(YAMLProblems) {
                return try files?.entries(of: id)
            } catch {
                throw CutoverRefusal(.failed, error.problems.map(\.description))
            }
        }
        guard let files, let entries else {
            throw CutoverRefusal(.unknownSite, ["the files of states have no entry \(id)"])
        }
        let action = AuditedAction(user: user, action: "forget", site: id, from: entries, reason: reason)
        try await enter(action)
        do throws(CutoverRefusal) {
            try await onQueue { () throws(CutoverRefusal) in
                guard (try? files.remove(id)) != nil else {
                    throw CutoverRefusal(.failed, ["\(files.cutover) or its lock file cannot be written"])
                }
            }
        } catch {
            audit.enqueue(.action(action.notMade(because: error)))
            throw error
        }
    }

    /// Enters an action that is to be made once the entry is durable.
    private func enter(_ action: AuditedAction) async throws(CutoverRefusal) {
        do throws(AuditUnavailable) {
            try await audit.append(.action(action))
        } catch {
            throw CutoverRefusal(.failed, ["the audit cannot be written, so nothing was changed: \(error.reason)"])
        }
    }

    /// Puts a snapshot into effect whose files were read a moment ago, with the states as the files give them now: a
    /// rollback in between stays.
    ///
    /// - Returns: what moved.
    func reload(
        _ next: BridgeSnapshot,
        into snapshots: CurrentSnapshot
    ) async throws(CutoverRefusal) -> [AuditedAction] {
        try await onQueue { () throws(CutoverRefusal) in
            var next = next
            if let files = next.files {
                do throws(YAMLProblems) {
                    next.states = try files.load(sites: next.states.sites)
                } catch {
                    throw CutoverRefusal(.failed, error.problems.map(\.description))
                }
            }
            let before = snapshots.value.states
            snapshots.swap(next)
            return next.states.moves(since: before)
        }
    }

    private func retreats(of site: String) -> Int { retreats.withLock { $0[site, default: 0] } }

    private func onQueue<Value: Sendable>(
        _ work: @escaping @Sendable () throws(CutoverRefusal) -> Value
    ) async throws(CutoverRefusal) -> Value {
        let result: Result<Value, CutoverRefusal> = await withCheckedContinuation { continuation in
            queue.async {
                do throws(CutoverRefusal) {
                    continuation.resume(returning: .success(try work()))
                } catch {
                    continuation.resume(returning: .failure(error))
                }
            }
        }
        return try result.get()
    }
}

extension AuditedAction {
    /// The audit's entry of an action that was entered and then not made.
    fileprivate func notMade(because refusal: CutoverRefusal) -> AuditedAction {
        AuditedAction(
            user: "bridge",
            action: action,
            site: site,
            operation: operation,
            from: to,
            to: from,
            reason: "not made: \(refusal.problems.joined(separator: "; "))"
        )
    }
}

extension CutoverChange.Action {
    /// True if the change moves a site forward, or allows such a move.
    fileprivate var isForward: Bool {
        switch self {
        case .promote, .unfreeze, .retireLegacy: true
        case .rollback, .freeze: false
        }
    }
}

extension CutoverFiles {
    /// The states in effect, once the files are known to agree: no edit is overwritten or applied by
    /// the way.
    fileprivate func checked(against current: CutoverStates) throws(CutoverRefusal) -> CutoverStates {
        let onDisk: CutoverStates
        do throws(YAMLProblems) {
            onDisk = try load(sites: current.sites)
        } catch {
            throw CutoverRefusal(.failed, error.problems.map(\.description))
        }
        guard onDisk.cutover == current.cutover, onDisk.lock == current.lock else {
            throw CutoverRefusal(.held, ["\(cutover) or its lock file was edited since it was loaded: reload first"])
        }
        return current
    }
}

extension CutoverStates {
    /// True if both have the same states of a site.
    fileprivate func isAlike(_ other: CutoverStates, for site: String) -> Bool {
        cutover.entries[site] == other.cutover.entries[site] && lock.entries[site] == other.lock.entries[site]
    }

    /// These states, also limited by the lock file on disk, if it can be read.
    fileprivate func withLock(of files: CutoverFiles) -> CutoverStates {
        guard let yaml = try? files.loadLock() else { return self }
        var merged = LockDocument(yaml)
        for (site, operations) in lock.entries {
            merged.entries[site, default: [:]].merge(operations) { onDisk, inMemory in
                var entry = onDisk.state < inMemory.state ? onDisk : inMemory
                entry.isFrozen = onDisk.isFrozen || inMemory.isFrozen
                return entry
            }
        }
        return CutoverStates(sites: sites, cutover: cutover, lock: merged)
    }
}
