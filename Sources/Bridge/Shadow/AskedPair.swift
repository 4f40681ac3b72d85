import Evidence
import FoundationEssentials
import SMSPContract

/// Both answers to one call, compared.
struct AskedPair: Sendable {
    let period: EvidencePeriod
    let time: Date
    /// What was asked; nil for a message that PDS could not be asked (decision D33).
    let call: SMSPCall?
    let legacy: ComparedAnswer
    let comparison: AnswerComparison
    /// What came of the side of PDS FHIR.
    let fhir: FHIRSide
    let latencies: (legacy: Duration?, fhir: Duration?)
    /// The record that PDS FHIR's answer was made from.
    let patientRecord: RecordFacts?
    /// The line of `outcomes.csv` by which PDS FHIR's answer has its code.
    let outcomeRow: Int?
    let subject: SubjectKey?
    /// What PDS found when it was asked without the postcode; nil when it was not.
    let withoutPostcode: ComparisonFacts.WithoutPostcode?

    /// What came of the side of PDS FHIR.
    enum FHIRSide: Sendable {
        /// PDS, or the bridge in its place, gave an answer.
        case answered
        /// Its turn did not come in time: there is one answer only.
        case busy
        /// It was not asked, since the legacy endpoint failed and there is nothing to hold an answer against.
        case notAsked
    }

    /// What came of the asking.
    var verdict: Verdict {
        switch fhir {
        case .answered: comparison.verdict
        case .busy: .oneSided
        case .notAsked: .incomparable
        }
    }

    /// Whether the record is another version than it was.
    func hasMoved(to second: AskedPair) -> Bool {
        guard let before = patientRecord?.versionID, let now = second.patientRecord?.versionID else { return false }
        return before != now
    }

    /// The record of the asking.
    ///
    /// - Parameter verdict: the one that stands after a second asking; nil: that of this one.
    func record(asking: ComparedCall.Asking, verdict: Verdict? = nil, isAskedAgain: Bool = false) -> ComparedCall {
        let isFHIRAnswered = fhir == .answered
        return ComparedCall(
            period: period,
            time: time,
            state: .shadow,
            asking: asking,
            verdict: verdict ?? self.verdict,
            isEqualInBytes: isFHIRAnswered && comparison.isEqualInBytes,
            isAskedAgain: isAskedAgain,
            outcomes: (
                ComparedCall.known(comparison.outcomes.legacy),
                isFHIRAnswered ? ComparedCall.known(comparison.outcomes.fhir) : nil
            ),
            strata: comparison.strata.legacy.union(comparison.strata.fhir).union(call?.request.strata ?? []),
            forms: call?.request.forms ?? [],
            differences: isFHIRAnswered ? comparison.differences : [],
            outcomeRow: isFHIRAnswered ? outcomeRow : nil,
            latencies: latencies,
            subject: subject
        )
    }
}
