extension SMSPOperation {
    /// The types of the answer payloads by the names of their roots, made once.
    static let answerTypes = Dictionary(
        allCases.map { ($0.names.responseRoot, $0.makeAnswerType()) },
        uniquingKeysWith: { first, _ in first }
    )

    private func makeAnswerType() -> ElementType {
        let names = names
        let head = [
            Particle("id", .identifierType2),
            Particle("code", .codedValue(.csFixed(names.responseRoot), codeSystem: OID.messageType)),
            Particle("value", .codedValue(.cs, codeSystem: OID.responseCode)),
        ]
        let content =
            switch answerContent {
            case .verification: Particle("component", .component, occurs: 0...1, isNillable: true)
            case .number:
                Particle("subject", .subject(of: .numberedPatient), occurs: 0...1, isNillable: true)
            case .details:
                Particle("subject", .subject(of: .patient), occurs: 0...1, isNillable: true)
            }
        return .act(["classCode": "OBS", "moodCode": "EVN"], head + [content])
    }
}

extension ElementType {
    /// A class of the message model: its structural attributes and its parts.
    fileprivate static func act(_ structure: KeyValuePairs<String, String>, _ parts: [Particle]) -> ElementType {
        ElementType(
            attributes: AttributeRule.infrastructure + structure.map { .required($0.key, .csFixed($0.value)) },
            content: .sequence(Particle.infrastructure + parts, mixed: false)
        )
    }

    /// COMT_MT000013GB01.Component.
    fileprivate static let component = act(
        ["typeCode": "COMP"],
        [
            Particle(
                "validIdentifier",
                act(
                    ["classCode": "OBS", "moodCode": "EVN"],
                    [
                        Particle("code", .codedValue(.csFixed("VI"), codeSystem: OID.observationType)),
                        Particle("value", ElementType(attributes: [.required("value", .bl)], content: .empty)),
                        Particle("subject", subject(of: act(["classCode": "PAT"], [Particle("id", .identifierType1)]))),
                    ]
                ),
                isNillable: true
            )
        ]
    )

    /// `Subject` of each answer.
    fileprivate static func subject(of patient: ElementType) -> ElementType {
        act(["typeCode": "SBJ"], [Particle("patient", patient, isNillable: true)])
    }

    /// COMT_MT000014GB01.Patient.
    fileprivate static let numberedPatient = act(["classCode": "PAT"], [Particle("id", .ii, occurs: 1...2)])

    /// COMT_MT000016GB01.Patient.
    fileprivate static let patient = act(
        ["classCode": "PAT"],
        [
            Particle("id", .ii, occurs: 1...2),
            Particle("name", .personNameType2, occurs: 0...1),
            Particle("addr", .addressType2, occurs: 0...3),
            Particle("telecom", .telecom, occurs: 0...Int.max),
            Particle("patientPerson", person, occurs: 0...1, isNillable: true),
        ]
    )

    /// COMT_MT000016GB01.Person.
    private static let person = act(
        ["classCode": "PSN", "determinerCode": "INSTANCE"],
        [
            Particle(
                "administrativeGenderCode",
                .codedValue(.csOneOf(AdministrativeGender.allCases.map(\.rawValue)), codeSystem: OID.sex),
                occurs: 0...1
            ),
            Particle("birthTime", .timestamp(), occurs: 0...1),
            Particle("deceasedTime", .timestamp(), occurs: 0...1),
            Particle("gPPractice", practice, occurs: 0...1, isNillable: true),
        ]
    )

    /// COMT_MT000016GB01.GPPractice.
    private static let practice = act(
        ["classCode": "SDLOC"],
        [
            Particle("addr", .addressType2, occurs: 0...1),
            Particle("telecom", .telecom, occurs: 0...1),
            Particle(
                "locationOrganization",
                act(
                    ["classCode": "ORG", "determinerCode": "INSTANCE"],
                    [
                        Particle("id", .identifierType3, occurs: 0...1),
                        Particle("name", .organizationName, occurs: 0...1),
                    ]
                ),
                occurs: 0...1,
                isNillable: true
            ),
        ]
    )
}
