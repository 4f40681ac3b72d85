import Foundation
import SMSPContract

extension PlannedCall {
    /// Gives the call the form that its probe is about.
    mutating func shape() {
        switch probe {
        case .actionQuoted: soapAction = soapAction.map { "\"\($0)\"" }
        case .actionAbsent: soapAction = nil
        case .clientCore: takeFormOfClientCore()
        case .openInhealthcare: takeFormOfOpenInhealthcare()
        case .adaptor: takeFormOfAdaptor()
        case .charsetUTF8: contentType = "text/xml; charset=utf-8"
        case .charsetWrong: contentType = "text/xml; charset=ISO-8859-1"
        case .smallFieldNames: hasSmallNames = true
        case .chunkedRequest: isChunked = true
        case .identityOnly: fields.append((name: "Accept-Encoding", value: "identity"))
        case .closing: fields.append((name: "Connection", value: "close"))
        case .oldHTTP: version = "1.0"
        case .notXML: body = message.bytes.dropLast(20)
        case .soap12: message.soapNamespace = "http://www.w3.org/2003/05/soap-envelope"
        case .actionUnknown:
            message.action += "0"
            soapAction = message.action
        default: shapeMessage()
        }
    }

    private mutating func shapeMessage() {
        switch probe {
        case .prefixes: message.prefixes = .marshalled
        case .headerOrder:
            message.headers = [.security, .from, .to, .action, .messageID]
            message.isUsernameFirst = true
        case .spacing: message.space = "\r\n\r\n\t  "
        case .noDeclaration: message.prologue = .nothing
        case .comment: message.prologue = .declarationAndComment
        case .severalAuditIDs: message.auditIdentities.append((OID.accreditedSystem, "200000000205"))
        case .untypedAuditID: message.auditIdentities = message.auditIdentities.map { (nil, $0.uri) }
        case .auditMissing: message.auditIdentities = []
        case .addresses: message.hasAddresses = true
        case .handling: message.hasHandling = true
        case .prefixedMessageID: message.messageID = "urn:uuid:" + message.messageID
        case .anonymousReplyTo: message.headers.append(.replyTo(Namespace.addressing + "/anonymous"))
        case .replyToElsewhere: message.headers.append(.replyTo("http://client.example/answers"))
        case .unknownHeader: message.headers.append(.unknown(mustUnderstand: false))
        case .mustUnderstand: message.headers.append(.unknown(mustUnderstand: true))
        case .lowerCaseIDs: message.takeLowerCaseIDs()
        case .messageIDMissing: message.headers.removeAll { $0 == .messageID }
        case .toMissing: message.headers.removeAll { $0 == .to }
        case .profileUnknown: message.profileID += "-unknown"
        case .expired: message.created -= 24 * 3600
        default: break
        }
    }

    /// - SeeAlso: docs/contract/smsp.md §9.1, first column.
    private mutating func takeFormOfClientCore() {
        soapAction = nil
        contentType = "text/xml; charset=ISO-8859-1"
        fields = [(name: "Connection", value: "keep-alive")]
        message.prologue = .nothing
        message.prefixes = .marshalled
        message.headers = [.security, .from, .action, .messageID, .to]
        message.isUsernameFirst = true
        message.life = 5 * 60
        message.auditIdentities = message.auditIdentities.map { (nil, $0.uri) }
    }

    /// - SeeAlso: docs/contract/smsp.md §9.1, second column.
    private mutating func takeFormOfOpenInhealthcare() {
        fields = [(name: "Connection", value: "keep-alive")]
        message.headers = [.messageID, .action, .to, .from, .security]
        message.space = "\n\n    "
        message.life = 3600
        message.hasAddresses = true
    }

    /// - SeeAlso: docs/contract/smsp.md §9.1, third column, except for postcode and Content-Length.
    private mutating func takeFormOfAdaptor() {
        version = "1.0"
        message.prologue = .declarationAndComment
        message.headers = [.messageID, .action, .to, .from, .security]
        message.space = "\n\t"
        message.life = 15 * 60
        message.takeLowerCaseIDs()
        if operation == .getPatientDetailsByNHSNumber { message.payloadCode = operation.names.versioned }
    }
}

extension RequestMessage {
    /// Ids as one real client sends them: lower case and without the prefix that makes an `xs:ID` of a UUID.
    fileprivate mutating func takeLowerCaseIDs() {
        messageID = messageID.lowercased()
        trackingID = trackingID.lowercased()
        payloadID = payloadID.lowercased()
        idPrefix = ""
    }
}
