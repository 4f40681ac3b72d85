public import NHSIdentifiers

/// An answer that carries a response code: everything the caller gets but the envelope around it.
///
/// - SeeAlso: schemas COMT_MT000013GB01, COMT_MT000014GB01, COMT_MT000016GB01; PDS SMS Provider Requirements §4.2.
public struct SMSPResponse: Sendable, Equatable {
    /// The payload that accompanies the code.
    ///
    /// Absent from a ``SMSPResponse`` is what the contract calls "code only": `id`, `code` and `value`.
    public enum Content: Sendable, Equatable {
        /// `component` of `verifyNHSNumberResponse-v1-0`.
        case validIdentifier(ValidIdentifier)
        /// `subject` of `getPatientDetailsResponse-v1-0`.
        case patient(PatientDetails)
    }

    /// The operation of the request.
    public let operation: SMSPOperation
    /// `value/@code`.
    public let code: ResponseCode
    /// The payload with the code; nil if the answer is the code alone.
    public let content: Content?

    /// The NHS number that the answer gives; nil when it is the code alone.
    public var nhsNumber: NHSNumber? {
        switch content {
        case .validIdentifier(let identifier): identifier.nhsNumber
        case .patient(let details): details.nhsNumber
        case nil: nil
        }
    }

    /// The code alone.
    public static func codeOnly(_ code: ResponseCode, for operation: SMSPOperation) -> SMSPResponse {
        SMSPResponse(operation: operation, code: code, content: nil)
    }

    /// An answer of these parts.
    public init(operation: SMSPOperation, code: ResponseCode, content: Content?) {
        self.operation = operation
        self.code = code
        self.content = content
    }
}

/// The outcome of a verification: true if the number is valid for the person of the request.
///
/// - SeeAlso: COMT_MT000013GB01, `validIdentifier`.
public struct ValidIdentifier: Sendable, Equatable, Redacted {
    /// `value/@value`.
    public let isValid: Bool
    /// The number: the superseding one if the requested number was superseded.
    public let nhsNumber: NHSNumber

    /// An outcome of these parts.
    public init(isValid: Bool, nhsNumber: NHSNumber) {
        self.isValid = isValid
        self.nhsNumber = nhsNumber
    }
}
