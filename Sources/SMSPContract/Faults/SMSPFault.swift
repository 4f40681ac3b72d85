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

extension SMSPFault {
    /// `ErrorText`: a sentence that may be shown to a user.
    public var errorText: String {
        switch errorCode {
        case .invalidMessage: "The message sent to the PDS service is not valid."
        case .accessDenied: "Access to the PDS service is denied."
        case .retryable: "The PDS service is not available at the moment. Please try again."
        case .notRetryable: "The PDS service could not process the message."
        }
    }

    /// `ErrorDiagnosticText`: what an administrator needs to know.
    ///
    /// It never holds a value of the request.
    public var diagnosticText: String {
        switch self {
        case .notWellFormed: "The body is not a well-formed XML document in UTF-8."
        case .documentTypeRefused: "The document has a document type declaration, which is not accepted."
        case .limitsExceeded: "The document is nested too deeply or has too many attributes on an element."
        case .notSOAP: "The root element is not a SOAP 1.1 Envelope with a Body."
        case .versionMismatch: "The namespace of the Envelope is not that of SOAP 1.1."
        case .mustUnderstand: "A header with mustUnderstand is neither WS-Addressing nor WS-Security."
        case .attachmentsRefused: "Multipart and MTOM messages are not accepted."
        case .messageIDMissing: "The header wsa:MessageID is missing or empty."
        case .toMissing: "The header wsa:To is missing or empty."
        case .actionMissing: "The header wsa:Action is missing or empty."
        case .actionUnknown: "SOAPAction, wsa:Action or the service of the envelope names no operation of this service."
        case .actionsDisagree: "SOAPAction, wsa:Action and the service of the envelope name different operations."
        case .replyToNotAnonymous: "The header wsa:ReplyTo is not the anonymous address."
        case .addressingHeaderRepeated: "A WS-Addressing header stands more than once."
        case .timestampMissing: "The header wsse:Security has no wsu:Timestamp."
        case .timestampUnreadable: "wsu:Created or wsu:Expires is missing, is no UTC time, or Created is after Expires."
        case .timestampExpired: "wsu:Expires is past."
        case .timestampInFuture: "wsu:Created is in the future."
        case .usernameMismatch: "wsse:Username is not the common name of the client certificate."
        case .envelopeMissing: "The SOAP Body does not hold one itk:DistributionEnvelope."
        case .envelopeInvalid: "The itk:DistributionEnvelope lacks a required part."
        case .payloadCountInvalid: "The envelope must hold exactly one manifest item and one payload, and say so."
        case .payloadEncoded: "Encrypted, compressed and base64 payloads are not accepted."
        case .profileUnknown: "The profileid of the manifest item is not supported."
        case .callerUnknown: "No site is configured for this caller."
        case .overloaded: "The service has as much work as it can take."
        case .backendUnavailable: "The service behind this one did not answer."
        case .operationNotAvailable: "The operation is not available here yet."
        case .internalError: "The service failed in a way that it did not foresee."
        }
    }
}
