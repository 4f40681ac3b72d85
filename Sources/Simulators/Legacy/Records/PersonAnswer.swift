import SMSPContract

/// What the legacy service says of a person: made from the master record by code of its own.
///
/// The rules are those of the published provider requirements as the project's decisions read them. Nothing here goes
/// by way of FHIR or the mapping tables, so that what both sides agree on is worth something.
///
/// - SeeAlso: PDS SMS Provider Requirements §4.5; decisions D13 to D19, D28, D44, D46.
struct PersonAnswer: Sendable {
    let practices: PracticeFile
    /// The day that "current" is judged by.
    let date: LondonDate

    /// The patient of an answer about `person`, but for a local identifier, which is the caller's.
    func answer(about person: SyntheticPerson) -> PatientDetails {
        var details = PatientDetails(nhsNumber: person.nhsNumber)
        details.name = person.usualName(on: date).flatMap(Self.name)
        details.administrativeGender = person.gender.flatMap(Self.gender)
        details.birthTime = person.birthDate.flatMap(PDSDate.timestamp)
        details.deceasedTime = person.deceased.flatMap(PDSDate.timestamp)
        guard !person.isRestricted else { return details }
        details.addresses = PostalAddress.Use.allCases.compactMap { address(of: person, use: $0) }
        details.telecoms = person.telecoms.filter { $0.period.isCurrent(on: date) }.compactMap(Self.telecom)
        details.practice = person.practice.flatMap(practice)
        return details
    }

    /// Titles in one text, the first given name, all others in one text (decisions D13, D46).
    private static func name(_ held: SyntheticName) -> PersonName? {
        var name = PersonName()
        let titles = held.prefixes.compactMap(AnswerText.text)
        name.prefix = titles.isEmpty ? nil : titles.joined(separator: " ")
        name.given = AnswerText.text(held.given.first)
        name.otherGiven = name.given == nil ? nil : AnswerText.text(held.given.dropFirst().first)
        name.family = AnswerText.text(held.family)
        return name.isEmpty ? nil : name
    }

    private static func gender(_ held: String) -> AdministrativeGender? {
        switch held {
        case "male": .male
        case "female": .female
        case "other": .notSpecified
        case "unknown": .notKnown
        default: nil
        }
    }

    /// The first current address of a use, its lines in their places (decisions D15, D17).
    private func address(of person: SyntheticPerson, use: PostalAddress.Use) -> PostalAddress? {
        let held: SyntheticAddress.Use =
            switch use {
            case .correspondence: .correspondence
            case .temporary: .temporary
            case .home: .home
            }
        return person.addresses.first { $0.use == held && $0.period.isCurrent(on: date) }.flatMap { address in
            Self.address(lines: address.lines, postcode: address.postcode, use: use)
        }
    }

    /// Five lines, one of white space being blank, and a postcode; nil when PDS holds neither.
    private static func address(lines: [String], postcode: String?, use: PostalAddress.Use?) -> PostalAddress? {
        let postcode = AnswerText.text(postcode)
        guard postcode != nil || lines.contains(where: { !$0.isEmpty }) else { return nil }
        return PostalAddress(use: use, postalCode: postcode, lines: lines.map { AnswerText.text($0) ?? "" })
    }

    /// Home telephones, mobiles, and e-mail addresses of either use; no other (decision D16).
    private static func telecom(_ held: SyntheticTelecom) -> Telecom? {
        let (use, scheme): (Telecom.Use, String)
        switch (held.kind, held.use) {
        case (.phone, .home): (use, scheme) = (.primaryHome, "tel")
        case (.phone, .mobile): (use, scheme) = (.mobile, "tel")
        case (.email, .home), (.email, .mobile): (use, scheme) = (.primaryHome, "mailto")
        default: return nil
        }
        guard let value = AnswerText.uri(held.value, scheme: scheme) else { return nil }
        return Telecom(
            use: use,
            value: value,
            usableFrom: held.period.from.flatMap(PDSDate.timestamp),
            usableTo: held.period.to.flatMap(PDSDate.timestamp)
        )
    }

    /// The practice of a current registration; the rest from the practice file, where that has it (decision D19).
    private func practice(_ registration: SyntheticRegistration) -> GPPractice? {
        guard registration.period.isCurrent(on: date), let code = AnswerText.text(registration.ods) else { return nil }
        var practice = GPPractice(odsCode: code)
        guard let entry = practices[code] else { return practice }
        practice.name = AnswerText.text(entry.name)
        practice.address = Self.address(lines: entry.lines, postcode: entry.postcode, use: nil)
        practice.telecom = AnswerText.uri(entry.telephone, scheme: "tel").map { Telecom(use: .workPlace, value: $0) }
        return practice
    }
}

extension SyntheticPerson {
    /// Whether location data stay out of an answer: all but `U`, and nothing else, say so (decision D28).
    var isRestricted: Bool { security.isEmpty || security.contains { $0 != "U" } }

    /// Whether the record may not be shown at all (decision D28).
    var isRedacted: Bool { security.contains("REDACTED") }

    /// The first usual name that is current; nil when there is none (decision D46).
    func usualName(on date: LondonDate) -> SyntheticName? {
        names.first { $0.use == .usual && $0.period.isCurrent(on: date) }
    }
}
