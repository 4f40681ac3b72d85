/// The reason that a request is not passed on to a backend, and the caller's answer.
///
/// Technical errors are faults, business errors are codes in an answer; the two are never mixed.
///
/// - SeeAlso: Common Provider Requirements, SMSP-ERR-001; decision D54.
public enum SMSPRefusal: Error, Sendable, Equatable {
    /// A SOAP fault, HTTP 500.
    case fault(SMSPFault)
    /// An answer that holds the problem's code alone, HTTP 200.
    case invalidInput(InputProblem)
}

/// The fault of the values of a request that can be read as a message.
///
/// The raw values are metric labels.
public enum InputProblem: String, Error, Sendable, Hashable, CaseIterable {
    /// The payload breaks the schema of its operation (D31, D65).
    case payloadInvalid
    /// The payload's root is that of another operation (D55).
    case payloadOfAnotherOperation
    /// The envelope has no audit identity (D3).
    case auditIdentityMissing
    /// The NHS number is not ten digits (D2).
    case nhsNumberNotNewStyle
    /// The NHS number fails modulus 11 (D2).
    case nhsNumberCheckDigit
    /// The date of birth is no date, or not one as precise as the operation needs (D22).
    case dateOfBirth
    /// A name or postcode holds a wildcard where none is allowed.
    case wildcard
    /// A search names no surname (D27).
    case surnameMissing
    /// `getPatientDetails` without NHS number names no forename (D27).
    case forenameMissing
    /// A search names no gender (D27).
    case genderMissing
    /// A postcode has not the form of one.
    case postcode
    /// A value of a search is longer than PDS keeps (D57).
    case tooLong
    /// The surname is too short (D36).
    case shortSurname

    /// The code the answer holds.
    public var code: ResponseCode {
        switch self {
        case .nhsNumberNotNewStyle: .notNewStyle
        case .payloadInvalid, .payloadOfAnotherOperation, .auditIdentityMissing, .nhsNumberCheckDigit, .dateOfBirth,
            .wildcard, .surnameMissing, .forenameMissing, .genderMissing, .postcode, .tooLong, .shortSurname:
            .inputInvalid
        }
    }
}
