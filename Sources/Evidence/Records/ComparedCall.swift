public import FoundationEssentials
public import NHSIdentifiers
import SMSPContract

/// The record of one compared call as the store receives it; the store keeps no patient's value of it.
///
/// - SeeAlso: docs/evidence.md §3.
public struct ComparedCall: Sendable, Redacted {
    /// The query of both sides that a record is about.
    public enum Query: String, Sendable, Hashable, Codable, CaseIterable {
        /// The first one.
        case first
        /// The second one, with a verdict of its own; its effect on the first verdict is in the first record.
        case requery = "re-query"
    }

    /// The evidence period of the call.
    public let period: EvidencePeriod
    /// The time at which the call came.
    public let time: Date
    /// The state of the route.
    public let state: CutoverState
    /// The query that the record is about.
    public let query: Query
    /// The verdict.
    public let verdict: Verdict
    /// The reason that the answers were not compared; nil if they were.
    public let notCompared: NotCompared?
    /// True if the payloads are equal in canonical XML.
    public let isEqualInBytes: Bool
    /// True if both sides were queried again before the verdict.
    public let isRequeried: Bool
    /// The outcomes, of closed lists; nil for PDS FHIR if it was not queried.
    public let outcomes: (legacy: String, fhir: String?)
    /// The strata of either answer and of the request.
    public let strata: Set<Stratum>
    /// The forms of the request.
    public let forms: Set<RequestForm>
    /// The differences.
    public let differences: [LeafDifference]
    /// The values of each of ``differences``, in their order: the store keeps tokens of some and nothing of the others.
    public let values: [ComparedValues]
    /// The line of `outcomes.csv` that gave the answer of PDS FHIR its code; nil if none was looked up.
    public let outcomeRow: Int?
    /// The time that each side took; nil if it was not queried.
    public let latencies: (legacy: Duration?, fhir: Duration?)
    /// The person whom the call is about; nil if the call does not tell.
    public let subject: SubjectKey?

    /// Creates a record.
    ///
    /// Outcomes that are not of the contract are replaced, since a server can put any text there.
    public init(
        period: EvidencePeriod,
        time: Date,
        state: CutoverState,
        query: Query,
        verdict: Verdict,
        notCompared: NotCompared? = nil,
        isEqualInBytes: Bool,
        isRequeried: Bool,
        outcomes: (legacy: String, fhir: String?),
        strata: Set<Stratum>,
        forms: Set<RequestForm>,
        differences: [LeafDifference],
        values: [ComparedValues],
        outcomeRow: Int?,
        latencies: (legacy: Duration?, fhir: Duration?),
        subject: SubjectKey?
    ) {
        self.period = period
        self.time = time
        self.state = state
        self.query = query
        self.verdict = verdict
        self.notCompared = notCompared ?? (verdict.isCompared ? nil : .untold)
        self.isEqualInBytes = isEqualInBytes
        self.isRequeried = isRequeried
        self.outcomes = (Self.known(outcomes.legacy), outcomes.fhir.map(Self.known))
        self.strata = strata
        self.forms = forms
        self.differences = differences
        self.values = values
        self.outcomeRow = outcomeRow
        self.latencies = latencies
        self.subject = subject
    }

    /// The record of a call whose answers were never held against each other.
    ///
    /// - Parameter legacyOutcome: the outcome that the caller got.
    public init(
        _ notCompared: NotCompared,
        period: EvidencePeriod,
        time: Date,
        state: CutoverState,
        legacyOutcome: String,
        legacyLatency: Duration?,
        subject: SubjectKey?
    ) {
        self.init(
            period: period,
            time: time,
            state: state,
            query: .first,
            verdict: notCompared.verdict ?? .oneSided,
            notCompared: notCompared,
            isEqualInBytes: false,
            isRequeried: false,
            outcomes: (legacyOutcome, nil),
            strata: [],
            forms: [],
            differences: [],
            values: [],
            outcomeRow: nil,
            latencies: (legacyLatency, nil),
            subject: subject
        )
    }

    /// An outcome as it may be kept: a code or fault of the contract, or the mention of another one.
    static func known(_ outcome: String) -> String {
        let isKnown =
            ResponseCode(rawValue: outcome) != nil
            || outcome.firstMatch(of: /^HTTP [1-5][0-9][0-9]$/) != nil || outcome == "fault"
            || (outcome.hasPrefix("fault ") && ToolkitErrorCode(rawValue: String(outcome.dropFirst(6))) != nil)
        return isKnown ? outcome : "another code"
    }
}
