import JSONTree

extension PatientResource {
    /// Every extension of the Patient, in the order of the published example.
    ///
    /// - SeeAlso: docs/contract/pds-fhir.md §3.4.
    var rareExtensions: [JSONValue] {
        let facts = person.rareFacts
        return [
            facts.pharmacy.map { Self.organization("NominatedPharmacy", $0) },
            facts.dispensingDoctor.map { Self.organization("PreferredDispenserOrganization", $0) },
            facts.applianceSupplier.map { Self.organization("MedicalApplianceSupplier", $0) },
            deathNotification,
            facts.language.map(Self.communication),
            facts.contactPreference.map(Self.contactPreference),
            facts.birthPlace.map(Self.birthPlace),
            facts.removal.map(Self.removal),
        ].compactMap(\.self)
    }

    /// The death notification, which a restricted record keeps.
    var deathNotification: JSONValue? {
        guard let notification = person.rareFacts.deathNotification else { return nil }
        let status = UKCore.concept(
            "DeathNotificationStatus",
            version: "1.0.0",
            code: notification.status,
            display: Self.deathNotificationStatus[notification.status]
        )
        return Self.parts(
            UKCore.extensionURL("DeathNotificationStatus"),
            [
                Self.part("deathNotificationStatus", "valueCodeableConcept", status),
                Self.part("systemEffectiveDate", "valueDateTime", .text(notification.effective)),
            ]
        )
    }

    private static let deathNotificationStatus = [
        "1": "Informal - death notice received via an update from a local NHS Organisation such as GP or Trust",
        "2": "Formal - death notice received from Registrar of Deaths",
        "U": "Removed",
    ]

    private static func organization(_ name: String, _ ods: String) -> JSONValue {
        .members([
            "url": .string(UKCore.extensionURL(name)),
            "valueReference": .members([
                "identifier": .members([
                    "system": .string("https://fhir.nhs.uk/Id/ods-organization-code"),
                    "value": .string(ods),
                ])
            ]),
        ])
    }

    private static func communication(_ language: SyntheticRareFacts.Language) -> JSONValue {
        let spoken = language.language
        let concept = UKCore.concept("HumanLanguage", version: "1.0.0", code: spoken.code, display: spoken.display)
        return parts(
            UKCore.extensionURL("NHSCommunication"),
            [
                part("language", "valueCodeableConcept", concept),
                part("interpreterRequired", "valueBoolean", language.interpreterRequired.map { .bool($0) }),
            ]
        )
    }

    private static func contactPreference(_ preference: SyntheticRareFacts.ContactPreference) -> JSONValue {
        parts(
            UKCore.extensionURL("ContactPreference"),
            [
                part(
                    "PreferredWrittenCommunicationFormat",
                    "valueCodeableConcept",
                    preference.format.map { UKCore.concept("PreferredWrittenCommunicationFormat", code: $0) }
                ),
                part(
                    "PreferredContactMethod",
                    "valueCodeableConcept",
                    preference.method.map { UKCore.concept("PreferredContactMethod", code: $0) }
                ),
                part("PreferredContactTimes", "valueString", .text(preference.times)),
            ]
        )
    }

    private static func birthPlace(_ place: SyntheticRareFacts.BirthPlace) -> JSONValue {
        .members([
            "url": .string("http://hl7.org/fhir/StructureDefinition/patient-birthPlace"),
            "valueAddress": .members([
                "city": .text(place.city), "district": .text(place.district), "country": .text(place.country),
            ]),
        ])
    }

    private static func removal(_ removal: SyntheticRareFacts.Removal) -> JSONValue {
        let reason = JSONValue.members([
            "coding": .array([
                .members([
                    "system": .string("https://fhir.nhs.uk/CodeSystem/PDS-RemovalReasonExitCode"),
                    "code": .string(removal.reason.code),
                    "display": .text(removal.reason.display),
                ])
            ])
        ])
        let effective = removal.from.map { JSONValue.members(["start": .string($0)]) }
        return parts(
            "https://fhir.nhs.uk/StructureDefinition/Extension-PDS-RemovalFromRegistration",
            [
                part("removalFromRegistrationCode", "valueCodeableConcept", reason),
                part("effectiveTime", "valuePeriod", effective),
            ]
        )
    }

    private static func parts(_ url: String, _ parts: [JSONValue?]) -> JSONValue {
        .members(["url": .string(url), "extension": .array(parts.compactMap(\.self))])
    }

    private static func part(_ url: String, _ key: String, _ value: JSONValue?) -> JSONValue? {
        value.map { .members(["url": .string(url), key: $0]) }
    }
}
