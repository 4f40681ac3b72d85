extension ElementType {
    /// `PN.NHS.PersonNameType2`.
    static let personNameType2 = ElementType(
        attributes: [.nameUse],
        content: .sequence(
            [
                Particle("prefix", namePart("PFX"), occurs: 0...1),
                Particle("given", namePart("GIV"), occurs: 0...2),
                Particle("family", namePart("FAM"), occurs: 0...1),
            ],
            mixed: true
        )
    )

    /// ON: the name of an organisation.
    ///
    /// The delimiters, prefixes, suffixes and `validTime` that the schema would let in are refused: no sample uses one.
    static let organizationName = ElementType(
        attributes: [.nameUse, .updateMode, .dataNullFlavor],
        content: .sequence([], mixed: true)
    )

    /// `AD.NHS.AddressType2`: an address of five lines.
    static let addressType2 = ElementType(
        attributes: [
            .optional(
                "use",
                .csList(["PHYS", "PST", "TMP", "BAD", "H", "HP", "HV", "WP", "ABC", "SYL", "IDE"])
            )
        ],
        content: .sequence(
            [
                Particle("postalCode", addressPart, occurs: 0...1),
                Particle("streetAddressLine", addressPart, occurs: 5...5),
            ],
            mixed: false
        )
    )

    /// TEL: a telephone number or an e-mail address.
    static let telecom = ElementType(
        attributes: [
            .optional("value", .url), .updateMode, .dataNullFlavor,
            .optional("use", .csList(["H", "HP", "HV", "WP", "AS", "EC", "PG", "MC"])),
        ],
        content: .sequence(
            [Particle("useablePeriod", period, occurs: 0...Int.max), Particle("id", .ii, occurs: 0...1)],
            mixed: false
        )
    )

    /// IVL_TS: a period.
    ///
    /// A `width` with a `translation` is refused: no sample has a width at all.
    private static let period: ElementType = {
        let time = [AttributeRule.optional("value", .ts), .updateMode, .dataNullFlavor]
        let bound = ElementType(attributes: time + [.optional("inclusive", .bl)], content: .empty)
        let low = Particle("low", bound)
        let high = Particle("high", bound)
        let center = Particle("center", ElementType(attributes: time, content: .empty))
        let width = Particle(
            "width",
            ElementType(
                attributes: [.optional("value", .real), .optional("unit", .cs), .updateMode, .dataNullFlavor],
                content: .sequence([], mixed: false)
            )
        )
        return ElementType(
            attributes: time + [.optional("operator", .csOneOf(["I", "E", "A", "H", "P"]))],
            content: .oneOf([
                [], [low], [low, width], [low, high], [high], [width], [width, high], [center], [center, width],
            ])
        )
    }()
}
