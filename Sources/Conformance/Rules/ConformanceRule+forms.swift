import SMSPContract
import XMLTree

extension ConformanceRule {
    /// The forms in which real clients ask.
    static let forms: [ConformanceRule] = [
        form(
            .again,
            "FORM-AGAIN-1",
            "The same query gets the same answer again, except for the message ids.",
            source: "PDS SMS Provider Requirements §3"
        ),
        form(
            .actionQuoted,
            "FORM-ACTION-1",
            "SOAPAction may be in quotation marks.",
            source: "SOAP 1.1 §6.1.1; PDSMiniServices-v1-0.wsdl"
        ),
        form(.actionAbsent, "FORM-ACTION-2", "SOAPAction may be missing.", source: "smsp-client-core sends none"),
        form(
            .clientCore,
            "FORM-CLIENT-1",
            "The form of smsp-client-core is answered as the published one.",
            source: "smsp-client-core, as observed"
        ),
        form(
            .openInhealthcare,
            "FORM-CLIENT-2",
            "The form of open-inhealthcare is answered as the published one.",
            source: "open-inhealthcare, as observed"
        ),
        lenientForm(
            .adaptor,
            "FORM-CLIENT-3",
            "The form of smsp-adaptor, which is not schema-valid, is answered as the published one or refused cleanly.",
            source: "smsp-adaptor, as observed; Common Provider Requirements SMSP-VAL-001"
        ),
        lenientForm(
            .lowerCaseIDs,
            "FORM-ID-1",
            "Ids in small letters and without prefix are read, or refused cleanly.",
            source: "distributionEnvelope-v2-0.xsd; smsp-adaptor, as observed"
        ),
        form(
            .prefixedMessageID,
            "FORM-ID-2",
            "A MessageID may begin with urn:uuid:.",
            source: "Web Service Transport WS-ADR-01"
        ),
        form(.prefixes, "FORM-XML-1", "Any prefixes may be used.", source: "Namespaces in XML 1.0 §4"),
        form(.spacing, "FORM-XML-2", "White space is allowed between elements.", source: "XML Schema Part 1 §3.4.4"),
        form(.noDeclaration, "FORM-XML-3", "The XML declaration may be missing.", source: "XML 1.0 §2.8"),
        form(.comment, "FORM-XML-4", "A comment is allowed before the root.", source: "XML 1.0 §2.8, §2.5"),
        form(
            .headerOrder,
            "FORM-HEADER-1",
            "The blocks of the SOAP header may be in any order.",
            source: "SOAP 1.1 §4.2; Web Service Transport table 2"
        ),
        form(
            .unknownHeader,
            "FORM-HEADER-2",
            "An unknown header block is ignored.",
            source: "Web Service Transport WS-EXT-02"
        ),
        form(
            .anonymousReplyTo,
            "FORM-HEADER-3",
            "An anonymous wsa:ReplyTo is accepted.",
            source: "Web Service Transport table 2"
        ),
        form(
            .severalAuditIDs,
            "FORM-ITK-1",
            "Several audit identities are accepted.",
            source: "distributionEnvelope-v2-0.xsd, auditIdentity/id 1..4; Audit Identity Guidance V2.8"
        ),
        form(
            .untypedAuditID,
            "FORM-ITK-2",
            "The type of an audit identity may be missing.",
            source: "distributionEnvelope-v2-0.xsd, auditIdentity/id/@type; Audit Identity Guidance V2.8"
        ),
        form(
            .addresses,
            "FORM-ITK-3",
            "Address list and sender's address are accepted.",
            source: "Distribution Envelope Constraints for PDS Mini Services, addresslist, senderAddress"
        ),
        form(
            .handling,
            "FORM-ITK-4",
            "A handling specification is accepted.",
            source: "Distribution Envelope Constraints for PDS Mini Services, handlingSpecification"
        ),
        form(
            .charsetUTF8,
            "FORM-HTTP-1",
            "The Content-Type may say that the message is in UTF-8.",
            source: "RFC 9110 §8.3; Web Service Transport table 3"
        ),
        form(
            .charsetWrong,
            "FORM-HTTP-2",
            "A wrong charset in the Content-Type makes no difference: the encoding is always UTF-8.",
            source: "Web Service Transport table 3; smsp-client-core, as observed"
        ),
        form(
            .smallFieldNames,
            "FORM-HTTP-3",
            "Field names may be in any case.",
            source: "RFC 9110 §5.1"
        ),
        form(.chunkedRequest, "FORM-HTTP-4", "A request may be chunked.", source: "RFC 9112 §7.1"),
        form(
            .oldHTTP,
            "FORM-HTTP-5",
            "A call in HTTP/1.0 is answered as one in HTTP/1.1.",
            source: "RFC 9110 §2.5; smsp-adaptor, as observed"
        ),
    ]

    /// A rule that a question in another form gets the answer that it gets in the published one.
    private static func form(
        _ probe: Probe,
        _ id: String,
        _ sentence: String,
        source: String
    ) -> ConformanceRule {
        outcome(of: probe, id: id, sentence, source: source) { exchange, transcript in
            exchange.sameAs(transcript.reference(for: exchange))
        }
    }

    /// As ``form(_:_:_:source:)``, of a form that may be refused too: with SMSP-0001 or a Client fault.
    private static func lenientForm(
        _ probe: Probe,
        _ id: String,
        _ sentence: String,
        source: String
    ) -> ConformanceRule {
        outcome(of: probe, id: id, sentence, source: source) { exchange, transcript in
            let code = exchange.message?.fault?.first("faultcode", in: nil)?.trimmedText
            guard code?.hasSuffix("Client") != true, exchange.code != "SMSP-0001" else { return nil }
            return exchange.sameAs(transcript.reference(for: exchange))
        }
    }
}
