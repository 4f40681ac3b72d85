public import Evidence
public import FoundationEssentials
public import Logging
import SMSPContract
import Synchronization

/// The operators' control of this process: the states of sites, reloads, the journal.
public final class RunningBridge: BridgeControl {
    /// Reads all files again, the entries of an id in the files of states as if they were removed.
    public typealias Load = @Sendable (_ forgotten: String?) async -> Result<Loaded, ReloadRefusal>

    /// Everything that a reload reads, all of it valid.
    public struct Loaded: Sendable {
        /// The snapshot that answers calls.
        public let snapshot: BridgeSnapshot
        /// The files that are others than those in use.
        public let changes: [FileChange]
        /// Puts the rest into effect, once the snapshot is.
        public let apply: @Sendable () -> Void

        /// The parts that were read.
        public init(
            snapshot: BridgeSnapshot,
            changes: [FileChange],
            apply: @escaping @Sendable () -> Void
        ) {
            self.snapshot = snapshot
            self.changes = changes
            self.apply = apply
        }
    }

    /// A file that a person has changed: a configuration file, a key, a certificate, a user's token.
    public struct FileChange: Sendable, Equatable {
        /// Its path.
        public let path: String
        /// The digest of what was in use; nil when it was not named before.
        public let before: String?
        /// The digest of what is in use now; nil when it is no longer named.
        public let now: String?

        /// A change of these parts.
        public init(path: String, before: String?, now: String?) {
            self.path = path
            self.before = before
            self.now = now
        }
    }

    /// Files that cannot be applied.
    public struct ReloadRefusal: Error, Sendable {
        /// The problems, one line each.
        public let problems: [String]

        /// A refusal for these problems.
        public init(_ problems: [String]) {
            self.problems = problems
        }
    }

    /// The audit journal.
    public let audit: any AuditJournal
    private let snapshots: CurrentSnapshot
    private let store: (any ComparisonStore)?
    private let cutover: CutoverService
    private let now: @Sendable () -> Date
    private let isTokenGranted: @Sendable () async -> Bool?
    private let load: Load
    private let metrics: BridgeMetrics
    private let logger: Logger
    private let lastReload = Mutex<ReloadOutcome?>(nil)
    private let reloads = Mutex<Task<ReloadOutcome, Never>?>(nil)

    /// Control over the calls that take their snapshot from `snapshots`.
    ///
    /// - Parameters:
    ///   - store: the records of comparisons; nil where nothing is compared.
    ///   - isTokenGranted: queries the token endpoint of PDS FHIR; nil if PDS FHIR needs no token.
    ///   - load: reads all files again.
    public init(
        snapshots: CurrentSnapshot,
        audit: any AuditJournal,
        store: (any ComparisonStore)?,
        metrics: BridgeMetrics,
        now: @escaping @Sendable () -> Date,
        logger: Logger,
        isTokenGranted: @escaping @Sendable () async -> Bool?,
        load: @escaping Load
    ) {
        self.snapshots = snapshots
        self.audit = audit
        self.store = store
        self.now = now
        self.isTokenGranted = isTokenGranted
        self.load = load
        self.metrics = metrics
        self.logger = logger
        cutover = CutoverService(audit: audit, now: now)
    }

    /// The problems of the files since the last reload was refused; empty if it was applied.
    public var reloadProblems: [String] {
        guard case .refused(let problems) = lastReload.withLock({ $0 }) else { return [] }
        return problems
    }

    /// Every site and its states, in the order of `sites.yaml`.
    public func sites() -> [SiteStatus] { snapshots.value.states.statuses }

    /// The mapping tables in use.
    public func mappings() -> MappingStatus { snapshots.value.mapping }

    /// A report on how the two sides compare, empty if nothing is compared.
    public func report(_ query: EvidenceQuery) async throws(StoreUnavailable) -> EvidenceReport {
        let summary = try await store?.evidence(query) ?? .empty
        let snapshot = snapshots.value
        let unmapped = metrics.unmappedLeaves.leaves(of: snapshot.mapping.hash)
        let time = now()
        return snapshot.report(
            summary,
            site: query.site,
            unmapped: unmapped,
            // A journal that cannot be read shows elsewhere, and holds back no evidence.
            otherServices: try? await audit.otherServices(until: time),
            madeAt: time
        )
    }

    /// Makes a change of state; it is in effect on return.
    public func change(_ change: CutoverChange, by user: String) async throws(CutoverRefusal) -> SiteStatus {
        let snapshot = snapshots.value
        let status = try await cutover.change(
            change,
            by: user,
            in: CutoverScope(
                files: snapshot.files,
                hasFHIR: snapshot.fhir != nil,
                isCompared: snapshot.comparison != nil,
                current: { [snapshots] in snapshots.value.states },
                apply: { [snapshots] in snapshots.swap(states: $0) },
                mappingHash: { snapshot.mapping.hash },
                isTokenGranted: isTokenGranted
            )
        )
        logger.notice("state changed", metadata: ["site": "\(change.site)", "action": "\(change.action.rawValue)"])
        return status
    }

    /// Removes the states kept of a site that `sites.yaml` no longer has, and reloads.
    ///
    /// The files have to be valid but for those entries, so that a site in use goes only together with what holds it.
    public func forget(_ id: String, reason: String, by user: String) async throws(CutoverRefusal) -> ReloadOutcome {
        switch await load(id) {
        case .failure(let refusal): throw CutoverRefusal(.held, refusal.problems)
        case .success(let next):
            let (files, sites) = (next.snapshot.files, next.snapshot.states.sites)
            try await cutover.forget(id, reason: reason, by: user, files: files, sites: sites)
            logger.notice("site forgotten", metadata: ["site": "\(id)"])
            return await reload(by: user)
        }
    }

    /// Reads all files again and applies them if every one is valid; keeps those in use otherwise.
    ///
    /// One at a time, in order: files that were read earlier never replace files read later.
    public func reload(by user: String) async -> ReloadOutcome {
        let reload = reloads.withLock { last in
            let next = Task { [last] in
                _ = await last?.value
                return await reloadAlone(by: user)
            }
            last = next
            return next
        }
        return await reload.value
    }

    private func reloadAlone(by user: String) async -> ReloadOutcome {
        let outcome: ReloadOutcome
        var actions: [AuditedAction] = []
        switch await load(nil) {
        case .success(let loaded):
            let next = loaded.snapshot
            do throws(CutoverRefusal) {
                actions = try await cutover.reload(next, into: snapshots)
                loaded.apply()
                actions.insert(contentsOf: loaded.changes.map { AuditedAction($0, by: user) }, at: 0)
                outcome = .applied(sites: next.states.statuses.count, mappingHash: next.mapping.hash)
                logger.notice("reloaded", metadata: ["mapping": "\(next.mapping.hash)"])
            } catch {
                outcome = .refused(error.problems)
            }
        case .failure(let refusal): outcome = .refused(refusal.problems)
        }
        lastReload.withLock { $0 = outcome }
        metrics.reloaded(outcome)
        if case .refused(let problems) = outcome {
            logger.error("reload refused", metadata: ["problems": .array(problems.map { "\($0)" })])
        }
        actions.insert(AuditedAction(reload: outcome, by: user), at: 0)
        for action in actions { audit.enqueue(.action(action)) }
        return outcome
    }
}

extension AuditedAction {
    /// The audit's entry of a file that a reload applied.
    fileprivate init(_ change: RunningBridge.FileChange, by user: String) {
        self.init(user: user, action: "configure", from: change.before, to: change.now, reason: change.path)
    }

    /// The audit's entry of a reload.
    fileprivate init(reload outcome: ReloadOutcome, by user: String) {
        switch outcome {
        case .applied(let sites, let hash):
            self.init(user: user, action: "reload", to: hash, reason: "\(sites) sites")
        case .refused(let problems):
            self.init(user: user, action: "reload", reason: "refused: \(problems.count) problems")
        }
    }
}
