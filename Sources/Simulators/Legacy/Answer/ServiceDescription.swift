import SMSPContract

/// The WSDL of the legacy service: one port for each operation, with the names of the published document.
///
/// - SeeAlso: `PDSMiniServices-v1-0.wsdl`.
struct ServiceDescription {
    /// The URL below which the ports are.
    let location: String

    /// The WSDL as it is sent: HTTP 200.
    var answer: LegacyAnswer {
        let operations = SMSPOperation.allCases.map(\.names)
        let messages = Set(operations.flatMap { [$0.requestMessage, $0.responseRoot] }).sorted()
        let root = MessageElement(
            "wsdl:definitions",
            [
                "xmlns:wsdl": "http://schemas.xmlsoap.org/wsdl/", "xmlns:soap": "http://schemas.xmlsoap.org/wsdl/soap/",
                "xmlns:xsd": "http://www.w3.org/2001/XMLSchema", "xmlns:itk": Namespace.itk,
                "name": "PDSMiniServices", "targetNamespace": Namespace.itk,
            ],
            [types] + messages.map { message($0, "itk:DistributionEnvelope") }
                + [message("faultResponse", "itk:ToolkitErrorInfo")]
                + operations.map(portType) + operations.map(binding) + operations.map(service)
        )
        return LegacyAnswer(soap: root.document, status: 200)
    }

    /// The two elements that messages are made of, whose content the ITK's own schemas describe.
    private var types: MessageElement {
        let elements = ["DistributionEnvelope", "ToolkitErrorInfo"].map {
            MessageElement("xsd:element", ["name": $0, "type": "xsd:anyType"])
        }
        let schema = MessageElement(
            "xsd:schema",
            ["targetNamespace": Namespace.itk, "elementFormDefault": "qualified"],
            elements
        )
        return MessageElement("wsdl:types", [:], [schema])
    }

    private func message(_ name: String, _ element: String) -> MessageElement {
        MessageElement(
            "wsdl:message",
            ["name": name],
            [MessageElement("wsdl:part", ["name": name, "element": element])]
        )
    }

    private func portType(_ names: OperationNames) -> MessageElement {
        let operation = MessageElement(
            "wsdl:operation",
            ["name": names.versioned],
            [
                MessageElement("wsdl:input", ["message": "itk:" + names.requestMessage]),
                MessageElement("wsdl:output", ["message": "itk:" + names.responseRoot]),
                MessageElement("wsdl:fault", ["name": "standardFault", "message": "itk:faultResponse"]),
            ]
        )
        return MessageElement("wsdl:portType", ["name": names.versioned + "_ptt"], [operation])
    }

    private func binding(_ names: OperationNames) -> MessageElement {
        let literal = { MessageElement("soap:body", ["parts": $0, "use": "literal"]) }
        let fault = MessageElement("soap:fault", ["name": "standardFault", "use": "literal"])
        let operation = MessageElement(
            "wsdl:operation",
            ["name": names.versioned],
            [
                MessageElement("soap:operation", ["soapAction": names.action, "style": "document"]),
                MessageElement("wsdl:input", [:], [literal(names.requestMessage)]),
                MessageElement("wsdl:output", [:], [literal(names.responseRoot)]),
                MessageElement("wsdl:fault", ["name": "standardFault"], [fault]),
            ]
        )
        let transport = MessageElement(
            "soap:binding",
            ["style": "document", "transport": "http://schemas.xmlsoap.org/soap/http"]
        )
        return MessageElement(
            "wsdl:binding",
            ["name": names.versioned + "_pttBinding", "type": "itk:" + names.versioned + "_ptt"],
            [transport, operation]
        )
    }

    private func service(_ names: OperationNames) -> MessageElement {
        let address = location + "/interoperability.toolkit/HL7v3/" + names.versioned
        let port = MessageElement(
            "wsdl:port",
            ["name": names.versioned + "_pttPort", "binding": "itk:" + names.versioned + "_pttBinding"],
            [MessageElement("soap:address", ["location": address])]
        )
        return MessageElement("wsdl:service", ["name": names.versioned], [port])
    }
}
