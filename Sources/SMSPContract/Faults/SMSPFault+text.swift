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
