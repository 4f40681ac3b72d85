import FoundationEssentials
import SMSPContract

/// The SOAP messages that the legacy service sends, in the form of the captured answer.
///
/// - SeeAlso: docs/contract/smsp.md §3.1, §5.2, §5.3, §6.2; decisions D43, D53.
struct AnswerMessage {
    let origin: AnswerOrigin

    /// An answer with a code: HTTP 200.
    ///
    /// - Parameter messageID: The request's `wsa:MessageID`, to which a rich header relates.
    func answer(
        _ response: LegacyResponse,
        header: LegacyConfiguration.ResponseHeader,
        relatesTo messageID: String
    ) -> LegacyAnswer {
        let names = response.operation.names
        var blocks = [
            MessageElement("wsa:MessageID", text: origin.ids.next()),
            MessageElement("wsa:Action", text: names.responseAction),
        ]
        if header == .rich { blocks += richBlocks(relatesTo: messageID) }
        let payloadID = origin.ids.next()
        let payload = MessageElement(
            names.responseRoot,
            ["xmlns": Namespace.hl7, "moodCode": "EVN", "classCode": "OBS"],
            [
                MessageElement("id", ["root": payloadID]),
                MessageElement("code", ["codeSystem": OID.messageType, "code": names.responseRoot]),
                MessageElement("value", ["codeSystem": OID.responseCode, "code": response.code.rawValue]),
                response.content,
            ]
        )
        let envelope = envelope(of: payload, id: "uuid_" + payloadID, names: names)
        return LegacyAnswer(soap: message(blocks, envelope), status: 200)
    }

    /// A SOAP fault: HTTP 500.
    func answer(_ fault: LegacySOAPFault) -> LegacyAnswer {
        let detail = MessageElement(
            "itk:ToolkitErrorInfo",
            [:],
            [
                MessageElement("itk:ErrorID", text: origin.ids.next()),
                MessageElement("itk:ErrorCode", ["codeSystem": OID.toolkitErrorCode], text: fault.errorCode),
                MessageElement("itk:ErrorText", text: fault.errorText),
                MessageElement("itk:ErrorDiagnosticText", text: fault.rawValue),
            ]
        )
        let blocks = [
            MessageElement("wsa:MessageID", text: origin.ids.next()),
            MessageElement(
                "wsa:Action",
                text: Namespace.addressing + (fault.isOfAddressing ? "/fault" : "/soap/fault")
            ),
        ]
        let body = MessageElement(
            "soap:Fault",
            [:],
            [
                MessageElement("faultcode", text: "soap:" + fault.faultCode),
                MessageElement("faultstring", text: fault.errorText),
                MessageElement("detail", [:], [detail]),
            ]
        )
        return LegacyAnswer(soap: message(blocks, body), status: 500)
    }

    private func richBlocks(relatesTo messageID: String) -> [MessageElement] {
        let timestamp = MessageElement(
            "wsu:Timestamp",
            [:],
            [
                MessageElement("wsu:Created", text: origin.time.formatted(.iso8601)),
                MessageElement("wsu:Expires", text: origin.time.addingTimeInterval(600).formatted(.iso8601)),
            ]
        )
        return [
            MessageElement("wsa:To", text: Namespace.addressing + "/anonymous"),
            MessageElement("wsse:Security", [:], [timestamp]),
            MessageElement("wsa:RelatesTo", text: messageID),
        ]
    }

    private func envelope(of payload: MessageElement, id: String, names: OperationNames) -> MessageElement {
        let item = MessageElement(
            "itk:manifestitem",
            [
                "id": id, "mimetype": "text/xml", "profileid": names.responseProfile, "base64": "false",
                "compressed": "false", "encrypted": "false",
            ]
        )
        return MessageElement(
            "itk:DistributionEnvelope",
            [:],
            [
                MessageElement(
                    "itk:header",
                    ["service": names.responseAction, "trackingid": origin.ids.next()],
                    [MessageElement("itk:manifest", ["count": "1"], [item])]
                ),
                MessageElement(
                    "itk:payloads",
                    ["count": "1"],
                    [MessageElement("itk:payload", ["id": id], [payload])]
                ),
            ]
        )
    }

    private func message(_ blocks: [MessageElement], _ body: MessageElement) -> [UInt8] {
        MessageElement(
            "soap:Envelope",
            [
                "xmlns:soap": Namespace.soap, "xmlns:wsa": Namespace.addressing,
                "xmlns:wsu": Namespace.securityUtility, "xmlns:wsse": Namespace.security,
                "xmlns:xsi": Namespace.schemaInstance, "xmlns:itk": Namespace.itk, "xmlns:hl7": Namespace.hl7,
            ],
            [MessageElement("soap:Header", [:], blocks), MessageElement("soap:Body", [:], [body])]
        ).document
    }
}
