public import FoundationEssentials
import NHSIdentifiers
import XMLTree

/// Renders requests as SOAP messages, as a client of the contract sends them.
///
/// - SeeAlso: docs/contract/smsp.md §2 and §5.2; Distribution Envelope Constraints for PDS Mini Services v1.0.
public struct RequestRenderer: Sendable {
    /// The validity of the timestamp, seconds (Web Service Transport Requirements, WS-SEC-05).
    private static let timestampLife: Double = 10 * 60

    private let ids: UUIDSource

    /// A renderer whose messages take their ids from `ids`.
    public init(ids: UUIDSource) {
        self.ids = ids
    }

    /// The bytes of `request`, addressed to `url` by the user `auditIdentity`.
    ///
    /// - Parameter username: `wsse:Username`; nil leaves the token out.
    public func render(
        _ request: SMSPRequest,
        to url: String,
        auditIdentity: AuditIdentity,
        username: String?,
        now: Date
    ) -> [UInt8] {
        let names = request.operation.names
        var security: [XMLElement] = [
            .element(
                .wsu,
                "Timestamp",
                [],
                [
                    .element(.wsu, "Created", text: UTCTime.text(of: now)),
                    .element(.wsu, "Expires", text: UTCTime.text(of: now.addingTimeInterval(Self.timestampLife))),
                ]
            )
        ]
        if let username {
            security.append(.element(.wsse, "UsernameToken", [], [.element(.wsse, "Username", text: username)]))
        }
        let headers: [XMLElement] = [
            .element(.wsa, "MessageID", text: ids.next()),
            .element(.wsa, "Action", text: names.action),
            .element(.wsa, "To", text: url),
            .element(.wsse, "Security", [], security),
        ]
        return SOAPEnvelope.write(headers: headers, body: envelope(of: request, auditIdentity: auditIdentity))
    }

    private func envelope(of request: SMSPRequest, auditIdentity: AuditIdentity) -> XMLElement {
        let names = request.operation.names
        let payloadID = ids.next()
        let audit = [("type", auditIdentity.type), ("uri", auditIdentity.uri)]
        return SOAPEnvelope.distribution(
            of: request.payload(id: payloadID),
            payloadID: payloadID,
            service: names.action,
            trackingID: ids.next(),
            profileID: names.requestProfile,
            auditIdentity: .element(.itk, "auditIdentity", [], [.element(.itk, "id", audit)])
        )
    }
}

extension SMSPRequest {
    /// The HL7v3 payload of the request, its parts in schema order.
    fileprivate func payload(id: String) -> XMLElement {
        let parts = operation.queryParts.compactMap { part, _ in
            value(of: part).map { XMLElement.hl7(part.rawValue, [], [$0, .hl7("semanticsText", text: part.rawValue)]) }
        }
        var payload = XMLElement.hl7(
            operation.names.requestRoot,
            [("moodCode", "EVN"), ("classCode", "CACT")],
            [
                .hl7("id", [("root", id)]),
                .hl7("code", [("codeSystem", OID.messageType), ("code", operation.names.requestCode)]),
                .hl7("queryEvent", [], parts),
            ]
        )
        payload.namespaceDeclarations = [XMLNamespaceDeclaration(prefix: nil, uri: Namespace.hl7)]
        return payload
    }

    private func value(of part: QueryPart) -> XMLElement? {
        switch part {
        case .dateOfBirth: return .hl7("value", [("value", dateOfBirth.digits)])
        case .gender:
            return gender.map { .hl7("value", [("code", $0.rawValue), ("codeSystem", OID.sex)]) }
        case .nhsNumber: return nhsNumber.map { .hl7("value", [("root", OID.nhsNumber), ("extension", $0.digits)]) }
        case .localIdentifier:
            return localIdentifier.map { .hl7("value", [("root", $0.root), ("extension", $0.extension)]) }
        case .name:
            guard let name else { return nil }
            let parts = [("given", name.given), ("family", name.family)]
            return .hl7("value", [], parts.compactMap { local, text in text.map { .hl7(local, text: $0) } })
        case .postcode: return postcode.map { .hl7("value", [], [.hl7("postalCode", text: $0)]) }
        }
    }
}
