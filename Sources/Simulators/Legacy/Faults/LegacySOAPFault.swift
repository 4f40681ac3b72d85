/// A SOAP fault of the legacy service; the raw value names it on the command line, as in `fault=callerUnknown`.
///
/// - SeeAlso: ITK 2.0 Web Service Transport Requirements §6 (WS-FLT, WS-FDT) and §7.
public enum LegacySOAPFault: String, Error, Sendable, CaseIterable {
    // The document.
    case notWellFormed, documentTypeRefused, limitsExceeded, notSOAP, versionMismatch, mustUnderstand
    case attachmentsRefused
    // WS-Addressing.
    case messageIDMissing, toMissing, actionMissing, actionUnknown, actionsDisagree, replyToNotAnonymous
    case addressingHeaderRepeated
    // WS-Security.
    case timestampMissing, timestampUnreadable, timestampExpired, timestampInFuture, usernameMismatch
    // The ITK envelope.
    case envelopeMissing, envelopeInvalid, payloadCountInvalid, payloadEncoded, profileUnknown
    // The caller, and the service itself.
    case callerUnknown, overloaded, backendUnavailable, operationNotAvailable, internalError
}

extension LegacySOAPFault {
    /// `ToolkitErrorInfo/ErrorCode`: 1000 invalid message, 2100 try again, 2200 do not, 3000 access denied.
    var errorCode: String {
        switch self {
        case .usernameMismatch, .callerUnknown: "3000"
        case .overloaded, .backendUnavailable: "2100"
        case .operationNotAvailable, .internalError: "2200"
        default: "1000"
        }
    }

    /// `faultcode`, without its prefix.
    var faultCode: String {
        switch self {
        case .versionMismatch: "VersionMismatch"
        case .mustUnderstand: "MustUnderstand"
        case .overloaded, .backendUnavailable, .operationNotAvailable, .internalError: "Server"
        default: "Client"
        }
    }

    /// True if a WS-Addressing header is at fault, which `wsa:Action` of the fault tells (decision D53).
    var isOfAddressing: Bool {
        switch self {
        case .messageIDMissing, .toMissing, .actionMissing, .actionUnknown, .actionsDisagree, .replyToNotAnonymous,
            .addressingHeaderRepeated:
            true
        default: false
        }
    }

    /// `ErrorText`: a sentence for the user.
    var errorText: String {
        switch errorCode {
        case "3000": "Access denied."
        case "2100": "The service is busy. Try again later."
        case "2200": "The service cannot process this message."
        default: "Invalid message."
        }
    }
}
