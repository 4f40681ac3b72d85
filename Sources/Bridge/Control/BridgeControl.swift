public import Evidence
public import SMSPContract

/// The operators' control of a running bridge, through the admin listener.
public protocol BridgeControl: Sendable {
    /// Every site and its states, in the order of `sites.yaml`.
    func sites() -> [SiteStatus]

    /// Changes the state of a site; in effect when it returns.
    ///
    /// - Parameter user: who asks, for the audit.
    func change(_ change: CutoverChange, by user: String) async throws(CutoverRefusal) -> SiteStatus

    /// Removes the states kept of a site that `sites.yaml` no longer has, and reloads.
    func forget(_ id: String, reason: String, by user: String) async throws(CutoverRefusal) -> ReloadOutcome

    /// Reads all files again and applies them if every one is valid; keeps those in use otherwise.
    func reload(by user: String) async -> ReloadOutcome

    /// The mapping tables in use.
    func mappings() -> MappingStatus

    /// The evidence of the comparison.
    func report(_ query: EvidenceQuery) async throws(StoreUnavailable) -> EvidenceReport

    /// The audit journal.
    var audit: any AuditJournal { get }
}

/// A site as operators see it.
public struct SiteStatus: Sendable, Equatable, Codable {
    /// `id`.
    public let id: String
    /// `name`; nil when the file gives none.
    public let name: String?
    /// `ods`.
    public let ods: String
    /// The name of the legacy endpoint, `none`, or `retired`.
    public let legacy: String
    /// Its operations.
    public let operations: [OperationStatus]

    /// A status of these parts.
    public init(id: String, name: String?, ods: String, legacy: String, operations: [OperationStatus]) {
        self.id = id
        self.name = name
        self.ods = ods
        self.legacy = legacy
        self.operations = operations
    }
}

/// An operation of a site as operators see it.
public struct OperationStatus: Sendable, Equatable, Codable {
    /// The operation.
    public let operation: SMSPOperation
    /// The state in effect.
    public let state: CutoverState
    /// The state that `cutover.yaml` asks for, or the site's first where it says nothing.
    public let configured: CutoverState
    /// True if promotions wait for an unfreeze.
    public let isFrozen: Bool
    /// Since when the lock file holds it, RFC 3339; nil when it does not.
    public let since: String?
    /// The author of the lock entry; nil if there is none.
    public let by: String?
    /// The reason of the lock entry; nil if there is none.
    public let reason: String?

    /// A status of these parts.
    public init(
        operation: SMSPOperation,
        state: CutoverState,
        configured: CutoverState,
        isFrozen: Bool = false,
        since: String? = nil,
        by: String? = nil,
        reason: String? = nil
    ) {
        self.operation = operation
        self.state = state
        self.configured = configured
        self.isFrozen = isFrozen
        self.since = since
        self.by = by
        self.reason = reason
    }
}

/// The result of a reload.
public enum ReloadOutcome: Sendable, Equatable {
    /// The files are in use, so many sites of them.
    case applied(sites: Int, mappingHash: String)
    /// The files before stay in use; what is wrong with the new ones, a line each.
    case refused([String])
}

/// The mapping tables in use.
public struct MappingStatus: Sendable, Equatable, Codable {
    /// `id` of `mapping.yaml`.
    public let id: String
    /// `version` of `mapping.yaml`.
    public let version: String
    /// The content hash.
    public let hash: String

    /// A status of these parts.
    public init(id: String, version: String, hash: String) {
        self.id = id
        self.version = version
        self.hash = hash
    }
}
