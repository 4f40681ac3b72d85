extension AttributeRule {
    static func required(_ name: String, _ type: SimpleType) -> AttributeRule {
        AttributeRule(name: name, type: type, isRequired: true)
    }

    static func optional(_ name: String, _ type: SimpleType) -> AttributeRule {
        AttributeRule(name: name, type: type, isRequired: false)
    }

    /// `cs_UpdateMode`.
    static let updateMode = optional("updateMode", .csOneOf(["added", "altered", "removed", "unchanged"]))

    /// `nullFlavor` of a data type, `cs_NullFlavor`.
    static let dataNullFlavor = optional(
        "nullFlavor",
        .csOneOf(["NI", "NA", "UNK", "NASK", "ASKU", "NAV", "OTH", "PINF", "NINF"])
    )

    /// `InfrastructureRootAttributes`; this `nullFlavor` is the wider vocabulary `NullFlavor`.
    static let infrastructure = [
        updateMode,
        optional(
            "nullFlavor",
            .csOneOf([
                "NI", "MSK", "NA", "OTH", "NINF", "PINF", "UNK", "QS", "NASK", "TRC", "ASKU", "NAV",
            ])
        ),
    ]

    /// The attributes that ST, and every name and address part made from it, takes over from ED, BIN and ANY.
    static let encapsulatedData = [
        updateMode, dataNullFlavor,
        optional("representation", .csOneOf(["B64", "TXT"])),
        optional("mediaType", .cs),
        optional("language", .cs),
        optional("compression", .csOneOf(["DF", "GZ", "ZL", "Z"])),
        optional("integrityCheck", .base64),
        optional("integrityCheckAlgorithm", .csOneOf(["SHA-1", "SHA-256"])),
    ]

    /// `@use` of a name, `set_cs_EntityNameUse`.
    static let nameUse = optional(
        "use",
        .csList([
            "L", "A", "I", "R", "ABC", "SYL", "IDE", "PREVIOUS-BIRTH", "PREVIOUS-MAIDEN", "PREVIOUS-BACHELOR",
            "PREVIOUS", "PREFERRED",
        ])
    )
}

extension Particle {
    /// `InfrastructureRootElementsGroupAll`, which every HL7v3 sequence begins with and no sample uses.
    static let infrastructure = [
        Particle("realmCode", .cs, occurs: 0...Int.max),
        Particle("typeId", .ii, occurs: 0...1),
        Particle("templateId", .ii, occurs: 0...Int.max),
    ]
}

extension ElementType {
    /// CS: a coded value without system.
    static let cs = ElementType(
        attributes: [
            .optional("code", .cs), .optional("codeSystem", .uid), .optional("codeSystemName", .st),
            .optional("codeSystemVersion", .st), .dataNullFlavor, .updateMode,
        ],
        content: .empty
    )

    /// II: an instance identifier.
    static let ii = ElementType(
        attributes: [
            .optional("root", .uid), .optional("extension", .st), .optional("assigningAuthorityName", .st),
            .optional("displayable", .bl), .dataNullFlavor, .updateMode,
        ],
        content: .empty
    )

    /// `CV.NHS.CodedValueType1` with a fixed system and these codes.
    static func codedValue(_ codes: SimpleType, codeSystem: String) -> ElementType {
        ElementType(
            attributes: [.required("code", codes), .required("codeSystem", .uidFixed(codeSystem))],
            content: .empty
        )
    }

    /// `II.NHS.IdentifierType1`: the NHS number.
    static let identifierType1 = ElementType(
        attributes: [.required("root", .uidFixed(OID.nhsNumber)), .required("extension", .st)],
        content: .empty
    )

    /// `II.NHS.IdentifierType2`: a UUID.
    static let identifierType2 = ElementType(attributes: [.required("root", .uuid)], content: .empty)

    /// `II.NHS.IdentifierType3`: an OID and an extension.
    static let identifierType3 = ElementType(
        attributes: [.required("root", .oid), .required("extension", .st)],
        content: .empty
    )

    /// `TS.NHS.TimestampType1` and `…Type4`, which do not differ.
    static let timestamp = ElementType(attributes: [.required("value", .ts)], content: .empty)

    /// ST with a fixed value.
    static func fixedText(_ text: String) -> ElementType {
        ElementType(attributes: AttributeRule.encapsulatedData, content: .fixedText(text))
    }

    /// `PN.NHS.PersonNameType1`, or `…Type3`, which forbids `@use`.
    static func personName(allowsUse: Bool) -> ElementType {
        ElementType(
            attributes: allowsUse ? [.nameUse] : [],
            content: .sequence(
                [
                    Particle("given", namePart("GIV"), occurs: 0...1),
                    Particle("family", namePart("FAM"), occurs: 0...1),
                ],
                mixed: true
            )
        )
    }

    /// ENXP: a part of a name.
    static func namePart(_ partType: String) -> ElementType {
        let qualifiers = ["BR", "SP", "VV", "AC", "PR", "NB", "LS", "CL", "IN"]
        return ElementType(
            attributes: AttributeRule.encapsulatedData + [
                .optional("partType", .csFixed(partType)), .optional("qualifier", .csList(qualifiers)),
            ],
            content: .text
        )
    }

    /// ADXP: a part of an address.
    static let addressPart: ElementType = {
        let partTypes = [
            "DEL", "CNT", "STA", "CPA", "CTY", "ZIP", "SAL", "BNR", "BNN", "DIR", "STR", "STB", "STTYP", "ADL", "UNID",
            "UNIT", "CAR", "CEN", "DESC", "ADDRK",
        ]
        return ElementType(
            attributes: AttributeRule.encapsulatedData + [.optional("partType", .csOneOf(partTypes))],
            content: .text
        )
    }()

    /// `AD.NHS.AddressType1`: a postcode.
    static let postcode = ElementType(
        attributes: [],
        content: .sequence([Particle("postalCode", addressPart)], mixed: true)
    )
}
