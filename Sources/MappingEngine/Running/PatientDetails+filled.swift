import SMSPContract

extension PatientDetails {
    /// The patient of an answer, from the parts that a record filled; nil without an NHS number.
    ///
    /// Addresses are in the order PST, TMP, H (D15); empty parts are left out.
    init?(_ parts: [AnswerPart: [FilledLeaves]]) {
        let patient = parts[.patient]?.first ?? [:]
        guard case .nhsNumber(let number)? = patient[.nhsNumber] else { return nil }
        self.init(nhsNumber: number)
        if case .localIdentifier(let identifier)? = patient[.localIdentifier] { localIdentifier = identifier }
        administrativeGender = patient.code(.administrativeGender).flatMap(AdministrativeGender.init)
        birthTime = patient.date(.birthTime)
        deceasedTime = patient.date(.deceasedTime)
        name = parts[.name]?.first.flatMap(PersonName.init)
        addresses = PostalAddress.Use.allCases.compactMap { use in
            parts[.address(use)]?.first.flatMap { PostalAddress($0, use: use) }
        }
        telecoms = (parts[.telecom] ?? []).compactMap(Telecom.init)
        practice = parts[.practice]?.first.flatMap(GPPractice.init)
    }
}

extension PersonName {
    /// The name that an entry filled; nil when it filled no part of it.
    fileprivate init?(_ filled: FilledLeaves) {
        self.init()
        prefix = filled.text(.prefix)
        given = filled.text(.given)
        otherGiven = filled.text(.otherGiven)
        family = filled.text(.family)
        if isEmpty { return nil }
    }
}

extension PostalAddress {
    /// The address that an entry filled; nil when it has neither a postcode nor a line.
    ///
    /// `use` is nil for a practice's address.
    fileprivate init?(_ filled: FilledLeaves, use: Use?) {
        let (postalCode, lines): (SMSPLeaf, SMSPLeaf) =
            switch use {
            case .correspondence: (.correspondencePostalCode, .correspondenceLines)
            case .temporary: (.temporaryPostalCode, .temporaryLines)
            case .home: (.homePostalCode, .homeLines)
            case nil: (.practicePostalCode, .practiceLines)
            }
        guard filled[postalCode] != nil || filled[lines] != nil else { return nil }
        self.init(use: use, postalCode: filled.text(postalCode), lines: filled.lines(lines))
    }
}

extension Telecom {
    /// The contact that an entry filled; nil without use or value.
    fileprivate init?(_ filled: FilledLeaves) {
        guard let use = filled.code(.telecomUse).flatMap(Use.init), let value = filled.text(.telecomValue) else {
            return nil
        }
        self.init(
            use: use,
            value: value,
            usableFrom: filled.date(.telecomUsableFrom),
            usableTo: filled.date(.telecomUsableTo)
        )
    }
}

extension GPPractice {
    /// The practice that an entry filled; nil without code.
    ///
    /// Its telephone has the use WP, as in every captured answer.
    fileprivate init?(_ filled: FilledLeaves) {
        guard let code = filled.text(.practiceCode) else { return nil }
        self.init(odsCode: code)
        name = filled.text(.practiceName)
        address = PostalAddress(filled, use: nil)
        telecom = filled.text(.practiceTelecom).map { Telecom(use: .workPlace, value: $0) }
    }
}

extension FilledLeaves {
    fileprivate func text(_ leaf: SMSPLeaf) -> String? {
        if case .text(let text)? = self[leaf] { text } else { nil }
    }

    fileprivate func lines(_ leaf: SMSPLeaf) -> [String] {
        if case .lines(let lines)? = self[leaf] { lines } else { [] }
    }

    fileprivate func date(_ leaf: SMSPLeaf) -> TimestampText? {
        if case .date(let date)? = self[leaf] { date } else { nil }
    }

    fileprivate func code(_ leaf: SMSPLeaf) -> String? {
        if case .code(let code)? = self[leaf] { code } else { nil }
    }
}
