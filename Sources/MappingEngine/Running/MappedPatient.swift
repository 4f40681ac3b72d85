public import JSONTree
public import SMSPContract

/// The result of mapping a PDS record.
public struct MappedPatient: Sendable {
    /// The patient to answer with; nil when no valid answer remains (D11): ``OutcomeCondition/noValidAnswer``.
    public let details: PatientDetails?
    /// The parts that were changed, left out or not understood, without values.
    public let diagnostics: [MappingDiagnostic]
    /// The origin of each filled leaf of the answer, in the order of the tables.
    public let provenance: [Provenance]
}

/// The origin of a leaf of an answer.
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
    /// The place of the row.
    public let place: SourceLine
    /// The places that hold the values it was made of.
    public let sources: [Source]
}
