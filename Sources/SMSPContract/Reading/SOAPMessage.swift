public import NHSIdentifiers
public import XMLTree

/// A SOAP 1.1 message as it was received: its header blocks and the one element of its body.
///
/// Reading one makes no judgement of the header blocks or the ITK envelope: what those mean to a call depends on the
/// site it is for, which may only be known from the message itself.
///
/// - SeeAlso: SOAP 1.1 §4; Web Service Transport Requirements §2.2.
public struct SOAPMessage: Sendable, Redacted {
    /// The header blocks in document order; none when there is no Header.
    public let headerBlocks: [XMLElement]
    /// The child elements of Body, each with the namespaces that its ancestors declare.
    public let bodyElements: [XMLElement]
    /// True if the message was declared and written in another encoding than UTF-8 (decision D73).
    public let isConverted: Bool

    /// Reads a message from the bytes of an HTTP body.
    ///
    /// - Parameter charset: The charset that `Content-Type` names; nil if it names none.
    /// - Throws: the fault for a document that is not a SOAP 1.1 message.
    public init(_ bytes: [UInt8], charset: String? = nil, limits: XMLLimits = .standard) throws(SMSPFault) {
        let converted = ConvertedDocument.utf8(bytes, charset: charset)
        isConverted = converted != nil
        let root: XMLElement
        do {
            root = try XMLDocument.parse(converted ?? bytes, limits: limits)
        } catch {
            throw SMSPFault(error)
        }
        guard root.name.local == "Envelope" else { throw .notSOAP }
        guard root.name.namespace == Namespace.soap else { throw .versionMismatch }
        guard let body = root.first("Body", in: Namespace.soap) else { throw .notSOAP }
        self.headerBlocks = root.first("Header", in: Namespace.soap)?.elements ?? []
        // The prefixes of `xsi:type` (D70). Copies of the scope for thousands of elements would cost more than the message.
        let scope = NamespaceScope().within(root).within(body)
        let elements = body.elements
        self.bodyElements = elements.count == 1 ? elements.map { $0.declaring(scope) } : elements
    }

    /// The ITK envelope, if the body holds it and nothing else.
    public var distributionEnvelope: XMLElement? {
        guard bodyElements.count == 1, let element = bodyElements.first,
            element.name == XMLName(namespace: Namespace.itk, local: "DistributionEnvelope", prefix: nil)
        else { return nil }
        return element
    }

    /// The header blocks of a name.
    func headers(_ local: String, in namespace: String) -> [XMLElement] {
        headerBlocks.filter { $0.name.local == local && $0.name.namespace == namespace }
    }

    /// The text of a WS-Addressing header without outer white space; nil when it is missing or empty.
    func addressing(_ local: String) -> String? {
        headers(local, in: Namespace.addressing).first?.text.trimmed.nonEmpty
    }

    /// `wsa:MessageID`; nil when it is missing or empty.
    public var messageID: String? { addressing("MessageID") }

    /// `itk:header/@trackingid`; nil when it is missing or empty.
    public var trackingID: String? {
        distributionEnvelope?.first("header", in: Namespace.itk)?.attribute("trackingid")?.trimmed.nonEmpty
    }

    /// The operation that the message asks for, taken from what names a known one first: SOAPAction, `wsa:Action`,
    /// the service of the envelope, the root of the payload (decision D33).
    public func operation(soapAction: String?) -> SMSPOperation? {
        for action in actionsNamed(soapAction: soapAction) {
            if let operation = SMSPOperation(action: action) { return operation }
        }
        return payloadRoot.flatMap { SMSPOperation(requestRoot: $0.name.local) }
    }

    /// The service other than the operations that SOAPAction, `wsa:Action` or the service of the envelope names first;
    /// nil if none of them does, and if anything names an operation (decision D66).
    public func otherService(soapAction: String?) -> ITKService? {
        guard operation(soapAction: soapAction) == nil else { return nil }
        return actionsNamed(soapAction: soapAction).lazy.compactMap(ITKService.init(action:)).first
    }

    /// True if SOAPAction, `wsa:Action` or the service of the envelope has a value.
    public func namesAnAction(soapAction: String?) -> Bool {
        !actionsNamed(soapAction: soapAction).isEmpty
    }

    /// The values of SOAPAction, `wsa:Action` and the service of the envelope, in this order; empty ones are
    /// left out.
    func actionsNamed(soapAction: String?) -> [String] {
        let service = distributionEnvelope?.first("header", in: Namespace.itk)?.attribute("service")
        return [soapAction?.withoutQuotes, addressing("Action"), service?.trimmed].compactMap { $0?.nonEmpty }
    }

    /// The first element of the first payload; nil if there is none.
    var payloadRoot: XMLElement? {
        distributionEnvelope?.first("payloads", in: Namespace.itk)?.first("payload", in: Namespace.itk)?.elements.first
    }
}

extension SMSPFault {
    /// The fault for a body that is not readable as XML.
    init(_ error: XMLParseError) {
        switch error {
        case .documentType: self = .documentTypeRefused
        case .tooDeep, .tooManyAttributes, .tooLarge: self = .limitsExceeded
        case .outOfMemory: self = .internalError
        case .empty, .unsupportedEncoding, .notWellFormed: self = .notWellFormed
        }
    }
}

extension SOAPMessage {
    /// `itk:auditIdentity/id` of the envelope's header, in document order; none when there is no envelope.
    public var auditIdentities: [AuditIdentity] {
        distributionEnvelope?.first("header", in: Namespace.itk).map(DistributionEnvelope.auditIdentities) ?? []
    }

    /// The NHS number that the payload asks about, if it is a valid one: for the audit trail of a message that is
    /// passed on unread.
    public var nhsNumberAsked: NHSNumber? {
        payloadRoot?.first("queryEvent", in: Namespace.hl7)?
            .first("Person.NHSNumber", in: Namespace.hl7)?
            .first("value", in: Namespace.hl7)?
            .attribute("extension").flatMap(NHSNumber.init)
    }
}

extension [AuditIdentity] {
    /// The stem of an audit identity that names an organisation.
    private static let odsStem = "urn:nhs-uk:identity:ods:"

    /// The ODS code of the first identity of an organisation, upper case; nil if there is none (D41).
    ///
    /// The text after the code and a colon is a local user.
    public var odsCode: String? {
        guard let uri = first(where: { $0.uri.lowercased().hasPrefix(Self.odsStem) })?.uri else { return nil }
        return uri.dropFirst(Self.odsStem.count).prefix { $0 != ":" }.uppercased().nonEmpty
    }

    /// The ASID of the first identity that is one; nil if there is none (D41).
    public var accreditedSystem: String? {
        first { $0.type == OID.accreditedSystem }?.uri
    }
}

extension SMSPOperation {
    /// The operation that an HTTP SOAPAction names, quoted or not; nil when it names none.
    public init?(soapAction: String) {
        self.init(action: soapAction.withoutQuotes)
    }
}
