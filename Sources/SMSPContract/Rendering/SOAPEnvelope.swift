import XMLTree

/// The two envelopes around every message, with the prefixes and the order of the captured exchange.
enum SOAPEnvelope {
    /// The bytes of a SOAP message.
    static func write(headers: [XMLElement], body: XMLElement) -> [UInt8] {
        var root = XMLElement.element(
            .soap,
            "Envelope",
            [],
            [.element(.soap, "Header", [], headers), .element(.soap, "Body", [], [body])]
        )
        root.namespaceDeclarations = Prefix.allCases.map {
            XMLNamespaceDeclaration(prefix: $0.rawValue, uri: $0.namespace)
        }
        return XMLWriter.serialize(root, declaration: .captured)
    }

    /// The ITK distribution envelope of one payload.
    static func distribution(
        of payload: XMLElement,
        payloadID: String,
        service: String,
        trackingID: String,
        profileID: String,
        auditIdentity: XMLElement? = nil
    ) -> XMLElement {
        // An xs:ID cannot begin with a digit, hence the prefix.
        let id = "uuid_" + payloadID
        let item = XMLElement.element(
            .itk,
            "manifestitem",
            [
                ("id", id), ("mimetype", "text/xml"), ("profileid", profileID),
                ("base64", "false"), ("compressed", "false"), ("encrypted", "false"),
            ]
        )
        let manifest = XMLElement.element(.itk, "manifest", [("count", "1")], [item])
        return .element(
            .itk,
            "DistributionEnvelope",
            [],
            [
                .element(
                    .itk,
                    "header",
                    [("service", service), ("trackingid", trackingID)],
                    [auditIdentity, manifest].compactMap(\.self)
                ),
                .element(.itk, "payloads", [("count", "1")], [.element(.itk, "payload", [("id", id)], [payload])]),
            ]
        )
    }
}
