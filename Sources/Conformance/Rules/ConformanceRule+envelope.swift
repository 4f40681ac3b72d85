import NHSIdentifiers
import SMSPContract
import XMLTree

extension ConformanceRule {
    /// The ITK distribution envelope of answers.
    static let envelope: [ConformanceRule] = [
        answers(
            "ITK-SERVICE-1",
            "header/@service is the request's with Response behind it.",
            source: "Distribution Envelope Requirements, @service; Web Service Transport WS-ADR-04(2)"
        ) { message, exchange in
            let expected = exchange.operation.names.responseAction
            return message.itkHeader?.attribute("service") == expected ? nil : "it is another one or missing"
        },
        answers(
            "ITK-TRACKING-1",
            "header/@trackingid is a UUID in capitals without prefix.",
            source: "distributionEnvelope-v2-0.xsd; Distribution Envelope Requirements COR-DEH-02"
        ) { message, _ in
            message.itkHeader?.attribute("trackingid").map { UUIDText.isUpperCaseUUID($0) } == true
                ? nil : "it is invalid"
        },
        ConformanceRule(
            id: "ITK-TRACKING-2",
            sentence: "Every message has a tracking id of its own.",
            source: "Distribution Envelope Requirements COR-DEH-02"
        ) { transcript in
            transcript.firstRepeated { $0.message?.itkHeader?.attribute("trackingid") }
                ?? transcript.firstEchoed { $0.message?.itkHeader?.attribute("trackingid") } ?? .passed
        },
        answers(
            "ITK-COUNT-1",
            "Manifest and payloads have count 1, one item and one payload.",
            source: "Distribution Envelope Constraints for PDS Mini Services, manifest, payloads"
        ) { message, _ in
            let payloads = message.envelope?.first("payloads", in: Namespace.itk)
            guard message.manifest?.attribute("count") == "1", payloads?.attribute("count") == "1" else {
                return "a count is another one or missing"
            }
            let items = message.manifest?.all("manifestitem", in: Namespace.itk).count
            let bodies = payloads?.all("payload", in: Namespace.itk).count
            guard items == 1, bodies == 1 else { return "there are several, or none" }
            return message.itkPayload?.elements.count == 1 ? nil : "the payload does not hold one element"
        },
        answers(
            "ITK-PROFILE-1",
            "manifestitem/@profileid is that of the operation's answer.",
            source: "Domain Message Specification, ITK-Implementation"
        ) { message, exchange in
            let expected = exchange.operation.names.responseProfile
            return message.manifestItem?.attribute("profileid") == expected ? nil : "it is another one or missing"
        },
        answers(
            "ITK-MIME-1",
            "manifestitem/@mimetype is text/xml.",
            source: "Distribution Envelope Constraints for PDS Mini Services, manifestitem"
        ) { message, _ in
            message.manifestItem?.attribute("mimetype") == "text/xml" ? nil : "it is another one or missing"
        },
        answers(
            "ITK-PLAIN-1",
            "The payload is not said to be encrypted, compressed or in base64, and no metadata is announced.",
            source: "Distribution Envelope Constraints for PDS Mini Services, manifestitem"
        ) { message, _ in
            let flags = ["base64", "compressed", "encrypted"].map { message.manifestItem?.attribute($0) }
            guard flags.allSatisfy({ ["false", "0", nil].contains($0) }) else { return "it is" }
            return message.manifestItem?.attribute("metadata") == nil ? nil : "metadata are announced"
        },
        answers(
            "ITK-ID-1",
            "payload/@id is manifestitem/@id.",
            source: "Distribution Envelope Requirements, manifestitem/@id"
        ) { message, _ in
            guard let id = message.manifestItem?.attribute("id") else { return "manifestitem has no id" }
            return message.itkPayload?.attribute("id") == id ? nil : "they are not the same"
        },
        answers(
            "ITK-ID-2",
            "manifestitem/@id is an xs:ID, which no digit can begin.",
            source: "distributionEnvelope-v2-0.xsd, manifestitem/@id"
        ) { message, _ in
            let isName = message.manifestItem?.attribute("id")?.wholeMatch(of: /[A-Za-z_][A-Za-z0-9._-]*/) != nil
            return isName ? nil : "it is invalid"
        },
        answers(
            "ITK-ORDER-1",
            "header holds addresslist, auditIdentity, manifest, senderAddress, handlingSpecification, in this order.",
            source: "distributionEnvelope-v2-0.xsd, header"
        ) { message, _ in
            let order = ["addresslist", "auditIdentity", "manifest", "senderAddress", "handlingSpecification"]
            let places = message.itkHeader?.elements.map { order.firstIndex(of: $0.name.local) } ?? []
            guard places.allSatisfy({ $0 != nil }) else { return "it holds another element" }
            return zip(places, places.dropFirst()).allSatisfy { ($0 ?? 0) < ($1 ?? 0) }
                ? nil : "they are in another order"
        },
    ]
}
