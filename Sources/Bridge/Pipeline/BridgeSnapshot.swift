public import SMSPContract
import Synchronization

/// The parts that answer one call: immutable, taken once at its beginning, so that no call sees two versions.
public struct BridgeSnapshot: Sendable {
    /// The states of the sites, and the sites themselves.
    public var states: CutoverStates
    /// Reads requests on a route to PDS FHIR.
    let reader: SMSPCallReader
    /// PDS FHIR; nil when `bridge.yaml` has none.
    let fhir: (any Backend)?
    /// The legacy endpoint of each site that has one, by `id`.
    let legacies: [String: any LegacyEndpoint]
    /// The parts of comparing calls; nil if nothing is compared.
    let comparison: ComparisonParts?
    /// The mapping tables in use.
    public let mapping: MappingStatus
    /// The time that a call to PDS FHIR may take, for sites whose profile sets none.
    let deadline: Duration
    /// The number of calls of one site that may be under way at once.
    let concurrentPerSite: Int
    /// The treatment of calls while the audit cannot be written.
    let whenUnavailable: AuditSettings.WhenUnavailable
    /// The files that keep the states; nil if they cannot change.
    let files: CutoverFiles?

    /// A snapshot of these parts.
    public init(
        states: CutoverStates,
        reader: SMSPCallReader,
        fhir: (any Backend)?,
        legacies: [String: any LegacyEndpoint],
        comparison: ComparisonParts? = nil,
        mapping: MappingStatus,
        deadline: Duration,
        concurrentPerSite: Int,
        whenUnavailable: AuditSettings.WhenUnavailable,
        files: CutoverFiles?
    ) {
        self.states = states
        self.reader = reader
        self.fhir = fhir
        self.legacies = legacies
        self.comparison = comparison
        self.mapping = mapping
        self.deadline = deadline
        self.concurrentPerSite = concurrentPerSite
        self.whenUnavailable = whenUnavailable
        self.files = files
    }
}

/// The snapshot that new calls take.
public final class CurrentSnapshot: Sendable {
    private let snapshot: Mutex<BridgeSnapshot>

    /// Holds `snapshot`.
    public init(_ snapshot: BridgeSnapshot) {
        self.snapshot = Mutex(snapshot)
    }

    /// The snapshot as it is now.
    public var value: BridgeSnapshot { snapshot.withLock { $0 } }

    /// Puts another in its place.
    func swap(_ next: BridgeSnapshot) { snapshot.withLock { $0 = next } }

    /// Puts other states in the place of those in effect.
    func swap(states: CutoverStates) { snapshot.withLock { $0.states = states } }
}
