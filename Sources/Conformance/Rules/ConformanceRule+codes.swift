import SMSPContract
import XMLTree

extension ConformanceRule {
    /// Response codes, and the payload that may accompany them.
    static let codes: [ConformanceRule] = [
        answers(
            "CODE-DATA-1",
            "Success, data from a local store and a superseded number come with data.",
            source: "PDS SMS Provider Requirements §4.2 to §4.7"
        ) { message, exchange in
            // What a stub sent for a superseded number in getPatientDetails leaves room: §4.7.4 asks for no payload.
            let needsData: Set<ResponseCode> =
                exchange.operation == .getPatientDetails
                ? [.success, .localStore] : [.success, .localStore, .superseded]
            guard let code = message.code.flatMap(ResponseCode.init), needsData.contains(code) else { return nil }
            return message.content == nil ? "\(code.rawValue) comes without" : nil
        },
        answers(
            "CODE-DATA-2",
            "No other code comes with data; a number that is not verified may come back with false.",
            source: "PDS SMS Provider Requirements §4.2 to §4.7; Common Provider Requirements SMSP-ERR-006"
        ) { message, exchange in
            let withData: Set<String> = ["SMSP-0000", "SMSP-0003", "DEMOG-0017"]
            guard let code = message.code, !withData.contains(code), message.content != nil else { return nil }
            let isRefusal = code == "DEMOG-0040" && exchange.operation == .verifyNHSNumber
            guard isRefusal, message.isVerified == "false",
                message.nhsNumber == exchange.call.message.question.nhsNumber
            else { return "an error code comes with data" }
            return nil
        },
        refusal(
            of: .checkDigit,
            id: "CODE-NUMBER-1",
            "A number with a wrong check digit is not valid input.",
            source: "PDS SMS Provider Requirements §4.3.2; Common Provider Requirements SMSP-VAL-002",
            codes: [.inputInvalid, .notNewStyle]
        ),
        refusal(
            of: .shortNumber,
            id: "CODE-NUMBER-2",
            "A number of nine digits is not valid input, or not a new-style number.",
            source: "PDS SMS Provider Requirements §4.2, §4.3.2",
            codes: [.inputInvalid, .notNewStyle]
        ),
        refusal(
            of: .dateMissing,
            id: "CODE-SCHEMA-1",
            "A payload that is not schema-valid is answered SMSP-0001, not with a fault.",
            source: "Common Provider Requirements SMSP-VAL-001, SMSP-ERR-006",
            codes: [.inputInvalid]
        ),
        refusal(
            of: .dateWithHour,
            id: "CODE-DATE-1",
            "A date of birth with an hour is not valid input.",
            source: "PDS SMS Provider Requirements §4.3, §4.5, §4.7: YYYYMMDD only",
            codes: [.inputInvalid]
        ),
        refusal(
            of: .partialDate,
            id: "CODE-DATE-2",
            "With a number, a year and month of birth alone are not valid input.",
            source: "PDS SMS Provider Requirements §4.3, §4.5, §4.7: YYYYMMDD only",
            codes: [.inputInvalid]
        ),
        refusal(
            of: .unknownGender,
            id: "CODE-GENDER-1",
            "A gender of no vocabulary is not valid input.",
            source: "Common Provider Requirements SMSP-VAL-003; QUPA_MT000002GB01, QUPA_MT000004GB01",
            codes: [.inputInvalid]
        ),
        refusal(
            of: .wildcardAlone,
            id: "CODE-WILDCARD-1",
            "A wildcard for a whole surname is not valid input.",
            source: "PDS SMS Provider Requirements §4.4",
            codes: [.inputInvalid]
        ),
        refusal(
            of: .longPostcode,
            id: "CODE-POSTCODE-1",
            "A postcode of nine characters is not valid input.",
            source: "PDS SMS Provider Requirements §4.4, footnotes 1 to 3",
            codes: [.inputInvalid]
        ),
        outcome(
            of: .auditMissing,
            id: "CODE-AUDIT-1",
            "A message without audit identity is rejected.",
            source: "Common Provider Requirements SMSP-AUDIT-005"
        ) { exchange, _ in
            // Which code is not said, and a provider that knows its callers by it may deny access.
            guard let message = exchange.message, message.fault == nil else {
                return exchange.message == nil ? exchange.outcome : nil
            }
            return message.content == nil && message.code != "SMSP-0000" ? nil : exchange.outcome
        },
        outcome(
            of: .unknownNumber,
            id: "CODE-UNKNOWN-1",
            "A number without a record is no match, or not verified.",
            source: "PDS SMS Provider Requirements §4.2, §4.3"
        ) { exchange, _ in
            let isRefused = ["DEMOG-0001", "DEMOG-0040"].contains(exchange.code)
            return isRefused || exchange.isUnverified ? nil : exchange.outcome
        },
        refusal(
            of: .nobody,
            id: "CODE-UNKNOWN-2",
            "A search without match is answered DEMOG-0001.",
            source: "PDS SMS Provider Requirements §4.4",
            codes: [.noMatch]
        ),
    ]

    /// A rule that a probe is answered with one of some codes, and no payload.
    static func refusal(
        of probe: Probe,
        id: String,
        _ sentence: String,
        source: String,
        absence: String = "no operation is called this way",
        codes: [ResponseCode]
    ) -> ConformanceRule {
        outcome(of: probe, id: id, sentence, source: source, absence: absence) { exchange, _ in
            codes.contains { $0.rawValue == exchange.code } ? nil : exchange.outcome
        }
    }
}

extension Exchange {
    /// True if verification succeeded with the result that the number is not the person's.
    var isUnverified: Bool {
        operation == .verifyNHSNumber && code == "SMSP-0000" && message?.isVerified == "false"
    }
}
