import Evidence

/// The configuration that a change of state is checked against and made in: a running bridge's, or that of files.
public struct CutoverScope: Sendable {
    /// The files that keep the states; nil if `bridge.yaml` names none, and then nothing can change.
    let files: CutoverFiles?
    /// True if `bridge.yaml` has all that a site needs to be answered by PDS FHIR.
    let hasFHIR: Bool
    /// True if `bridge.yaml` has all that a comparison needs.
    let isCompared: Bool
    /// Returns the states in effect.
    let current: @Sendable () -> CutoverStates
    /// Puts states into effect.
    let apply: @Sendable (CutoverStates) -> Void
    /// Returns the content hash of the mapping tables in use.
    let mappingHash: @Sendable () throws(CutoverRefusal) -> String
    /// Queries the token endpoint of PDS FHIR; returns nil if PDS FHIR is used without a token.
    let isTokenGranted: @Sendable () async throws(CutoverRefusal) -> Bool?

    /// Creates a scope from its parts.
    public init(
        files: CutoverFiles?,
        hasFHIR: Bool,
        isCompared: Bool,
        current: @escaping @Sendable () -> CutoverStates,
        apply: @escaping @Sendable (CutoverStates) -> Void,
        mappingHash: @escaping @Sendable () throws(CutoverRefusal) -> String,
        isTokenGranted: @escaping @Sendable () async throws(CutoverRefusal) -> Bool?
    ) {
        self.files = files
        self.hasFHIR = hasFHIR
        self.isCompared = isCompared
        self.current = current
        self.apply = apply
        self.mappingHash = mappingHash
        self.isTokenGranted = isTokenGranted
    }

    /// Refuses a change to a state for which `bridge.yaml` lacks the configuration.
    public func check(_ change: CutoverChange) throws(CutoverRefusal) {
        guard change.action != .promote || hasFHIR else {
            throw CutoverRefusal(
                .held,
                ["bridge.yaml has no fhir: add fhir and practices, and reload, before a site goes there"]
            )
        }
        guard change.to != .shadow || (hasFHIR && isCompared) else {
            throw CutoverRefusal(
                .held,
                ["bridge.yaml has no comparison: add comparison and cutover.routingKeyFile, and restart, first"]
            )
        }
    }
}
