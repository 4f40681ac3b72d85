import SMSPContract

/// A message as far as it can be read before anything of it is judged: what routing and the audit need (D33, D41).
struct MessageOutline: Sendable {
    /// The message, or the fault that it is owed on a route to PDS FHIR.
    let message: Result<SOAPMessage, SMSPFault>
    /// `itk:auditIdentity/id`.
    let identities: [AuditIdentity]
    /// The operation; nil when nothing tells.
    let operation: SMSPOperation?

    /// Reads the body of `request` as far as it goes.
    init(_ request: WireRequest) {
        do throws(SMSPFault) {
            guard request.isIdentityEncoded, !request.isMultipart else { throw .attachmentsRefused }
            let message = try SOAPMessage(request.body)
            self.message = .success(message)
            identities = message.auditIdentities
            operation = message.operation(soapAction: request.soapAction)
        } catch {
            message = .failure(error)
            identities = []
            operation = request.soapAction.flatMap(SMSPOperation.init(soapAction:))
        }
    }
}
