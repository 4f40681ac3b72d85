public import Evidence
public import FoundationEssentials
public import NHSIdentifiers
import SMSPContract

/// One compared call as it is handed to the store, which keeps no patient's value of it.
///
/// - SeeAlso: docs/evidence.md §3.
public struct ComparedCall: Sendable, Redacted {
    /// Which asking the record is of.
    public enum Asking: String, Sendable, Hashable, CaseIterable {
        /// That of the call.
        case first
        /// The second one, of its own verdict: what it tells of the first one's is in the first one's record.
        case again = "re-ask"
    }

    /// The period that the call counts in.
    public let period: EvidencePeriod
    /// When the call came.
    public let time: Date
    /// The state of the route.
    public let state: CutoverState
    /// Which asking it is.
    public let asking: Asking
    /// What came of it.
    public let verdict: Verdict
    /// Whether the payloads are equal in canonical XML.
    public let isEqualInBytes: Bool
    /// Whether both sides were asked again before the verdict.
    public let isAskedAgain: Bool
    /// The outcomes, of closed lists; nil for PDS FHIR where it was not asked.
    public let outcomes: (legacy: String, fhir: String?)
    /// The strata that either answer, or the question, belongs to.
    public let strata: Set<Stratum>
    /// What the question is like.
    public let forms: Set<RequestForm>
    /// Where the answers differ, with the values: the store keeps tokens of some and nothing of the others.
    public let differences: [LeafDifference]
    /// The line of `outcomes.csv` by which PDS FHIR's answer has its code; nil where none was looked up.
    public let outcomeRow: Int?
    /// How long each side took; nil where it was not asked.
    public let latencies: (legacy: Duration?, fhir: Duration?)
    /// Whom the call is about; nil when nothing tells.
    public let subject: SubjectKey?
}

extension ComparedCall {
    /// An outcome as it may be kept: a code or fault of the contract, or that it was another.
    static func known(_ outcome: String) -> String {
        let isKnown =
            ResponseCode(rawValue: outcome) != nil
            || outcome.firstMatch(of: /^HTTP [1-5][0-9][0-9]$/) != nil || outcome == "fault"
            || (outcome.hasPrefix("fault ") && ToolkitErrorCode(rawValue: String(outcome.dropFirst(6))) != nil)
        return isKnown ? outcome : "another code"
    }
}
