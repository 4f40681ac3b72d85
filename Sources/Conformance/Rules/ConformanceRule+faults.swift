import NHSIdentifiers
import SMSPContract
import XMLTree

extension ConformanceRule {
    /// The cases that require a fault, and its form.
    static let faults: [ConformanceRule] = [
        owed(
            .notXML,
            id: "FAULT-XML-1",
            "A body that is not well-formed gets a Client fault.",
            source: "Web Service Transport WS-FLT-01; SOAP 1.1 §4.4.1",
            codes: ["Client"]
        ),
        owed(
            .soap12,
            id: "FAULT-VERSION-1",
            "An envelope of another SOAP version gets a VersionMismatch fault.",
            source: "SOAP 1.1 §4.1.2, §4.4.1; Web Service Transport WS-FLT-01",
            codes: ["VersionMismatch"]
        ),
        owed(
            .mustUnderstand,
            id: "FAULT-HEADER-1",
            "An unknown header block that must be understood gets a MustUnderstand fault.",
            source: "SOAP 1.1 §4.2.3; Web Service Transport WS-EXT-03",
            codes: ["MustUnderstand"]
        ),
        owed(
            .messageIDMissing,
            id: "FAULT-MESSAGE-1",
            "A message without MessageID gets a fault.",
            source: "Web Service Transport WS-ADR-01, table 2",
            codes: ["Client"]
        ),
        owed(
            .toMissing,
            id: "FAULT-TO-1",
            "A message without wsa:To gets a fault.",
            source: "Web Service Transport WS-ADR-03, table 2",
            codes: ["Client"]
        ),
        owed(
            .actionUnknown,
            id: "FAULT-ACTION-1",
            "An unknown action gets a fault.",
            source: "Web Service Transport WS-ADR-04, table 2",
            codes: ["Client"]
        ),
        owed(
            .replyToElsewhere,
            id: "FAULT-REPLY-1",
            "A wsa:ReplyTo that is not anonymous gets a fault.",
            source: "Web Service Transport WS-ADR-06, table 2",
            codes: ["Client"]
        ),
        owed(
            .profileUnknown,
            id: "FAULT-PROFILE-1",
            "A profile that is not supported gets a fault.",
            source: "Distribution Envelope Requirements COR-DEH-09",
            codes: ["Client"]
        ),
        outcome(
            of: .expired,
            id: "FAULT-TIME-1",
            "A message whose timestamp has expired is rejected.",
            source: "Web Service Transport WS-SEC-06",
            absence: "the endpoint is called without TLS, where a local context may leave time out"
        ) { exchange, _ in
            exchange.message?.content == nil && exchange.message?.code != "SMSP-0000" ? nil : exchange.outcome
        },
        faults(
            "FAULT-SHAPE-1",
            "A fault holds faultcode, one of SOAP 1.1's in SOAP's namespace, and a faultstring.",
            source: "SOAP 1.1 §4.4"
        ) { message, _ in
            guard let fault = message.fault, let code = fault.first("faultcode", in: nil)?.trimmedText else {
                return "there is no faultcode"
            }
            // A prefix means the namespace it is declared for; the envelope shows the message's own prefix for SOAP.
            let parts = code.split(separator: ":")
            let known = ["Client", "Server", "VersionMismatch", "MustUnderstand"]
            guard parts.count == 2, String(parts[0]) == message.root.name.prefix ?? "",
                known.contains(parts[1].prefix { $0 != "." }.description)
            else { return "the faultcode is another one" }
            let text = fault.first("faultstring", in: nil)?.trimmedText ?? ""
            return text.isEmpty ? "there is no faultstring" : nil
        },
        faults(
            "FAULT-SHAPE-2",
            "A Client or Server fault holds ToolkitErrorInfo, unless the message could not be read at all.",
            source: "Web Service Transport §6, WS-FLT-02, WS-FDT-01"
        ) { message, exchange in
            let byTheStack: [Probe] = [.notXML, .soap12, .mustUnderstand]
            guard !byTheStack.contains(exchange.probe), message.errorInfo == nil else { return nil }
            return "there is none"
        },
        faults(
            "FAULT-INFO-1",
            "ToolkitErrorInfo holds ErrorID, ErrorCode, ErrorText and perhaps ErrorDiagnosticText, in this order.",
            source: "ITKDatatypes-2010-05.xsd; Web Service Transport §6.3, WS-FDT-03"
        ) { message, _ in
            guard let info = message.errorInfo else { return nil }
            let names = info.elements.filter { $0.name.namespace == Namespace.itk }.map(\.name.local)
            let required = ["ErrorID", "ErrorCode", "ErrorText"]
            guard names == required || names == required + ["ErrorDiagnosticText"] else { return "it holds others" }
            let text = info.first("ErrorText", in: Namespace.itk)?.trimmedText ?? ""
            return text.isEmpty ? "ErrorText is empty" : nil
        },
        faults(
            "FAULT-INFO-2",
            "ErrorCode is 1000, 2100, 2200 or 3000, of the vocabulary ToolkitSOAPErrorCodes.",
            source: "Web Service Transport WS-FDT-02, WS-FDT-03"
        ) { message, _ in
            guard let code = message.errorInfo?.first("ErrorCode", in: Namespace.itk) else { return nil }
            guard [OID.toolkitErrorCode, nil].contains(code.attribute("codeSystem")) else {
                return "its system is another one"
            }
            return ToolkitErrorCode(rawValue: code.trimmedText) == nil ? "it is another one" : nil
        },
        faults(
            "FAULT-INFO-3",
            "ErrorID is a UUID in capitals.",
            source: "Web Service Transport §6.3"
        ) { message, _ in
            guard let id = message.errorInfo?.first("ErrorID", in: Namespace.itk) else { return nil }
            return UUIDText.isUpperCaseUUID(id.trimmedText) ? nil : "it is invalid"
        },
        faults(
            "FAULT-ACTION-2",
            "wsa:Action of a fault, if there, is one of WS-Addressing's for faults.",
            source: "Web Service Transport WS-ADR-04(3, 5)"
        ) { message, _ in
            let known = ["/soap/fault", "/fault"].map { Namespace.addressing + $0 }
            let actions = message.addressing("Action").map(\.trimmedText)
            return actions.allSatisfy(known.contains) ? nil : "it is another one"
        },
    ]

    /// A rule that a probe requires a fault of some `faultcode`.
    private static func owed(
        _ probe: Probe,
        id: String,
        _ sentence: String,
        source: String,
        codes: [String]
    ) -> ConformanceRule {
        outcome(of: probe, id: id, sentence, source: source) { exchange, _ in
            guard let fault = exchange.message?.fault else { return exchange.outcome }
            let code = fault.first("faultcode", in: nil)?.trimmedText ?? ""
            let local = code.split(separator: ":").last?.prefix { $0 != "." }.description ?? ""
            return codes.contains(local) ? nil : "the faultcode is another one"
        }
    }
}
