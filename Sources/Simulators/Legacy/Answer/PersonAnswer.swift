import NHSIdentifiers
import SMSPContract

/// The payload of an answer about a person, made from the master record by code of its own.
///
/// The rules are those of the published provider requirements as the project's decisions read them. Nothing here goes
/// by way of FHIR, the mapping tables or the bridge's own answers, so that agreement of both sides is evidence.
///
/// - SeeAlso: COMT_MT000013GB01, COMT_MT000014GB01, COMT_MT000016GB01; PDS SMS Provider Requirements §4.5; decisions
///   D13 to D19, D28, D37, D44, D46.
struct PersonAnswer: Sendable {
    let practices: PracticeFile
    /// The day that "current" is judged by.
    let date: LondonDate

    /// The part of an answer of `operation` that is about `person`.
    ///
    /// - Parameter localIdentifier: The caller's own identifier, returned with a patient.
    func content(
        about person: SyntheticPerson,
        of operation: SMSPOperation,
        localIdentifier: InstanceIdentifier? = nil
    ) -> MessageElement {
        guard operation != .verifyNHSNumber else { return Self.verified(person.nhsNumber) }
        let ids = [
            Self.id(OID.nhsNumber, person.nhsNumber.digits),
            localIdentifier.map { Self.id($0.root, $0.extension) },
        ]
        let details = operation == .getNHSNumber ? [] : details(of: person)
        return MessageElement(
            "subject",
            ["typeCode": "SBJ"],
            [MessageElement("patient", ["classCode": "PAT"], ids + details)]
        )
    }

    private static func verified(_ number: NHSNumber) -> MessageElement {
        let patient = MessageElement("patient", ["classCode": "PAT"], [id(OID.nhsNumber, number.digits)])
        let identifier = MessageElement(
            "validIdentifier",
            ["moodCode": "EVN", "classCode": "OBS"],
            [
                MessageElement("code", ["codeSystem": OID.observationType, "code": "VI"]),
                MessageElement("value", ["value": "true"]),
                MessageElement("subject", ["typeCode": "SBJ"], [patient]),
            ]
        )
        return MessageElement("component", ["typeCode": "COMP"], [identifier])
    }

    private static func id(_ root: String, _ text: String) -> MessageElement {
        MessageElement("id", ["root": root, "extension": text])
    }

    // MARK: - The patient

    /// The parts of a patient behind the ids, in schema order; of a restricted person those without location data.
    private func details(of person: SyntheticPerson) -> [MessageElement?] {
        let located = person.isRestricted ? nil : person
        let addresses = [("PST", SyntheticAddress.Use.correspondence), ("TMP", .temporary), ("H", .home)]
            .map { use, held in located.flatMap { address(of: $0, held, as: use) } }
        let telecoms = located?.telecoms.filter { $0.period.isCurrent(on: date) }.map(Self.telecom) ?? []
        let facts: [MessageElement?] = [
            person.gender.flatMap(Self.gender).map {
                MessageElement("administrativeGenderCode", ["code": $0.rawValue, "codeSystem": OID.sex])
            },
            Self.time("birthTime", person.birthDate), Self.time("deceasedTime", person.deceased),
            located?.practice.flatMap(practice),
        ]
        let attributes: KeyValuePairs = ["determinerCode": "INSTANCE", "classCode": "PSN"]
        return [person.usualName(on: date).flatMap(Self.name)] + addresses + telecoms
            + [facts.contains { $0 != nil } ? MessageElement("patientPerson", attributes, facts) : nil]
    }

    private static func time(_ name: String, _ held: String?) -> MessageElement? {
        held.flatMap(PDSDate.digits).map { MessageElement(name, ["value": $0]) }
    }

    /// Titles in one text, the first given name, all others in one text (decisions D13, D46).
    private static func name(_ held: SyntheticName) -> MessageElement? {
        let titles = held.prefixes.compactMap(AnswerText.text)
        let given = AnswerText.text(held.given.first)
        let parts = [
            ("prefix", titles.isEmpty ? nil : titles.joined(separator: " ")), ("given", given),
            ("given", given == nil ? nil : AnswerText.text(held.given.dropFirst().first)),
            ("family", AnswerText.text(held.family)),
        ]
        let elements = parts.map { name, text in text.map { MessageElement(name, text: $0) } }
        return elements.contains { $0 != nil } ? MessageElement("name", [:], elements) : nil
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

    /// The current address of a use, its lines in their places: of several homes the one that began last, of others the
    /// first (decisions D15, D17).
    private func address(of person: SyntheticPerson, _ held: SyntheticAddress.Use, as use: String) -> MessageElement? {
        let current = person.addresses.filter { $0.use == held && $0.period.isCurrent(on: date) }
        let address = held == .home ? current.lastBegun(\.period) : current.first
        return address.flatMap { Self.address(lines: $0.lines, postcode: $0.postcode, ["use": use]) }
    }

    /// A postcode and five lines, one of white space being blank; nil if there is neither postcode nor line.
    private static func address(
        lines: [String],
        postcode: String?,
        _ attributes: KeyValuePairs<String, String>
    ) -> MessageElement? {
        let postcode = AnswerText.text(postcode)
        guard postcode != nil || lines.contains(where: { !$0.isEmpty }) else { return nil }
        let texts = lines.prefix(5).map { AnswerText.text($0) ?? "" }
        return MessageElement(
            "addr",
            attributes,
            [postcode.map { MessageElement("postalCode", text: $0) }]
                + (texts + Array(repeating: "", count: 5 - texts.count)).map {
                    MessageElement("streetAddressLine", text: $0)
                }
        )
    }

    /// Home telephones, mobiles, and e-mail addresses of either use; no other (decision D16).
    private static func telecom(_ held: SyntheticTelecom) -> MessageElement? {
        let (use, scheme): (String, String)
        switch (held.kind, held.use) {
        case (.phone, .home): (use, scheme) = ("HP", "tel")
        case (.phone, .mobile): (use, scheme) = ("MC", "tel")
        case (.email, .home), (.email, .mobile): (use, scheme) = ("HP", "mailto")
        default: return nil
        }
        guard let value = AnswerText.uri(held.value, scheme: scheme) else { return nil }
        let limits = [time("low", held.period.from), time("high", held.period.to)].compactMap(\.self)
        return MessageElement(
            "telecom",
            ["use": use, "value": value],
            [limits.isEmpty ? nil : MessageElement("useablePeriod", [:], limits)]
        )
    }

    /// The practice of a current registration; the rest from the practice file, where that has it (decision D19).
    private func practice(_ registration: SyntheticRegistration) -> MessageElement? {
        guard registration.period.isCurrent(on: date), let code = AnswerText.text(registration.ods) else { return nil }
        let entry = practices[code]
        let name = entry.flatMap { AnswerText.text($0.name) }.map { MessageElement("name", text: $0) }
        let telephone = entry.flatMap { AnswerText.uri($0.telephone, scheme: "tel") }
        return MessageElement(
            "gPPractice",
            ["classCode": "SDLOC"],
            [
                entry.flatMap { Self.address(lines: $0.lines, postcode: $0.postcode, [:]) },
                telephone.map { MessageElement("telecom", ["use": "WP", "value": $0]) },
                MessageElement(
                    "locationOrganization",
                    ["determinerCode": "INSTANCE", "classCode": "ORG"],
                    [Self.id(OID.practice, code), name]
                ),
            ]
        )
    }
}

extension SyntheticPerson {
    /// True if location data stay out of an answer: a label other than `U`, or none (decision D28).
    var isRestricted: Bool { security.isEmpty || security.contains { $0 != "U" } }

    /// True if the record may not be shown at all (decision D28).
    var isRedacted: Bool { security.contains("REDACTED") }

    /// The usual name that is current, of several the one that began last (decisions D17, D46).
    func usualName(on date: LondonDate) -> SyntheticName? {
        names.filter { $0.use == .usual && $0.period.isCurrent(on: date) }.lastBegun(\.period)
    }
}
