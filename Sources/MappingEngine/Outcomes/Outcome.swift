public import SMSPContract

/// A call to PDS, as the tables name it.
public enum PDSCall: String, Sendable, Hashable, CaseIterable {
    /// `GET /Patient/{id}` for the number in the request.
    case retrieve
    /// `GET /Patient?…` for the person that the caller described.
    case search
    /// `GET /Patient/{id}` for the number that a search found.
    case found

    /// The resource that holds a record in an answer to the call.
    public var resource: String { self == .search ? "Bundle" : "Patient" }
}

/// The conditions that code detects in an answer of PDS, for `outcomes.csv` to interpret: a closed list.
public enum OutcomeCondition: String, Sendable, Hashable, CaseIterable {
    /// The record has the requested number, and fits the request (D26).
    case verified
    /// The record has the requested number, and does not fit the request (D26).
    case notVerified
    /// The record has another number, which supersedes the requested one, and fits the request (D5).
    case supersededVerified
    /// The record has another number, which supersedes the requested one, and does not fit the request (D5).
    case supersededNotVerified
    /// The record that a search found fits the request (D25).
    case fits
    /// The record that a search found contradicts the request (D25).
    case contradicts
    /// A search found no match.
    case nobody
    /// A search found more than one patient (D50).
    case several
    /// A search says that it found another number of patients than it gives (D50).
    case inconsistent
    /// The record is labelled REDACTED (D28).
    case redacted
    /// The record says something of itself that no row reads and that may be a death or a merger (D67).
    case unreadStatus
    /// PDS refuses a search for the value of a parameter that was sent, and names it (D63).
    case valueRefused
    /// No valid answer can be made of the record (D11).
    case noValidAnswer
}

/// The meaning of an answer of PDS for the caller: a row of `outcomes.csv`.
public struct Outcome: Sendable, Hashable {
    /// The answer: a response code, or a name that the site's profile resolves.
    public enum Answer: Sendable, Hashable {
        /// This response code.
        case code(ResponseCode)
        /// PDS cannot be queried (D7).
        case unavailable
        /// There is no room for the call (D10).
        case busy
        /// PDS refuses a request that the bridge has checked (D63).
        case requestRefused
        /// A verification failed (D1).
        case verifyFailure
        /// The number is superseded, and the request fits the superseding record (D5).
        case superseded
    }

    /// The payload that accompanies the code.
    public enum Payload: String, Sendable, Hashable, CaseIterable {
        /// The code alone; for a name, the payload that the profile chooses.
        case none
        /// The payload of a success of the operation, the component with true or the patient; for a name, if the
        /// profile wants it.
        case full
    }

    /// The answer.
    public let answer: Answer
    /// The payload that accompanies the code.
    public let payload: Payload
    /// The alarm that the operator gets, as a fixed word; nil if there is none.
    public let alarm: String?
    /// The row that says so.
    public let row: SourceLine
}
