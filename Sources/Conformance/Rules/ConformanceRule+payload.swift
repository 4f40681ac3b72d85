import NHSIdentifiers
import SMSPContract
import XMLTree

extension ConformanceRule {
    /// The HL7v3 payload of every answer, whatever its code.
    static let payload: [ConformanceRule] = [
        answers(
            "PAY-ROOT-1",
            "The root of the payload is that of the operation's answer, in HL7v3's namespace.",
            source: "Domain Message Specification, messages; COMT_MT000013GB01, 14, 16"
        ) { message, exchange in
            guard let name = message.payload?.name else { return "there is none" }
            let isExpected = name.local == exchange.operation.names.responseRoot && name.namespace == Namespace.hl7
            return isExpected ? nil : "it is another one"
        },
        answers(
            "PAY-CODE-1",
            "code names the kind of the answer, in the system MiniServiceMessageType.",
            source: "COMT_MT000013GB01, 14, 16, code"
        ) { message, exchange in
            let code = message.payload?.hl7("code")
            let isExpected =
                code?.attribute("code") == exchange.operation.names.responseRoot
                && code?.attribute("codeSystem") == OID.messageType
            return isExpected ? nil : "it is another one or missing"
        },
        answers(
            "PAY-ID-1",
            "id is a UUID in capitals.",
            source: "datatypeflavours.xsd, II.NHS.IdentifierType2"
        ) { message, _ in
            message.payload?.hl7("id")?.attribute("root").map { UUIDText.isUpperCaseUUID($0) } == true
                ? nil : "it is invalid"
        },
        ConformanceRule(
            id: "PAY-ID-2",
            sentence: "Every payload has an id of its own.",
            source: "Domain Message Specification, id: a new identifier for each message"
        ) { transcript in
            let id = { (exchange: Exchange) in exchange.message?.payload?.hl7("id")?.attribute("root") }
            return transcript.firstRepeated(id) ?? transcript.firstEchoed(id) ?? .passed
        },
        answers(
            "PAY-VALUE-1",
            "value is a code of the vocabulary of responses.",
            source: "SMSP Response Codes v1.0; PDS SMS Provider Requirements SMSP-ERR-002, SMSP-ERR-005"
        ) { message, _ in
            guard let code = message.code else { return "there is none" }
            // SMSP-0004 and SMSP-0005 are of the generic list alone, but clients were certified with them.
            let isKnown = ResponseCode(rawValue: code) != nil || code == "SMSP-0005"
            guard message.payload?.hl7("value")?.attribute("codeSystem") == OID.responseCode else {
                return "its system is another one"
            }
            return isKnown ? nil : "it is invalid"
        },
        answers(
            "PAY-SCHEMA-1",
            "The payload is valid against the schema of its root.",
            source: "COMT_MT000013GB01, COMT_MT000014GB01, COMT_MT000016GB01"
        ) { message, _ in
            guard let payload = message.payload else { return "there is none" }
            return AnswerSchema.offence(in: payload).map {
                $0 == "." ? "it is not, at its root" : "it is not, at \($0)"
            }
        },
    ]

    /// The payload's data of a patient.
    static let content: [ConformanceRule] = [
        patients(
            "PAT-NUMBER-1",
            "The first id is an NHS number: ten digits with the right check digit under the NHS number's root.",
            source: "PDS SMS Provider Requirements §4.3 to §4.7; datatypeflavours.xsd, II.NHS.IdentifierType1"
        ) { message, _ in
            let id = message.patient?.hl7("id")
            guard id?.attribute("root") == OID.nhsNumber else { return "its root is another one" }
            return id?.attribute("extension").flatMap(NHSNumber.init) == nil ? "it is invalid" : nil
        },
        patients(
            "PAT-DATE-1",
            "A date of birth or death is an existing YYYYMMDD, YYYYMM or YYYY.",
            source: "PDS SMS Provider Requirements SMSP-PDS-007; Common Provider Requirements SMSP-VAL-004"
        ) { message, _ in
            for name in ["birthTime", "deceasedTime"] {
                guard let time = message.patient?.hl7("patientPerson")?.hl7(name) else { continue }
                guard time.attribute("value").flatMap(TimestampText.init) != nil else { return "\(name) is none" }
            }
            return nil
        },
        patients(
            "PAT-GENDER-1",
            "The gender is 0, 1, 2 or 9.",
            source: "Domain Message Specification, vocabulary Sex"
        ) { message, _ in
            guard let code = message.patient?.hl7("patientPerson")?.hl7("administrativeGenderCode") else { return nil }
            return code.attribute("code").flatMap(AdministrativeGender.init) == nil ? "it is another code" : nil
        },
        patients(
            "PAT-ADDRESS-1",
            "An address has exactly five lines.",
            source: "datatypeflavours.xsd, AD.NHS.AddressType2"
        ) { message, _ in
            let practice = message.patient?.hl7("patientPerson")?.hl7("gPPractice")
            let addresses = [message.patient, practice].compactMap(\.self).flatMap { $0.all("addr", in: Namespace.hl7) }
            let counts = addresses.map { $0.all("streetAddressLine", in: Namespace.hl7).count }
            return counts.first { $0 != 5 }.map { "one has \($0)" }
        },
        patients(
            "PAT-ADDRESS-2",
            "Of home, temporary and correspondence address there is at most one each, and no other.",
            source: "PDS SMS Provider Requirements §4.5; COMT_MT000016GB01, addr 0..3"
        ) { message, _ in
            let uses = message.patient?.all("addr", in: Namespace.hl7).map { $0.attribute("use") } ?? []
            let known = uses.filter { $0 != nil }
            guard known.allSatisfy({ ["H", "TMP", "PST"].contains($0) }) else { return "there is another use" }
            return Set(known).count == known.count ? nil : "there are two of one use"
        },
        patients(
            "PAT-TELECOM-1",
            "A telecom has a value with a scheme and something behind it.",
            source: "datatypes.xsd, url; PDS SMS Provider Requirements §4.5, effectively empty telecoms"
        ) { message, _ in
            let telecoms = message.patient?.all("telecom", in: Namespace.hl7) ?? []
            let isWhole = telecoms.allSatisfy { telecom in
                telecom.attribute("value")?.wholeMatch(of: /[\-a-z0-9+]+:\s*\S.*/) != nil
            }
            return isWhole ? nil : "one has none"
        },
        patients(
            "PAT-LOCAL-1",
            "Without a local identifier in the request there is one id only.",
            source: "PDS SMS Provider Requirements SMSP-PDS-009; COMT_MT000014GB01, COMT_MT000016GB01, id"
        ) { message, exchange in
            guard exchange.call.message.question.localIdentifier == nil else { return nil }
            return message.patient?.all("id", in: Namespace.hl7).count == 1 ? nil : "there is another one"
        },
    ]
}
