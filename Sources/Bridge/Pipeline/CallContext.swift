import SMSPContract

/// The facts of one call that no step changes: the request, its outline and the site it is for.
struct CallContext: Sendable {
    let request: WireRequest
    let outline: MessageOutline
    let site: Site
}

/// A message as far as it can be read before anything of it is judged: the needs of routing and the audit (D33, D41).
struct MessageOutline: Sendable {
    /// The message, or the fault that answers it on a route to PDS FHIR.
    let message: Result<SOAPMessage, SMSPFault>
    /// The audit identities, `itk:auditIdentity/id`.
    let identities: [AuditIdentity]
    /// The operation; nil if nothing names one.
    let operation: SMSPOperation?
    /// The service that is called instead of an operation; nil if nothing names one, or if anything names an operation
    /// (D66).
    let otherService: ITKService?

    /// Reads the body of `request` as far as it goes: the only parse of a live call.
    init(_ request: WireRequest) {
        do throws(SMSPFault) {
            guard request.isIdentityEncoded, !request.isMultipart else { throw .attachmentsRefused }
            let message = try SOAPMessage(request.body, charset: request.charset)
            self.message = .success(message)
            identities = message.auditIdentities
            operation = message.operation(soapAction: request.soapAction)
            otherService = message.otherService(soapAction: request.soapAction)
        } catch {
            message = .failure(error)
            identities = []
            operation = request.soapAction.flatMap(SMSPOperation.init(soapAction:))
            otherService = request.soapAction.flatMap(ITKService.init(soapAction:))
        }
    }
}
