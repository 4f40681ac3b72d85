public import JSONTree
public import SMSPContract

/// What the tables made of a PDS record.
public struct MappedPatient: Sendable {
    /// The patient to answer with; nil when no valid answer remains (D11): ``OutcomeCondition/noValidAnswer``.
    public let details: PatientDetails?
    /// What was changed, left out or not understood on the way, without values.
    public let diagnostics: [MappingDiagnostic]
    /// Where each filled leaf of the answer comes from, in the order of the tables.
    public let provenance: [Provenance]
}

/// Where a leaf of an answer comes from.
public struct Provenance: Sendable, Hashable {
    /// A place that a value was read from.
    public enum Source: Sendable, Hashable {
        /// This path of the record.
        case record(JSONPath)
        /// This field of the practice file, as the tables name it.
        case practice(String)
        /// This part of the request, as the tables name it.
        case request(String)
    }

    /// The leaf of the answer.
    public let leaf: SMSPLeaf
    /// Which of several: 0 for the first, and for a leaf that occurs once.
    public let index: Int
    /// The id of the row that fills the leaf.
    public let row: String
    /// Where the row stands.
    public let place: SourceLine
    /// The places that hold the values it was made of.
    public let sources: [Source]
}
