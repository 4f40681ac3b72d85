import NHSIdentifiers
import SMSPContract
import XMLTree

extension ConformanceRule {
    /// SOAP 1.1, of answers and faults alike.
    static let soap: [ConformanceRule] = [
        each(
            "SOAP-ANSWER-1",
            "An answer of status 200 or 500 is a SOAP 1.1 message: well-formed XML, in UTF-8, without document type.",
            source: "Web Service Transport §2.2, table 3; SOAP 1.1 §3, §4",
            of: \.messagesByStatus,
            absence: "no answer has such a status"
        ) { exchange, _ in exchange.message == nil ? "it is invalid" : nil },
        messages(
            "SOAP-BODY-1",
            "The body holds one element: an ITK envelope or a fault.",
            source: "PDSMiniServices-v1-0.wsdl; SOAP 1.1 §4.4"
        ) { message in
            guard message.body.count == 1 else { return "it holds \(message.body.count)" }
            return message.envelope == nil && message.fault == nil ? "it holds another one" : nil
        },
        messages(
            "SOAP-SCHEMA-1",
            "xsi:schemaLocation is not used.",
            source: "Web Service Transport WS-STD-04"
        ) { message in message.root.usesSchemaLocation ? "it is" : nil },
    ]

    /// WS-Addressing and WS-Security headers of answers.
    static let addressing: [ConformanceRule] = [
        answers(
            "WSA-ACTION-1",
            "wsa:Action is the request's with Response behind it.",
            source: "Web Service Transport WS-ADR-04(2)"
        ) { message, exchange in
            let actions = message.addressing("Action")
            guard actions.count == 1 else { return "there are \(actions.count)" }
            let expected = exchange.operation.names.responseAction
            return actions[0].trimmedText == expected ? nil : "it is another one"
        },
        messages(
            "WSA-MESSAGE-1",
            "wsa:MessageID is there once and a UUID in capitals; urn: and uuid: before it are allowed.",
            source: "Web Service Transport WS-ADR-01"
        ) { message in
            let ids = message.addressing("MessageID")
            guard ids.count == 1 else { return "there are \(ids.count)" }
            return UUIDText.isUpperCaseUUID(ids[0].trimmedText.withoutUUIDPrefix) ? nil : "it is invalid"
        },
        ConformanceRule(
            id: "WSA-MESSAGE-2",
            sentence: "Every message has a MessageID of its own.",
            source: "Web Service Transport WS-ADR-01; WS-Addressing 1.0 Core §3.2"
        ) { transcript in
            transcript.firstRepeated { $0.message?.addressing("MessageID").first?.trimmedText.withoutUUIDPrefix }
                ?? transcript.firstEchoed { $0.message?.addressing("MessageID").first?.trimmedText.withoutUUIDPrefix }
                ?? .passed
        },
        messages(
            "WSA-TO-1",
            "wsa:To, if there, is the anonymous address.",
            source: "Web Service Transport WS-ADR-03"
        ) { message in
            let anonymous = Namespace.addressing + "/anonymous"
            return message.addressing("To").allSatisfy { $0.trimmedText == anonymous } ? nil : "it is another one"
        },
        messages(
            "WSA-REPLY-1",
            "There is no wsa:ReplyTo.",
            source: "Web Service Transport WS-ADR-06, WS-ADR-10"
        ) { message in message.addressing("ReplyTo").isEmpty ? nil : "there is one" },
        each(
            "WSA-RELATES-1",
            "wsa:RelatesTo, if there, is the request's MessageID.",
            source: "Web Service Transport WS-ADR-09",
            of: \.messages,
            absence: "no answer is a SOAP 1.1 message"
        ) { exchange, _ in
            let texts = exchange.message?.addressing("RelatesTo").map(\.trimmedText.withoutUUIDPrefix) ?? []
            let asked = exchange.call.message.messageID.withoutUUIDPrefix
            return texts.allSatisfy { $0 == asked } ? nil : "it is another one"
        },
        messages(
            "WSSE-TIME-1",
            "A timestamp, if there, is in UTC and does not expire before it was made.",
            source: "Web Service Transport WS-SEC-04, WS-DSC-03"
        ) { message in
            let security = message.headers.first { $0.name.local == "Security" }
            guard let timestamp = security?.first("Timestamp", in: Namespace.securityUtility) else { return nil }
            let times = ["Created", "Expires"].map { timestamp.first($0, in: Namespace.securityUtility)?.trimmedText }
            guard let created = times[0].flatMap(UTCTime.date), let expires = times[1].flatMap(UTCTime.date),
                times.allSatisfy({ $0?.hasSuffix("Z") == true || $0?.hasSuffix("+00:00") == true })
            else { return "a time is missing or not in UTC" }
            return created <= expires ? nil : "it expires before it was made"
        },
    ]

    /// A rule for every SOAP message.
    private static func messages(
        _ id: String,
        _ sentence: String,
        source: String,
        offence: @escaping @Sendable (AnswerMessage) -> String?
    ) -> ConformanceRule {
        each(
            id,
            sentence,
            source: source,
            of: \.messages,
            absence: "no answer is a SOAP 1.1 message"
        ) { exchange, _ in exchange.message.flatMap(offence) }
    }
}

extension Transcript {
    /// The verdict on the first value that two answers share; nil when none do.
    func firstRepeated(_ value: (Exchange) -> String?) -> ConformanceRule.Verdict? {
        var seen: Set<String> = []
        for exchange in exchanges {
            guard let value = value(exchange) else { continue }
            guard seen.insert(value).inserted else {
                return .failed(reason: "\(exchange.name): an earlier answer has the same one")
            }
        }
        return seen.isEmpty ? .notApplicable(reason: "no answer has one") : nil
    }

    /// The verdict on the first value that an answer takes over from its request; nil when none does.
    func firstEchoed(_ value: (Exchange) -> String?) -> ConformanceRule.Verdict? {
        for exchange in exchanges {
            let message = exchange.call.message
            let sent = [message.messageID.withoutUUIDPrefix, message.trackingID, message.payloadID]
            if let value = value(exchange), sent.contains(value) {
                return .failed(reason: "\(exchange.name): it is one of the request's")
            }
        }
        return nil
    }
}

extension String {
    /// The text without `urn:`, `uuid:` or both before it.
    var withoutUUIDPrefix: String {
        ["urn:uuid:", "urn:", "uuid:"].first { hasPrefix($0) }.map { String(dropFirst($0.count)) } ?? self
    }
}

extension XMLElement {
    /// True if the element or a descendant has `xsi:schemaLocation`.
    fileprivate var usesSchemaLocation: Bool {
        attribute("schemaLocation", in: Namespace.schemaInstance) != nil
            || elements.contains(where: \.usesSchemaLocation)
    }
}
