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
        "CS",
        attributes: [
            .optional("code", .cs), .optional("codeSystem", .uid), .optional("codeSystemName", .st),
            .optional("codeSystemVersion", .st), .dataNullFlavor, .updateMode,
        ],
        content: .empty
    )

    /// II: an instance identifier.
    static let ii = ElementType(
        "II",
        attributes: [
            .optional("root", .uid), .optional("extension", .st), .optional("assigningAuthorityName", .st),
            .optional("displayable", .bl), .dataNullFlavor, .updateMode,
        ],
        content: .empty,
        derived: [
            ElementType(
                "II.NPfIT.oid.required",
                attributes: [.optional("root", .oid), .optional("extension", .st), .dataNullFlavor],
                content: .empty
            ),
            ElementType(
                "II.NPfIT.oid.mandatory",
                attributes: [.required("root", .oid), .required("extension", .st)],
                content: .empty
            ),
            ElementType(
                "II.NPfIT.uuid.required",
                attributes: [.optional("root", .uuid), .dataNullFlavor],
                content: .empty
            ),
            ElementType("II.NPfIT.uuid.mandatory", attributes: [.required("root", .uuid)], content: .empty),
            .identifierType1, .identifierType2, .identifierType3,
        ]
    )

    /// A type without name, derived from `CV.NHS.CodedValueType1`, with a fixed system and these codes.
    static func codedValue(_ codes: SimpleType, codeSystem: String) -> ElementType {
        ElementType(
            attributes: [.required("code", codes), .required("codeSystem", .uidFixed(codeSystem))],
            content: .empty
        )
    }

    /// `II.NHS.IdentifierType1`: the NHS number.
    static let identifierType1 = ElementType(
        "II.NHS.IdentifierType1",
        attributes: [.required("root", .uidFixed(OID.nhsNumber)), .required("extension", .st)],
        content: .empty
    )

    /// `II.NHS.IdentifierType2`: a UUID.
    static let identifierType2 = ElementType(
        "II.NHS.IdentifierType2",
        attributes: [.required("root", .uuid)],
        content: .empty
    )

    /// `II.NHS.IdentifierType3`: an OID and an extension.
    static let identifierType3 = ElementType(
        "II.NHS.IdentifierType3",
        attributes: [.required("root", .oid), .required("extension", .st)],
        content: .empty
    )

    /// `TS.NHS.TimestampType1` or `…Type4`, which differ in their names alone.
    static func timestamp(_ name: String? = nil) -> ElementType {
        ElementType(name, attributes: [.required("value", .ts)], content: .empty)
    }

    /// ST with a fixed value.
    ///
    /// Of the derived types `ADXP.NPfIT.Coded` is left out: it demands a child element, and a fixed value forbids one.
    static func fixedText(_ text: String) -> ElementType {
        let content = Content.fixedText(text)
        let coded: [AttributeRule] = [
            .optional("code", .cs), .optional("codeSystem", .uid), .optional("codeSystemName", .st),
            .optional("codeSystemVersion", .st), .optional("displayName", .st),
        ]
        let nameParts = ["DEL", "FAM", "GIV", "PFX", "SFX"]
        let named = ["delimiter", "family", "given", "prefix", "suffix"].map { "en.\($0)" }
        return ElementType(
            "ST",
            attributes: AttributeRule.encapsulatedData,
            content: content,
            derived: [
                ElementType("SC", attributes: AttributeRule.encapsulatedData + coded, content: content),
                ElementType("ADXP", attributes: addressPart.attributes, content: content),
                ElementType("ADXP.NPfIT.NotAny", attributes: AttributeRule.encapsulatedData, content: content),
                ElementType("ENXP", attributes: namePartAttributes(.csOneOf(nameParts)), content: content),
            ]
                + zip(named, nameParts).map { name, part in
                    ElementType(name, attributes: namePartAttributes(.csFixed(part)), content: content)
                }
        )
    }

    /// `PN.NHS.PersonNameType1`, or `…Type3`, which forbids `@use`.
    static func personName(allowsUse: Bool) -> ElementType {
        ElementType(
            allowsUse ? "PN.NHS.PersonNameType1" : "PN.NHS.PersonNameType3",
            attributes: allowsUse ? [.nameUse] : [],
            content: .sequence(
                [
                    Particle("given", namePart("GIV", "en.given"), occurs: 0...1),
                    Particle("family", namePart("FAM", "en.family"), occurs: 0...1),
                ],
                mixed: true
            )
        )
    }

    /// A part of a name: a type that is derived from ENXP by the one `partType` it allows.
    static func namePart(_ partType: String, _ name: String? = nil) -> ElementType {
        ElementType(name, attributes: namePartAttributes(.csFixed(partType)), content: .text)
    }

    private static func namePartAttributes(_ partType: SimpleType) -> [AttributeRule] {
        let qualifiers = ["BR", "SP", "VV", "AC", "PR", "NB", "LS", "CL", "IN"]
        return AttributeRule.encapsulatedData + [
            .optional("partType", partType), .optional("qualifier", .csList(qualifiers)),
        ]
    }

    /// ADXP: a part of an address.
    static let addressPart: ElementType = {
        let partTypes = [
            "DEL", "CNT", "STA", "CPA", "CTY", "ZIP", "SAL", "BNR", "BNN", "DIR", "STR", "STB", "STTYP", "ADL", "UNID",
            "UNIT", "CAR", "CEN", "DESC", "ADDRK",
        ]
        return ElementType(
            "ADXP",
            attributes: AttributeRule.encapsulatedData + [.optional("partType", .csOneOf(partTypes))],
            content: .text
        )
    }()

    /// `AD.NHS.AddressType1`: a postcode.
    static let postcode = ElementType(
        "AD.NHS.AddressType1",
        attributes: [],
        content: .sequence([Particle("postalCode", addressPart)], mixed: true)
    )
}
