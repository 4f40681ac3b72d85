public import FoundationEssentials
import XMLTree

/// Renders answers and faults as SOAP messages in the form of the captured answer.
///
/// Every message is built as a tree and then written, so that no value can break out of its place.
///
/// - SeeAlso: docs/contract/smsp.md §5.2 and §5.3; decision D43.
public struct AnswerRenderer: Sendable {
    private let ids: UUIDSource

    /// The validity of a rich header's timestamp, seconds (Web Service Transport Requirements, WS-SEC-05).
    private static let timestampLife: Double = 10 * 60

    /// A renderer whose messages take their ids from `ids`.
    public init(ids: UUIDSource) {
        self.ids = ids
    }

    /// The bytes of `response`.
    ///
    /// - Parameters:
    ///   - messageID: the request's `wsa:MessageID`, which a rich header relates to.
    ///   - now: the time in a rich header.
    public func render(
        _ response: SMSPResponse,
        header: SiteProfile.ResponseHeader,
        relatesTo messageID: String?,
        now: Date
    ) -> [UInt8] {
        let names = response.operation.names
        var headers: [XMLElement] = [
            .element(.wsa, "MessageID", text: ids.next()),
            .element(.wsa, "Action", text: names.responseAction),
        ]
        if header == .rich { headers += Self.richHeaders(relatesTo: messageID, now: now) }
        let payloadID = ids.next()
        let envelope = SOAPEnvelope.distribution(
            of: response.payload(id: payloadID),
            payloadID: payloadID,
            service: names.responseAction,
            trackingID: ids.next(),
            profileID: names.responseProfile
        )
        return SOAPEnvelope.write(headers: headers, body: envelope)
    }

    /// The bytes of a fault.
    public func render(_ fault: SMSPFault) -> [UInt8] {
        let detail = XMLElement.element(
            .itk,
            "ToolkitErrorInfo",
            [],
            [
                .element(.itk, "ErrorID", text: ids.next()),
                .element(.itk, "ErrorCode", [("codeSystem", OID.toolkitErrorCode)], text: fault.errorCode.rawValue),
                .element(.itk, "ErrorText", text: fault.errorText),
                .element(.itk, "ErrorDiagnosticText", text: fault.diagnosticText),
            ]
        )
        // SOAP 1.1 §4.4 leaves the children of Fault unqualified; faultactor is for intermediaries, which we are not.
        let body = XMLElement.element(
            .soap,
            "Fault",
            [],
            [
                .unqualified("faultcode").holding("soap:" + fault.faultCode.rawValue),
                .unqualified("faultstring").holding(fault.faultString),
                .unqualified("detail", [detail]),
            ]
        )
        let headers: [XMLElement] = [
            .element(.wsa, "MessageID", text: ids.next()),
            .element(.wsa, "Action", text: fault.action),
        ]
        return SOAPEnvelope.write(headers: headers, body: body)
    }

    private static func richHeaders(relatesTo messageID: String?, now: Date) -> [XMLElement] {
        let timestamp = XMLElement.element(
            .wsu,
            "Timestamp",
            [],
            [
                .element(.wsu, "Created", text: UTCTime.text(of: now)),
                .element(.wsu, "Expires", text: UTCTime.text(of: now.addingTimeInterval(timestampLife))),
            ]
        )
        return [.element(.wsa, "To", text: AddressingHeaders.anonymous)]
            + [.element(.wsse, "Security", [], [timestamp])]
            + (messageID.map { [.element(.wsa, "RelatesTo", text: $0)] } ?? [])
    }
}
