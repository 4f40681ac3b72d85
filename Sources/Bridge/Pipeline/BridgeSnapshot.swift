import Evidence
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
    /// The time that a call on a route to PDS FHIR waits for its turn among those of its site.
    let patiencePerSite: Duration
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
        patiencePerSite: Duration,
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
        self.patiencePerSite = patiencePerSite
        self.whenUnavailable = whenUnavailable
        self.files = files
    }
}

extension BridgeSnapshot {
    /// The time that a call on `route` waits for its turn (D10).
    ///
    /// Nothing on a route to legacy is refused for being one of many: it waits as long as the endpoint may take.
    func patience(on route: CutoverStates.Route, of site: Site) -> Duration {
        guard route.state.isAnsweredByLegacy, let legacy = legacies[site.id] else { return patiencePerSite }
        return legacy.timeout
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
