/// Every reason for which a caller gets a SOAP fault instead of an answer.
///
/// The list is closed, so that a fault's code, text and metric label are decided in one place and none of them can
/// hold a value of the request.
///
/// - SeeAlso: ITK 2.0 Web Service Transport Requirements §6 (WS-FLT, WS-FDT) and §7; decision D53.
public enum SMSPFault: String, Error, Sendable, Hashable, CaseIterable {
    // The document.
    case notWellFormed
    case documentTypeRefused
    case limitsExceeded
    case notSOAP
    case versionMismatch
    case mustUnderstand
    case attachmentsRefused
    // WS-Addressing.
    case messageIDMissing
    case toMissing
    case actionMissing
    case actionUnknown
    case actionsDisagree
    case replyToNotAnonymous
    case addressingHeaderRepeated
    // WS-Security.
    case timestampMissing
    case timestampUnreadable
    case timestampExpired
    case timestampInFuture
    case usernameMismatch
    // The ITK envelope.
    case envelopeMissing
    case envelopeInvalid
    case payloadCountInvalid
    case payloadEncoded
    case profileUnknown
    // The caller.
    case callerUnknown
    // The provider.
    case overloaded
    case backendUnavailable
    case operationNotAvailable
    case internalError
}

/// The `faultcode` of SOAP 1.1.
public enum SOAPFaultCode: String, Sendable, Hashable {
    case client = "Client"
    case server = "Server"
    case versionMismatch = "VersionMismatch"
    case mustUnderstand = "MustUnderstand"
}

/// `ToolkitErrorInfo/ErrorCode`, vocabulary ``OID/toolkitErrorCode``.
///
/// - SeeAlso: Web Service Transport Requirements, WS-FDT-02 and WS-FDT-03.
public enum ToolkitErrorCode: String, Sendable, Hashable, CaseIterable {
    /// Invalid message: the sender's bug.
    case invalidMessage = "1000"
    /// Processing error that may pass: try again.
    case retryable = "2100"
    /// Processing error that will stay.
    case notRetryable = "2200"
    /// Access denied.
    case accessDenied = "3000"
}

extension SMSPFault {
    /// `ToolkitErrorInfo/ErrorCode`.
    public var errorCode: ToolkitErrorCode {
        switch self {
        case .usernameMismatch, .callerUnknown: .accessDenied
        case .overloaded, .backendUnavailable: .retryable
        case .operationNotAvailable, .internalError: .notRetryable
        default: .invalidMessage
        }
    }

    /// `faultcode`.
    public var faultCode: SOAPFaultCode {
        switch self {
        case .versionMismatch: .versionMismatch
        case .mustUnderstand: .mustUnderstand
        case .overloaded, .backendUnavailable, .operationNotAvailable, .internalError: .server
        default: .client
        }
    }

    /// `wsa:Action` of the fault: the WS-Addressing one where a WS-Addressing header is at fault (decision D53).
    public var action: String {
        switch self {
        case .messageIDMissing, .toMissing, .actionMissing, .actionUnknown, .actionsDisagree, .replyToNotAnonymous,
            .addressingHeaderRepeated:
            Namespace.addressing + "/fault"
        default: Namespace.addressing + "/soap/fault"
        }
    }

    /// `faultstring`: one short sentence for each fault code.
    public var faultString: String {
        switch faultCode {
        case .client: "The request could not be accepted; see the detail."
        case .server: "The request could not be processed; see the detail."
        case .versionMismatch: "The envelope is not a SOAP 1.1 envelope."
        case .mustUnderstand: "A header that must be understood is not understood."
        }
    }
}
