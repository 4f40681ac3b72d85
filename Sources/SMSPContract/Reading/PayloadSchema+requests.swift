import XMLTree

/// A child of `queryEvent`: one thing that a caller knows of a person.
enum QueryPart: String, Sendable, Hashable, CaseIterable {
    case dateOfBirth = "Person.DateOfBirth"
    case gender = "Person.Gender"
    case localIdentifier = "Person.LocalIdentifier"
    case nhsNumber = "Person.NHSNumber"
    case name = "Person.Name"
    case postcode = "Person.Postcode"
}

extension SMSPOperation {
    /// The cardinality of each child of `queryEvent` in a request of this operation; in schema order.
    ///
    /// - SeeAlso: QUPA_MT000001GB01 to QUPA_MT000005GB01, the `…Grouper` types.
    var queryParts: [(part: QueryPart, isRequired: Bool)] {
        switch self {
        case .verifyNHSNumber:
            [(.dateOfBirth, true), (.nhsNumber, true), (.name, false)]
        case .getNHSNumber, .getPatientDetailsBySearch:
            [(.dateOfBirth, true), (.gender, true), (.localIdentifier, false), (.name, true), (.postcode, false)]
        case .getPatientDetailsByNHSNumber:
            [(.dateOfBirth, true), (.localIdentifier, false), (.nhsNumber, true), (.name, false)]
        case .getPatientDetails:
            [
                (.dateOfBirth, true), (.gender, false), (.localIdentifier, false), (.nhsNumber, false), (.name, false),
                (.postcode, false),
            ]
        }
    }

    /// The identifier of the request's message type, with which the names of its types begin.
    private var messageType: String {
        switch self {
        case .verifyNHSNumber: "QUPA_MT000001GB01"
        case .getNHSNumber: "QUPA_MT000002GB01"
        case .getPatientDetailsByNHSNumber: "QUPA_MT000003GB01"
        case .getPatientDetailsBySearch: "QUPA_MT000004GB01"
        case .getPatientDetails: "QUPA_MT000005GB01"
        }
    }

    /// True if `Person.Name/value` may have `@use`: the searches' name type forbids it.
    private var allowsNameUse: Bool {
        queryKey != .search
    }

    /// The types of the request payloads, made once.
    private static let requestTypes = Dictionary(
        uniqueKeysWithValues: allCases.map { ($0, $0.makeRequestType()) }
    )

    /// True if `payload` is a schema-valid request of this operation, its root included.
    func accepts(_ payload: XMLElement) -> Bool {
        payload.name.namespace == Namespace.hl7 && payload.name.local == names.requestRoot
            && Self.requestTypes[self]?.accepts(payload) == true
    }

    private func valueType(of part: QueryPart) -> ElementType {
        switch part {
        case .dateOfBirth:
            .timestamp(self == .getNHSNumber ? "TS.NHS.TimestampType4" : "TS.NHS.TimestampType1")
        case .gender: .codedValue(.csOneOf(AdministrativeGender.allCases.map(\.rawValue)), codeSystem: OID.sex)
        case .localIdentifier: .identifierType3
        case .nhsNumber: .identifierType1
        case .name: .personName(allowsUse: allowsNameUse)
        case .postcode: .postcode
        }
    }

    private func makeRequestType() -> ElementType {
        let parts = queryParts.map { part, isRequired in
            let value = Particle("value", valueType(of: part))
            let type = ElementType(
                "\(messageType).\(part.rawValue)",
                attributes: AttributeRule.infrastructure,
                content: .sequence(
                    Particle.infrastructure + [value, Particle("semanticsText", .fixedText(part.rawValue))],
                    mixed: false
                )
            )
            return Particle(part.rawValue, type, occurs: isRequired ? 1...1 : 0...1, isNillable: !isRequired)
        }
        let queryEvent = ElementType(
            "\(messageType).\(names.requestCode)Grouper",
            attributes: AttributeRule.infrastructure,
            content: .sequence(Particle.infrastructure + parts, mixed: false)
        )
        let head = [
            Particle("id", .identifierType2),
            Particle("code", .codedValue(.csFixed(names.requestCode), codeSystem: OID.messageType)),
            Particle("queryEvent", queryEvent),
        ]
        return ElementType(
            "\(messageType).\(names.requestRoot)",
            attributes: AttributeRule.infrastructure + [
                .required("classCode", .csFixed("CACT")), .required("moodCode", .csFixed("EVN")),
            ],
            content: .sequence(Particle.infrastructure + head, mixed: false)
        )
    }
}
