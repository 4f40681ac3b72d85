public import NHSIdentifiers
import SMSPContract
public import StrictYAML

/// The test patients of an endpoint, which rules about known people need.
public struct ConformancePeople: Sendable, Redacted {
    /// A patient as a person who asks for him or her knows the patient.
    struct Patient: Sendable, Redacted {
        let nhsNumber: String
        let dateOfBirth: String
        let given: String?
        let family: String?
        let gender: String?
        let postcode: String?
    }

    /// Patients whose records are live, each the only one of the name, gender and date of birth.
    ///
    /// The first is queried in every form, the others in the published one.
    var patients: [Patient] = []
    /// A patient whose number another has superseded, and that other number.
    var superseded: (patient: Patient, by: String)?
    /// A patient whose number was invalidated.
    var invalidated: Patient?
    /// A valid number without a record.
    var unknown = "9991001018"

    /// No patients: rules about known patients do not apply.
    public static let none = ConformancePeople()

    /// The shape of the file.
    static let shape = YAMLShape.mapping([
        YAMLKey(
            "patients",
            .list(of: patient()),
            .defaults("[]"),
            "Patients whose records are live; the first is queried in every form."
        ),
        YAMLKey(
            "superseded",
            patient([YAMLKey("supersededBy", number, .required, "The superseding number.")]),
            .optional,
            "A patient who is queried by a superseded number."
        ),
        YAMLKey("invalidated", patient(), .optional, "A patient whose number was invalidated."),
        YAMLKey("unknown", number, .defaults("\"9991001018\""), "A valid number without a record."),
    ])

    private static let number = YAMLShape.string(
        pattern: YAMLPattern("[0-9]{10}", meaning: "ten digits", example: "9991001018")
    )

    private static func patient(_ more: [YAMLKey] = []) -> YAMLShape {
        .mapping(
            [
                YAMLKey("nhsNumber", number, .required, "The NHS number, ten digits."),
                YAMLKey("dateOfBirth", .date, .required, "The date of birth, YYYY-MM-DD."),
                YAMLKey("given", .string(), .optional, "The forename."),
                YAMLKey("family", .string(), .optional, "The surname."),
                YAMLKey(
                    "gender",
                    .choice(["notKnown", "male", "female", "notSpecified"]),
                    .optional,
                    "The gender, as the vocabulary Sex has it."
                ),
                YAMLKey("postcode", .string(), .optional, "The postcode of a current address."),
            ] + more
        )
    }

    /// Reads the file at `path`.
    public static func load(contentsOf path: String) throws(YAMLProblems) -> ConformancePeople {
        let yaml = try YAMLDocument.load(contentsOf: path, shape: shape, withholdingValues: true)
        return ConformancePeople(
            patients: yaml.at("patients").elements.map(Patient.init),
            superseded: yaml["superseded"].map { (Patient($0), $0.at("supersededBy").string) },
            invalidated: yaml["invalidated"].map(Patient.init),
            unknown: yaml.at("unknown").string
        )
    }
}

extension ConformancePeople.Patient {
    fileprivate init(_ yaml: YAMLValue) {
        nhsNumber = yaml.at("nhsNumber").string
        dateOfBirth = yaml.at("dateOfBirth").string.filter { $0 != "-" }
        given = yaml["given"]?.string
        family = yaml["family"]?.string
        gender = yaml["gender"].flatMap {
            ["notKnown": "0", "male": "1", "female": "2", "notSpecified": "9"][$0.string]
        }
        postcode = yaml["postcode"]?.string
    }

    /// The query of a call by number.
    var byNumber: Question { Question(nhsNumber: nhsNumber, dateOfBirth: dateOfBirth) }

    /// The query of a search; nil if too little of the patient is known for one.
    var bySearch: Question? {
        guard let family, let given, let gender else { return nil }
        return Question(dateOfBirth: dateOfBirth, gender: gender, given: given, family: family)
    }
}
