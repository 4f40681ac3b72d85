public import NHSIdentifiers
import XMLTree

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

    /// The ODS code that the first identity of an organisation names, upper case; nil when there is none (D41).
    ///
    /// What follows the code behind a colon is a local user.
    public var odsCode: String? {
        guard let uri = first(where: { $0.uri.lowercased().hasPrefix(Self.odsStem) })?.uri else { return nil }
        return uri.dropFirst(Self.odsStem.count).prefix { $0 != ":" }.uppercased().nonEmpty
    }

    /// The ASID, of the first identity that is one; nil when there is none (D41).
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
