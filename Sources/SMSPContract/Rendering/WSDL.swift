import XMLTree

/// The service description that `GET …?wsdl` answers, rendered from the table of operations.
///
/// Names of messages, port types, bindings, services and ports, the actions and the styles are the published ones.
/// The published document includes separate schema files; this one has the parts that a caller needs inline.
///
/// - SeeAlso: `PDSMiniServices-v1-0.wsdl`.
public enum WSDL {
    private static let namespace = "http://schemas.xmlsoap.org/wsdl/"
    private static let soapBinding = "http://schemas.xmlsoap.org/wsdl/soap/"
    private static let schema = "http://www.w3.org/2001/XMLSchema"
    private static let soapTransport = "http://schemas.xmlsoap.org/soap/http"

    /// The bytes of the description.
    ///
    /// - Parameter location: the URL that every port's address is made from, without a trailing slash.
    public static func document(location: String) -> [UInt8] {
        let operations = SMSPOperation.allCases.map(\.names)
        var requests = operations.map(\.requestMessage)
        for response in operations.map(\.responseRoot) where !requests.contains(response) { requests.append(response) }
        let messages =
            requests.map { message($0, element: "itk:DistributionEnvelope") }
            + [message("faultResponse", element: "itk:ToolkitErrorInfo")]
        let children =
            [types] + messages + operations.map(portType) + operations.map(binding)
            + operations.map { service($0, location: location) }
        var root = wsdl("definitions", [("name", "PDSMiniServices"), ("targetNamespace", Namespace.itk)], children)
        root.namespaceDeclarations = [
            XMLNamespaceDeclaration(prefix: "wsdl", uri: namespace),
            XMLNamespaceDeclaration(prefix: "soap", uri: soapBinding),
            XMLNamespaceDeclaration(prefix: "xsd", uri: schema),
            XMLNamespaceDeclaration(prefix: "itk", uri: Namespace.itk),
        ]
        return XMLWriter.serialize(root, declaration: .captured)
    }

    private static func message(_ name: String, element: String) -> XMLElement {
        wsdl("message", [("name", name)], [wsdl("part", [("name", name), ("element", element)])])
    }

    private static func portType(_ names: OperationNames) -> XMLElement {
        wsdl(
            "portType",
            [("name", names.versioned + "_ptt")],
            [
                wsdl(
                    "operation",
                    [("name", names.versioned)],
                    [
                        wsdl("input", [("message", "itk:" + names.requestMessage)]),
                        wsdl("output", [("message", "itk:" + names.responseRoot)]),
                        wsdl("fault", [("name", "standardFault"), ("message", "itk:faultResponse")]),
                    ]
                )
            ]
        )
    }

    private static func binding(_ names: OperationNames) -> XMLElement {
        func literal(_ message: String) -> XMLElement { soap("body", [("parts", message), ("use", "literal")]) }
        return wsdl(
            "binding",
            [("name", names.versioned + "_pttBinding"), ("type", "itk:" + names.versioned + "_ptt")],
            [
                soap("binding", [("style", "document"), ("transport", soapTransport)]),
                wsdl(
                    "operation",
                    [("name", names.versioned)],
                    [
                        soap("operation", [("soapAction", names.action), ("style", "document")]),
                        wsdl("input", [], [literal(names.requestMessage)]),
                        wsdl("output", [], [literal(names.responseRoot)]),
                        wsdl(
                            "fault",
                            [("name", "standardFault")],
                            [soap("fault", [("name", "standardFault"), ("use", "literal")])]
                        ),
                    ]
                ),
            ]
        )
    }

    private static func service(_ names: OperationNames, location: String) -> XMLElement {
        let address = location + "/interoperability.toolkit/HL7v3/" + names.versioned
        let binding = "itk:" + names.versioned + "_pttBinding"
        let port = wsdl(
            "port",
            [("name", names.versioned + "_pttPort"), ("binding", binding)],
            [soap("address", [("location", address)])]
        )
        return wsdl("service", [("name", names.versioned)], [port])
    }

    /// The two elements that messages are made of; the envelope's own rules are the ITK's and not restated.
    private static var types: XMLElement {
        let anyContent = xsd("any", [("processContents", "lax"), ("minOccurs", "0"), ("maxOccurs", "unbounded")])
        let errorInfo = ["ErrorID", "ErrorCode", "ErrorText", "ErrorDiagnosticText"].map { name in
            let base = [("name", name), ("type", "xsd:string")]
            return xsd("element", name == "ErrorDiagnosticText" ? base + [("minOccurs", "0")] : base)
        }
        func element(_ name: String, _ content: [XMLElement]) -> XMLElement {
            xsd("element", [("name", name)], [xsd("complexType", [], [xsd("sequence", [], content)])])
        }
        return wsdl(
            "types",
            [],
            [
                xsd(
                    "schema",
                    [("targetNamespace", Namespace.itk), ("elementFormDefault", "qualified")],
                    [element("DistributionEnvelope", [anyContent]), element("ToolkitErrorInfo", errorInfo)]
                )
            ]
        )
    }

    private static func wsdl(
        _ local: String,
        _ attributes: [(String, String)],
        _ children: [XMLElement] = []
    ) -> XMLElement {
        .named(local, namespace, "wsdl", attributes, children)
    }

    private static func soap(_ local: String, _ attributes: [(String, String)]) -> XMLElement {
        .named(local, soapBinding, "soap", attributes, [])
    }

    private static func xsd(
        _ local: String,
        _ attributes: [(String, String)],
        _ children: [XMLElement] = []
    ) -> XMLElement {
        .named(local, schema, "xsd", attributes, children)
    }
}
