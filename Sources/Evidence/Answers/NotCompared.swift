/// The reason for which a call in `shadow` was not compared: one for each call that was not.
///
/// Each is counted on its own, so that the compared calls and those of every reason add up to the calls.
///
/// - SeeAlso: docs/evidence.md §2; decision D69.
public enum NotCompared: String, Sendable, Hashable, Codable, CodingKeyRepresentable, CaseIterable, Comparable {
    // The legacy answer.
    /// The legacy endpoint gave no answer.
    case legacyUnavailable
    /// The legacy answer has a content coding that is not known or not kept to.
    case legacyContentCoding
    /// The legacy answer is in an encoding that is not known or not kept to.
    case legacyCharset
    /// The MIME parts of the legacy answer cannot be told apart, or its message refers to another part.
    case legacyMultipart
    /// The legacy answer is longer than what is read.
    case legacyTooLarge
    /// The legacy answer is no SMSP answer: a page, nothing, XML of another kind.
    case legacyNotSMSP
    /// The legacy answer says that the service failed.
    case legacyFailure

    // The side of PDS FHIR.
    /// PDS FHIR failed for reasons of its own.
    case fhirFailure
    /// PDS FHIR's turn did not come in time: the quota was spent.
    case fhirBusy
    /// The record moved between both sides' answers.
    case recordMoved

    // The call.
    /// `comparison.sample` leaves out its patient.
    case notSampled
    /// `comparison.queue` comparisons were in progress or waited.
    case queueFull
    /// Their messages took `comparison.memory`.
    case memoryFull
    /// Its turn came after `comparison.deadline`.
    case late
    /// The operation is unknown.
    case operationUnknown
    /// The audit could not be written, so that no patient's data might be read.
    case auditUnavailable
    /// The bridge was stopping.
    case stopping
    /// The caller left before the legacy endpoint answered.
    case callerLeft
    /// No reason is told: each is of few people, or an earlier version kept none.
    case untold

    /// The verdict on a call with this reason; nil if the reason is unknown.
    public var verdict: Verdict? {
        switch self {
        case .legacyUnavailable, .legacyContentCoding, .legacyCharset, .legacyMultipart, .legacyTooLarge,
            .legacyNotSMSP, .legacyFailure, .fhirFailure:
            .incomparable
        case .recordMoved: .skewed
        case .fhirBusy, .notSampled, .queueFull, .memoryFull, .late, .operationUnknown, .auditUnavailable, .stopping,
            .callerLeft:
            .oneSided
        case .untold: nil
        }
    }

    /// The reason in words, for those who read a report.
    public var meaning: String {
        switch self {
        case .legacyUnavailable: "the legacy endpoint gave no answer"
        case .legacyContentCoding: "the legacy answer is compressed in a way that cannot be undone"
        case .legacyCharset: "the legacy answer is in an encoding that cannot be read"
        case .legacyMultipart: "the parts of the legacy answer cannot be read"
        case .legacyTooLarge: "the legacy answer is too long to be read"
        case .legacyNotSMSP: "the legacy answer is no SMSP answer"
        case .legacyFailure: "the legacy answer says that the service failed"
        case .fhirFailure: "PDS FHIR failed"
        case .fhirBusy: "PDS FHIR's quota was spent"
        case .recordMoved: "the record moved meanwhile"
        case .notSampled: "the patient is not in the sample"
        case .queueFull: "comparison.queue was full"
        case .memoryFull: "comparison.memory was full"
        case .late: "its turn came after comparison.deadline"
        case .operationUnknown: "the operation is unknown"
        case .auditUnavailable: "the audit could not be written"
        case .stopping: "the bridge was stopping"
        case .callerLeft: "the caller left before the answer"
        case .untold: "not told: each reason is of few people, or an earlier version kept none"
        }
    }

    /// In the order of the cases.
    public static func < (left: NotCompared, right: NotCompared) -> Bool {
        (ranks[left] ?? 0) < (ranks[right] ?? 0)
    }

    private static let ranks = Dictionary(uniqueKeysWithValues: allCases.enumerated().map { ($1, $0) })
}
