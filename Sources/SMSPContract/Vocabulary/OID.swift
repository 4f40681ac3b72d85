/// The object identifiers that SMSP messages carry.
///
/// - SeeAlso: Domain Message Specification v1.1, vocabularies and tabular views; Audit Identity Guidance V2.8.
public enum OID {
    /// MiniServiceMessageType: `code/@codeSystem` of every payload.
    public static let messageType = "2.16.840.1.113883.2.1.3.2.4.17.284"
    /// PDSMiniServiceResponseCode: `value/@codeSystem` of every answer.
    public static let responseCode = "2.16.840.1.113883.2.1.3.2.4.17.285"
    /// MiniServiceObservationType, whose only code is `VI`.
    public static let observationType = "2.16.840.1.113883.2.1.3.2.4.17.287"
    /// Sex: 0 not known, 1 male, 2 female, 9 not specified.
    public static let sex = "2.16.840.1.113883.2.1.3.2.4.16.25"
    /// NHS number (`II.NHS.IdentifierType1/@root`).
    public static let nhsNumber = "2.16.840.1.113883.2.1.4.1"
    /// Identifier of a GP practice; as in every published sample, the specification only asks for "an OID".
    public static let practice = "2.16.840.1.113883.2.1.3.2.4.19.2"
    /// ToolkitSOAPErrorCodes: `ErrorCode/@codeSystem` of a fault.
    public static let toolkitErrorCode = "2.16.840.1.113883.2.1.3.2.4.17.268"
    /// Default `@type` of an ITK audit identity.
    public static let auditIdentity = "2.16.840.1.113883.2.1.3.2.4.18.27"
    /// `@type` of an audit identity that is an Accredited System ID (ASID).
    public static let accreditedSystem = "1.2.826.0.1285.0.2.0.107"
}

/// The XML namespaces of an SMSP message.
public enum Namespace {
    /// SOAP 1.1 envelope.
    public static let soap = "http://schemas.xmlsoap.org/soap/envelope/"
    /// WS-Addressing 1.0.
    public static let addressing = "http://www.w3.org/2005/08/addressing"
    /// WS-Security extension.
    public static let security =
        "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd"
    /// WS-Security utility.
    public static let securityUtility =
        "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd"
    /// XML Schema instance.
    public static let schemaInstance = "http://www.w3.org/2001/XMLSchema-instance"
    /// ITK distribution envelope and `ToolkitErrorInfo`.
    public static let itk = "urn:nhs-itk:ns:201005"
    /// HL7v3 payloads.
    public static let hl7 = "urn:hl7-org:v3"
}
