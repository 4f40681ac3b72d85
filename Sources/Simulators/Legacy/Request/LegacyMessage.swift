import FoundationEssentials
import SMSPContract

/// A SOAP 1.1 message as the legacy service receives it, and the rules of its two envelopes.
///
/// - SeeAlso: docs/contract/smsp.md §5; ITK 2.0 Web Service Transport Requirements, tables 2 and 3; decision D54 for the
///   order of the checks.
struct LegacyMessage {
    /// The HTTP header SOAPAction without its quotation marks; nil when it says nothing.
    let soapAction: String?
    private let blocks: [ReceivedElement]
    private let body: [ReceivedElement]

    /// The message in the body of `request`.
    init(_ request: LegacyRequest) throws(LegacySOAPFault) {
        guard !request.isMultipart else { throw .attachmentsRefused }
        let root = try DocumentReader.root(of: request.body)
        guard root.name.local == "Envelope" else { throw .notSOAP }
        guard root.name.namespace == Namespace.soap else { throw .versionMismatch }
        guard let body = root.child("Body", in: Namespace.soap) else { throw .notSOAP }
        self.body = body.elements
        blocks = root.child("Header", in: Namespace.soap)?.elements ?? []
        soapAction =
            request.fields.value(of: "SOAPAction")?.content.flatMap { text in
                text.count > 1 && text.hasPrefix("\"") && text.hasSuffix("\"")
                    ? String(text.dropFirst().dropLast()) : text
            }?.content
    }

    /// `wsa:MessageID`; nil when it is absent or empty.
    var messageID: String? { addressing("MessageID") }

    /// The operation that the message names.
    ///
    /// The first of SOAPAction, `wsa:Action`, the envelope's service and the payload's root that names an operation
    /// decides (decision D33).
    func operation() throws(LegacySOAPFault) -> SMSPOperation {
        let root = payloads.first?.elements.first?.name.local
        if let named = actions.lazy.compactMap(SMSPOperation.init(action:)).first { return named }
        if let named = root.flatMap(SMSPOperation.init(requestRoot:)) { return named }
        throw actions.isEmpty ? .actionMissing : .actionUnknown
    }

    /// The HL7v3 payload of a message whose headers and envelope are those of a call of `operation`; nil if the
    /// payload is not one element.
    ///
    /// - Parameters:
    ///   - isTimed: True if the timestamp counts, as it does over TLS (decision D30).
    ///   - now: The time that the timestamp is compared with.
    func payload(
        of operation: SMSPOperation,
        isTimed: Bool,
        at now: Date
    ) throws(LegacySOAPFault) -> ReceivedElement? {
        try checkUnderstanding()
        try checkAddressing(of: operation)
        if isTimed { try checkTimestamp(at: now) }
        return try checkEnvelope()
    }

    /// True if the envelope names an identity for the audit; the others of its ids may be blank (decision D3).
    var hasAuditIdentity: Bool {
        let ids = header?.child("auditIdentity", in: Namespace.itk)?.children("id", in: Namespace.itk) ?? []
        return ids.contains { $0[attribute: "uri"]?.content != nil }
    }

    // MARK: - SOAP and WS-Addressing

    /// - SeeAlso: SOAP 1.1 §4.2.2, §4.2.3; Web Service Transport Requirements, WS-EXT-03.
    private func checkUnderstanding() throws(LegacySOAPFault) {
        let own = ["Action", "FaultTo", "From", "MessageID", "RelatesTo", "ReplyTo", "To"].map {
            ReceivedName(namespace: Namespace.addressing, local: $0)
        }
        let known = Set(own + [ReceivedName(namespace: Namespace.security, local: "Security")])
        let isForUs = { (block: ReceivedElement) in
            let actor = block.attributes[ReceivedName(namespace: Namespace.soap, local: "actor")]?.content
            return actor == nil || actor == "http://schemas.xmlsoap.org/soap/actor/next"
        }
        for block in blocks where isForUs(block) && !known.contains(block.name) {
            let mark = block.attributes[ReceivedName(namespace: Namespace.soap, local: "mustUnderstand")]?.content
            guard mark != "1", mark != "true" else { throw .mustUnderstand }
        }
    }

    /// - SeeAlso: Web Service Transport Requirements, WS-ADR-01 to WS-ADR-10; decisions D38, D55.
    private func checkAddressing(of operation: SMSPOperation) throws(LegacySOAPFault) {
        for local in ["Action", "MessageID", "ReplyTo", "To"] {
            guard blocks.count(where: { $0.isNamed(local, in: Namespace.addressing) }) < 2 else {
                throw .addressingHeaderRepeated
            }
        }
        guard messageID != nil else { throw .messageIDMissing }
        guard addressing("To") != nil else { throw .toMissing }
        if let replyTo = blocks.first(where: { $0.isNamed("ReplyTo", in: Namespace.addressing) }) {
            let address = replyTo.child("Address", in: Namespace.addressing)?.text.content
            guard address == Namespace.addressing + "/anonymous" else { throw .replyToNotAnonymous }
        }
        for action in actions {
            guard let named = SMSPOperation(action: action) else { throw .actionUnknown }
            guard named == operation else { throw .actionsDisagree }
        }
    }

    private func addressing(_ local: String) -> String? {
        blocks.first { $0.isNamed(local, in: Namespace.addressing) }?.text.content
    }

    /// The texts that name an action, in the order in which they count.
    private var actions: [String] {
        [soapAction, addressing("Action"), header?[attribute: "service"]?.content].compactMap(\.self)
    }

    // MARK: - WS-Security

    /// The seconds by which the clocks of caller and service may differ (decision D30).
    private static let skew = 300.0

    private func checkTimestamp(at now: Date) throws(LegacySOAPFault) {
        let security = blocks.first { $0.isNamed("Security", in: Namespace.security) }
        guard let timestamp = security?.child("Timestamp", in: Namespace.securityUtility) else {
            throw .timestampMissing
        }
        guard let created = Self.time("Created", of: timestamp), let expires = Self.time("Expires", of: timestamp),
            created <= expires
        else { throw .timestampUnreadable }
        guard now.timeIntervalSince(expires) <= Self.skew else { throw .timestampExpired }
        guard created.timeIntervalSince(now) <= Self.skew else { throw .timestampInFuture }
    }

    /// A time in UTC, to the second: fractions, of which clients send up to nine digits, are far within the skew.
    private static func time(_ local: String, of timestamp: ReceivedElement) -> Date? {
        guard let text = timestamp.child(local, in: Namespace.securityUtility)?.text.content,
            let match = text.wholeMatch(of: /([^.]+)(?:\.[0-9]+)?(Z|[+\-][0-9:]+)/)
        else { return nil }
        return try? Date(String(match.1 + match.2), strategy: .iso8601)
    }

    // MARK: - The ITK envelope

    private var envelope: ReceivedElement? {
        body.count == 1 && body[0].isNamed("DistributionEnvelope", in: Namespace.itk) ? body[0] : nil
    }

    private var header: ReceivedElement? { envelope?.child("header", in: Namespace.itk) }

    private var payloads: [ReceivedElement] {
        envelope?.child("payloads", in: Namespace.itk)?.children("payload", in: Namespace.itk) ?? []
    }

    /// - SeeAlso: Distribution Envelope Constraints for PDS Mini Services v1.0; decision D40.
    private func checkEnvelope() throws(LegacySOAPFault) -> ReceivedElement? {
        guard let envelope else { throw .envelopeMissing }
        guard let header, header[attribute: "service"]?.content != nil, header[attribute: "trackingid"]?.content != nil,
            let manifest = header.child("manifest", in: Namespace.itk),
            let list = envelope.child("payloads", in: Namespace.itk)
        else { throw .envelopeInvalid }
        let items = manifest.children("manifestitem", in: Namespace.itk)
        guard items.count == 1, payloads.count == 1,
            [manifest, list].allSatisfy({ $0[attribute: "count"]?.content == "1" })
        else { throw .payloadCountInvalid }
        let encodings = ["base64", "compressed", "encrypted"].compactMap { items[0][attribute: $0] }
        guard encodings.allSatisfy({ ["false", "0"].contains($0.content) }) else { throw .payloadEncoded }
        let profiles = SMSPOperation.allCases.map(\.names.requestProfile)
        guard let profile = items[0][attribute: "profileid"]?.content, profiles.contains(profile) else {
            throw .profileUnknown
        }
        return payloads[0].elements.count == 1 ? payloads[0].elements[0] : nil
    }
}
