import XMLTree

/// The WS-Addressing headers of a request.
///
/// From and FaultTo are not read: a host must not need them (decision D38).
///
/// - SeeAlso: Web Service Transport Requirements, table 2, WS-ADR-01 to WS-ADR-10.
struct AddressingHeaders: Sendable {
    /// `wsa:MessageID`, as it was sent.
    let messageID: String

    /// The address that asks for the answer on the connection the request came on.
    static let anonymous = Namespace.addressing + "/anonymous"

    /// Checks the WS-Addressing headers of `message` for a call of `operation`.
    init(
        _ message: SOAPMessage,
        soapAction: String?,
        operation: SMSPOperation,
        reading: SiteProfile.Reading
    ) throws(SMSPFault) {
        for name in ["MessageID", "To", "Action", "ReplyTo"] {
            guard message.headers(name, in: Namespace.addressing).count <= 1 else { throw .addressingHeaderRepeated }
        }
        guard let messageID = message.messageID else { throw .messageIDMissing }
        guard message.addressing("To") != nil else { throw .toMissing }
        if let replyTo = message.headers("ReplyTo", in: Namespace.addressing).first {
            let address = replyTo.first("Address", in: Namespace.addressing)?.text.trimmed
            guard address == Self.anonymous else { throw .replyToNotAnonymous }
        }
        guard reading == .lenient || message.addressing("Action") != nil else { throw .actionMissing }
        for action in message.actionsNamed(soapAction: soapAction) {
            guard let named = SMSPOperation(action: action) else { throw .actionUnknown }
            guard named == operation else { throw .actionsDisagree }
        }
        self.messageID = messageID
    }

    /// Refuses header blocks that must be understood and are not.
    ///
    /// A block with a SOAP actor other than `next` is meant for another node.
    ///
    /// - SeeAlso: SOAP 1.1 §4.2.2 and §4.2.3; Web Service Transport Requirements, WS-EXT-03.
    static func refuseUnknown(in message: SOAPMessage) throws(SMSPFault) {
        let understood = ["MessageID", "To", "Action", "From", "ReplyTo", "FaultTo", "RelatesTo"]
        for block in message.headerBlocks {
            guard ["1", "true"].contains(block.attribute("mustUnderstand", in: Namespace.soap)?.trimmed) else {
                continue
            }
            let actor = block.attribute("actor", in: Namespace.soap)?.trimmed.nonEmpty
            guard actor == nil || actor == "http://schemas.xmlsoap.org/soap/actor/next" else { continue }
            let isAddressing = block.name.namespace == Namespace.addressing && understood.contains(block.name.local)
            let isSecurity = block.name.namespace == Namespace.security && block.name.local == "Security"
            guard isAddressing || isSecurity else { throw .mustUnderstand }
        }
    }
}
