import SMSPContract
import XMLTree

extension ConformanceRule {
    private static let nobody = "no test patient for it is given (--people)"

    /// The known facts of test patients.
    static let people: [ConformanceRule] = [
        each(
            "KNOWN-FOUND-1",
            "A test patient is found by number and date of birth, or by name, gender and date of birth.",
            source: "PDS SMS Provider Requirements §4.3 to §4.7",
            of: \.asked,
            absence: nobody
        ) { exchange, _ in exchange.code == "SMSP-0000" && !exchange.isUnverified ? nil : exchange.outcome },
        each(
            "KNOWN-NUMBER-1",
            "The number in the answer is the test patient's.",
            source: "PDS SMS Provider Requirements §4.3 to §4.7; COMT_MT000013GB01, 14, 16, patient/id",
            of: \.found,
            absence: nobody
        ) { exchange, transcript in
            let number = transcript.patient(of: exchange)?.nhsNumber
            return exchange.message?.nhsNumber == number ? nil : "it is another one or missing"
        },
        each(
            "KNOWN-DATE-1",
            "The date of birth in the answer is the test patient's, to the precision given.",
            source: "PDS SMS Provider Requirements §4.5, SMSP-PDS-007",
            of: \.foundWithDate,
            absence: nobody
        ) { exchange, transcript in
            let told = exchange.message?.patient?.hl7("patientPerson")?.hl7("birthTime")?.attribute("value")
            // A text that is no date begins every date, if it is short enough.
            let isThatOne = told.flatMap(TimestampText.init).flatMap { date in
                transcript.patient(of: exchange)?.dateOfBirth.hasPrefix(date.digits)
            }
            return isThatOne == true ? nil : "it is another one or no date"
        },
        ConformanceRule(
            id: "KNOWN-SAME-1",
            sentence: "The details of a patient are the same by number and by search.",
            source: "PDS SMS Provider Requirements §4.5 to §4.7: one payload"
        ) { transcript in
            let details = transcript.found.filter { $0.message?.payload?.name.local == detailsRoot }
            let pairs = details.compactMap { exchange in
                details.first { $0.call.patient == exchange.call.patient && $0.operation != exchange.operation }
                    .map { (exchange, $0) }
            }
            guard !pairs.isEmpty else { return .notApplicable(reason: nobody) }
            let different = pairs.first { $0.0.message?.data != $0.1.message?.data }
            return different.map {
                .failed(reason: "\($0.0.name): \($0.1.operation.rawValue) tells other things")
            } ?? .passed
        },
        outcome(
            of: .localIdentifier,
            id: "KNOWN-LOCAL-1",
            "A local identifier comes back as second id, its root and extension unchanged.",
            source: "PDS SMS Provider Requirements §4.4 to §4.7, SMSP-PDS-009",
            absence: nobody
        ) { exchange, _ in
            guard let sent = exchange.call.message.question.localIdentifier,
                let patient = exchange.message?.patient
            else { return exchange.outcome }
            let ids = patient.all("id", in: Namespace.hl7)
            guard ids.count == 2 else { return "there is no second id, or a third" }
            let isSent = ids[1].attribute("root") == sent.root && ids[1].attribute("extension") == sent.extension
            return isSent ? nil : "it is another one"
        },
        outcome(
            of: .wrongDate,
            id: "KNOWN-VERIFY-1",
            "Another date of birth than the patient's is not verified, and no data are given.",
            source: "PDS SMS Provider Requirements §4.3, SMSP-PDS-001",
            absence: nobody
        ) { exchange, _ in
            exchange.code == "DEMOG-0040" || exchange.isUnverified ? nil : exchange.outcome
        },
        outcome(
            of: .wrongDay,
            id: "KNOWN-VERIFY-2",
            "Year and month of birth, the surname and the forename are enough to verify a number.",
            source: "PDS SMS Provider Requirements §4.3, third step",
            absence: nobody
        ) { exchange, _ in
            exchange.code == "SMSP-0000" && exchange.message?.isVerified == "true" ? nil : exchange.outcome
        },
        outcome(
            of: .wrongDayAndName,
            id: "KNOWN-VERIFY-3",
            "With another day of birth and another name a number is not verified.",
            source: "PDS SMS Provider Requirements §4.3, third and fourth step",
            absence: nobody
        ) { exchange, _ in
            exchange.code == "DEMOG-0040" || exchange.isUnverified ? nil : exchange.outcome
        },
        outcome(
            of: .upperCase,
            id: "KNOWN-SEARCH-1",
            "Capitals in names make no difference to a search.",
            source: "PDS SMS Provider Requirements §4.4",
            absence: nobody
        ) { exchange, transcript in
            exchange.sameAs(transcript.reference(for: exchange))
        },
        outcome(
            of: .wildcard,
            id: "KNOWN-SEARCH-2",
            "A wildcard at the end of a surname finds whom the surname finds, or several.",
            source: "PDS SMS Provider Requirements §4.4",
            absence: nobody
        ) { exchange, transcript in
            exchange.code == "DEMOG-0007" ? nil : exchange.sameAs(transcript.reference(for: exchange))
        },
        outcome(
            of: .yearOnly,
            id: "KNOWN-SEARCH-3",
            "getNHSNumber with a year of birth alone finds whom the whole date finds, or several.",
            source: "PDS SMS Provider Requirements §4.4: YYYYMMDD, YYYYMM or YYYY",
            absence: nobody
        ) { exchange, transcript in
            exchange.code == "DEMOG-0007" ? nil : exchange.sameAs(transcript.reference(for: exchange))
        },
        outcome(
            of: .postcode,
            id: "KNOWN-SEARCH-4",
            "A name with the postcode of a current address finds the same person as the name alone.",
            source: "PDS SMS Provider Requirements §4.4",
            absence: nobody
        ) { exchange, transcript in
            exchange.sameAs(transcript.reference(for: exchange))
        },
        outcome(
            of: .superseded,
            id: "KNOWN-SUPERSEDED-1",
            "A superseded number is answered DEMOG-0017.",
            source: "PDS SMS Provider Requirements §4.3.6, §4.5.3",
            absence: nobody
        ) { exchange, _ in exchange.code == "DEMOG-0017" ? nil : exchange.outcome },
        outcome(
            of: .superseded,
            id: "KNOWN-SUPERSEDED-2",
            "The data with DEMOG-0017 hold the superseding number, and verification is true.",
            source: "PDS SMS Provider Requirements §4.3.6, §4.5.3",
            absence: nobody
        ) { exchange, transcript in
            guard exchange.message?.content != nil else { return nil }
            guard exchange.message?.nhsNumber == transcript.people.superseded?.by else {
                return "they hold another number or none"
            }
            guard exchange.operation == .verifyNHSNumber else { return nil }
            return exchange.message?.isVerified == "true" ? nil : "it is not true"
        },
        refusal(
            of: .invalidated,
            id: "KNOWN-INVALID-1",
            "A number that was invalidated is answered DEMOG-0022.",
            source: "PDS SMS Provider Requirements §4.2",
            absence: nobody,
            codes: [.invalidated]
        ),
    ]

    private static let detailsRoot = SMSPOperation.getPatientDetails.names.responseRoot
}

extension Exchange {
    /// The difference from the answer of `reference`; nil if code and data are equal.
    func sameAs(_ reference: Exchange?) -> String? {
        guard let expected = reference?.message?.data else { return "the published form has no answer to compare with" }
        guard let data = message?.data else { return outcome }
        guard code == reference?.code else { return "\(outcome), not as for the published form" }
        return data == expected ? nil : "the data are others than for the published form"
    }
}
