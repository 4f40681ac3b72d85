public import SMSPContract

/// A call to PDS, as the tables name it.
public enum PDSCall: String, Sendable, Hashable, CaseIterable {
    /// `GET /Patient/{id}` for the number that the caller asked.
    case retrieve
    /// `GET /Patient?…` for the person that the caller described.
    case search
    /// `GET /Patient/{id}` for the number that a search found.
    case found

    /// What holds a record in an answer to the call.
    public var resource: String { self == .search ? "Bundle" : "Patient" }
}

/// What code finds out about an answer of PDS and `outcomes.csv` gives a meaning to: a closed list.
public enum OutcomeCondition: String, Sendable, Hashable, CaseIterable {
    /// The record is that of the number asked, and fits the request (D26).
    case verified
    /// The record is that of the number asked, and does not fit the request (D26).
    case notVerified
    /// The record has another number, which supersedes the one asked, and fits the request (D5).
    case supersededVerified
    /// The record has another number, which supersedes the one asked, and does not fit the request (D5).
    case supersededNotVerified
    /// The record that a search found fits the request (D25).
    case fits
    /// The record that a search found is another person's than the one asked about (D25).
    case contradicts
    /// A search found nobody.
    case nobody
    /// A search found more than one patient (D50).
    case several
    /// A search says that it found another number of patients than it gives (D50).
    case inconsistent
    /// The record is labelled REDACTED (D28).
    case redacted
    /// No valid answer can be made of the record (D11).
    case noValidAnswer
}

/// What an answer of PDS means for the caller: a row of `outcomes.csv`.
public struct Outcome: Sendable, Hashable {
    /// What answers: a response code, or a name that the site's profile resolves.
    public enum Answer: Sendable, Hashable {
        /// This response code.
        case code(ResponseCode)
        /// PDS cannot be asked (D7).
        case unavailable
        /// There is no room for the call (D10).
        case busy
        /// A verification failed (D1).
        case verifyFailure
        /// The number is superseded, and the request fits the superseding record (D5).
        case superseded
    }

    /// What stands beside the code.
    public enum Payload: String, Sendable, Hashable, CaseIterable {
        /// The code alone; beside a name, what the profile says.
        case none
        /// What a success of the operation carries, the component with true or the patient; beside a name, if the
        /// profile wants it.
        case full
    }

    /// What answers.
    public let answer: Answer
    /// What stands beside the code.
    public let payload: Payload
    /// What the operator is alarmed with, in a fixed word; nil when there is no alarm.
    public let alarm: String?
    /// The row that says so.
    public let row: SourceLine
}
