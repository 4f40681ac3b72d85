import JSONTree
import NHSIdentifiers

/// The FHIR Patient that PDS sends for a synthetic person on retrieve.
///
/// Shape: the members of the published schema, in the order of its examples. A record labelled `R` keeps the number,
/// names, gender, date of birth, multiple birth, date of death and death notification, and nothing else. What PDS
/// withholds under another label is not published, so those records are sent whole.
///
/// - SeeAlso: docs/contract/pds-fhir.md §3.1 to §3.5.
struct PatientResource {
    let person: SyntheticPerson
    /// True if blank address lines are sent as nulls in their places (`return-empty-address-lines`).
    let showsEmptyAddressLines: Bool

    var value: JSONValue {
        let isRestricted = person.security.contains("R")
        return .members([
            "resourceType": .string("Patient"),
            "id": .string(person.nhsNumber.digits),
            "identifier": .array([identifier]),
            "meta": meta,
            "name": .list(names),
            "gender": .text(person.gender),
            "birthDate": .text(person.birthDate),
            "multipleBirthInteger": person.multipleBirth.map { .number(String($0)) },
            "deceasedDateTime": .text(person.deceased),
            "generalPractitioner": isRestricted ? nil : person.practice.map { .array([organization($0, id: "G1")]) },
            "managingOrganization": isRestricted ? nil : person.managingOrganization.map { organization($0, id: nil) },
            "extension": .list(isRestricted ? [deathNotification].compactMap(\.self) : rareExtensions),
            "telecom": isRestricted ? nil : .list(telecoms),
            "contact": isRestricted ? nil : .list(contacts),
            "address": isRestricted ? nil : .list(addresses),
        ])
    }

    private var identifier: JSONValue {
        .members([
            "system": .string("https://fhir.nhs.uk/Id/nhs-number"),
            "value": .string(person.nhsNumber.digits),
            "extension": .array([
                .members([
                    "url": .string(UKCore.extensionURL("NHSNumberVerificationStatus")),
                    "valueCodeableConcept": UKCore.concept(
                        "NHSNumberVerificationStatus",
                        version: "1.0.0",
                        code: "01",
                        display: "Number present and verified"
                    ),
                ])
            ]),
        ])
    }

    private var meta: JSONValue {
        .members([
            "versionId": .string(String(person.version)),
            "security": .list(
                person.security.map { code in
                    .members([
                        "system": .string("http://terminology.hl7.org/CodeSystem/v3-Confidentiality"),
                        "code": .string(code),
                        "display": .text(Self.confidentiality[code]),
                    ])
                }
            ),
        ])
    }

    private static let confidentiality = [
        "U": "unrestricted", "R": "restricted", "V": "very restricted", "REDACTED": "redacted",
    ]

    private func organization(_ registration: SyntheticRegistration, id: String?) -> JSONValue {
        .members([
            "id": .text(id),
            "type": .string("Organization"),
            "identifier": .members([
                "system": .string("https://fhir.nhs.uk/Id/ods-organization-code"),
                "value": .string(registration.ods),
                "period": registration.period.value,
            ]),
        ])
    }
}

extension SyntheticPeriod {
    /// `{start, end}`; nil when both are open.
    var value: JSONValue? {
        from == nil && to == nil ? nil : .members(["start": .text(from), "end": .text(to)])
    }
}
