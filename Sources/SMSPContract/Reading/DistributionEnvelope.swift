import XMLTree

/// One `itk:auditIdentity/id`: who asks, for the audit trail.
///
/// - SeeAlso: Audit Identity Guidance V2.8; Distribution Envelope Constraints for PDS Mini Services v1.0; decision D41.
public struct AuditIdentity: Sendable, Hashable {
    /// `@type`; ``OID/auditIdentity`` when the attribute is absent.
    public let type: String
    /// `@uri` without outer white space, which the published samples have.
    public let uri: String

    /// An identity of the two attributes.
    public init(type: String, uri: String) {
        self.type = type
        self.uri = uri
    }
}

/// The ITK distribution envelope of a request, as far as a call depends on it.
///
/// Addresses, the sender's address and handling specifications are accepted and ignored (decision D29). Lower-case or
/// prefix-less ids, and a payload id that is not the manifest's, are read all the same (D40).
///
/// - SeeAlso: `distributionEnvelope-v2-0.xsd`; Distribution Envelope Constraints for PDS Mini Services v1.0.
struct DistributionEnvelope: Sendable {
    /// `header/@trackingid`, as it was sent.
    let trackingID: String
    /// `header/auditIdentity/id`, those with a `@uri`, in document order.
    let auditIdentities: [AuditIdentity]
    /// The root element of the payload, with the namespaces that its ancestors declare; nil when the payload is empty or holds more than one element.
    let payload: XMLElement?

    /// Reads the envelope of `message`, whose manifest may name the profiles `profileIDs`.
    init(_ message: SOAPMessage, profileIDs: Set<String>) throws(SMSPFault) {
        guard let envelope = message.distributionEnvelope else { throw .envelopeMissing }
        guard let header = envelope.first("header", in: Namespace.itk),
            let manifest = header.first("manifest", in: Namespace.itk),
            let payloads = envelope.first("payloads", in: Namespace.itk),
            let trackingID = header.attribute("trackingid")?.trimmed.nonEmpty,
            header.attribute("service")?.trimmed.nonEmpty != nil
        else { throw .envelopeInvalid }
        let items = manifest.all("manifestitem", in: Namespace.itk)
        let bodies = payloads.all("payload", in: Namespace.itk)
        guard items.count == 1, bodies.count == 1,
            manifest.attribute("count")?.trimmed == "1", payloads.attribute("count")?.trimmed == "1"
        else { throw .payloadCountInvalid }
        for flag in ["base64", "compressed", "encrypted"] {
            guard ["false", "0", nil].contains(items[0].attribute(flag)?.trimmed) else { throw .payloadEncoded }
        }
        guard let profileID = items[0].attribute("profileid")?.trimmed, profileIDs.contains(profileID) else {
            throw .profileUnknown
        }
        self.trackingID = trackingID
        self.auditIdentities = DistributionEnvelope.auditIdentities(in: header)
        let scope = NamespaceScope().within(envelope).within(payloads).within(bodies[0])
        self.payload = bodies[0].elements.count == 1 ? bodies[0].elements[0].declaring(scope) : nil
    }

    /// The audit identities of an `itk:header`; one with a blank `@uri` is left out.
    static func auditIdentities(in header: XMLElement) -> [AuditIdentity] {
        let ids = header.first("auditIdentity", in: Namespace.itk)?.all("id", in: Namespace.itk) ?? []
        return ids.compactMap { id in
            guard let uri = id.attribute("uri")?.trimmed.nonEmpty else { return nil }
            return AuditIdentity(type: id.attribute("type")?.trimmed.nonEmpty ?? OID.auditIdentity, uri: uri)
        }
    }
}
