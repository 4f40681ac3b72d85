import Foundation
import SMSPContract
import XMLTree

extension RequestMessage {
    /// The message as it goes out.
    var bytes: [UInt8] {
        var root = soap("Envelope", [soap("Header", headers.map(block)), soap("Body", [envelope])])
        root.namespaceDeclarations = [
            XMLNamespaceDeclaration(prefix: soapPrefix, uri: soapNamespace),
            XMLNamespaceDeclaration(prefix: "wsa", uri: Namespace.addressing),
            XMLNamespaceDeclaration(prefix: "wsse", uri: Namespace.security),
            XMLNamespaceDeclaration(prefix: "wsu", uri: Namespace.securityUtility),
            XMLNamespaceDeclaration(prefix: itkPrefix, uri: Namespace.itk),
        ]
        if let hl7Prefix {
            root.namespaceDeclarations.append(XMLNamespaceDeclaration(prefix: hl7Prefix, uri: Namespace.hl7))
        }
        let document = XMLWriter.serialize(root.spaced(space), declaration: .none)
        let start =
            switch prologue {
            case .nothing: ""
            case .declaration: "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
            case .declarationAndComment: "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- a request -->\n"
            }
        return Array(start.utf8) + document
    }

    private var soapPrefix: String { prefixes == .published ? "soap" : "SOAP-ENV" }
    private var itkPrefix: String? { prefixes == .published ? "itk" : nil }
    private var hl7Prefix: String? { prefixes == .published ? nil : "ns2" }

    private func soap(_ local: String, _ elements: [XMLElement]) -> XMLElement {
        XMLElement(name: XMLName(namespace: soapNamespace, local: local, prefix: soapPrefix), elements: elements)
    }

    private func wsa(_ local: String, _ text: String) -> XMLElement {
        XMLElement(name: XMLName(namespace: Namespace.addressing, local: local, prefix: "wsa"), text: text)
    }

    private func itk(
        _ local: String,
        _ attributes: [(String, String)] = [],
        _ elements: [XMLElement] = []
    ) -> XMLElement {
        XMLElement(
            name: XMLName(namespace: Namespace.itk, local: local, prefix: itkPrefix),
            attributes,
            elements: elements
        )
    }

    private func hl7(
        _ local: String,
        _ attributes: [(String, String)] = [],
        _ elements: [XMLElement] = []
    ) -> XMLElement {
        XMLElement(
            name: XMLName(namespace: Namespace.hl7, local: local, prefix: hl7Prefix),
            attributes,
            elements: elements
        )
    }

    private func block(_ header: Header) -> XMLElement {
        switch header {
        case .messageID: return wsa("MessageID", messageID)
        case .action: return wsa("Action", action)
        case .to: return wsa("To", url)
        case .from: return addressed("From", "http://client.example/")
        case .replyTo(let address): return addressed("ReplyTo", address)
        case .security: return security
        case .unknown(let mustUnderstand):
            let uri = "urn:example:conformance"
            var block = XMLElement(name: XMLName(namespace: uri, local: "Note", prefix: "note"), text: "none")
            block.namespaceDeclarations = [XMLNamespaceDeclaration(prefix: "note", uri: uri)]
            if mustUnderstand {
                let name = XMLName(namespace: soapNamespace, local: "mustUnderstand", prefix: soapPrefix)
                block.attributes = [XMLAttribute(name: name, value: "1")]
            }
            return block
        }
    }

    private func addressed(_ local: String, _ address: String) -> XMLElement {
        XMLElement(
            name: XMLName(namespace: Namespace.addressing, local: local, prefix: "wsa"),
            elements: [wsa("Address", address)]
        )
    }

    private var security: XMLElement {
        let wsu = { (local: String) in XMLName(namespace: Namespace.securityUtility, local: local, prefix: "wsu") }
        let wsse = { (local: String) in XMLName(namespace: Namespace.security, local: local, prefix: "wsse") }
        let timestamp = XMLElement(
            name: wsu("Timestamp"),
            elements: [
                XMLElement(name: wsu("Created"), text: UTCTime.text(of: created)),
                XMLElement(name: wsu("Expires"), text: UTCTime.text(of: created.addingTimeInterval(life))),
            ]
        )
        let token = XMLElement(
            name: wsse("UsernameToken"),
            elements: [XMLElement(name: wsse("Username"), text: username)]
        )
        return XMLElement(
            name: wsse("Security"),
            elements: isUsernameFirst ? [token, timestamp] : [timestamp, token]
        )
    }

    private var envelope: XMLElement {
        let id = idPrefix + payloadID
        let manifest = itk(
            "manifest",
            [("count", "1")],
            [itk("manifestitem", [("id", id), ("mimetype", "text/xml"), ("profileid", profileID)])]
        )
        let audit = auditIdentities.map { identity in
            itk("id", (identity.type.map { [("type", $0)] } ?? []) + [("uri", identity.uri)])
        }
        let handling = itk(
            "spec",
            [("key", "urn:nhs-itk:ns:201005:ackrequested"), ("value", "false")]
        )
        let parts = [
            hasAddresses ? itk("addresslist", [], [itk("address", [("uri", "urn:nhs-uk:addressing:ods:XXX")])]) : nil,
            audit.isEmpty ? nil : itk("auditIdentity", [], audit),
            manifest,
            hasAddresses ? itk("senderAddress", [("uri", "urn:nhs-uk:addressing:ods:YYY")]) : nil,
            hasHandling ? itk("handlingSpecification", [], [handling]) : nil,
        ]
        return itk(
            "DistributionEnvelope",
            [],
            [
                itk("header", [("service", action), ("trackingid", trackingID)], parts.compactMap(\.self)),
                itk("payloads", [("count", "1")], [itk("payload", [("id", id)], [payload])]),
            ]
        )
    }

    private var payload: XMLElement {
        var payload = hl7(
            operation.names.requestRoot,
            [("moodCode", "EVN"), ("classCode", "CACT")],
            [
                hl7("id", [("root", payloadID)]),
                hl7("code", [("codeSystem", OID.messageType), ("code", payloadCode)]),
                hl7("queryEvent", [], question.parts(prefix: hl7Prefix)),
            ]
        )
        if hl7Prefix == nil {
            payload.namespaceDeclarations = [XMLNamespaceDeclaration(prefix: nil, uri: Namespace.hl7)]
        }
        return payload
    }
}

extension XMLElement {
    /// The element with `space` between the elements in it, where they hold no text.
    fileprivate func spaced(_ space: String) -> XMLElement {
        guard !space.isEmpty, !elements.isEmpty else { return self }
        var element = self
        element.children = elements.flatMap { [XMLNode.text(space), .element($0.spaced(space))] } + [.text(space)]
        return element
    }
}
