import Comparison
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
    /// Whether PDS FHIR, or the bridge in its place, gave an answer at all.
    let isFHIRAnswered: Bool
    let latencies: (legacy: Duration?, fhir: Duration?)
    /// The record that PDS FHIR's answer was made from.
    let patientRecord: RecordFacts?
    /// The line of `outcomes.csv` by which PDS FHIR's answer has its code.
    let outcomeRow: Int?
    let subject: SubjectKey?

    /// Whether the record is another version than it was.
    func hasMoved(to second: AskedPair) -> Bool {
        guard let before = patientRecord?.versionID, let now = second.patientRecord?.versionID else { return false }
        return before != now
    }

    /// The record of the asking.
    func record(asking: ComparedCall.Asking, verdict: Verdict, isAskedAgain: Bool = false) -> ComparedCall {
        ComparedCall(
            period: period,
            time: time,
            state: .shadow,
            asking: asking,
            verdict: isFHIRAnswered ? verdict : .oneSided,
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
