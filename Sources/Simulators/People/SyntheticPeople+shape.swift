import StrictYAML

/// The shape of `patients.yaml`, the master record of synthetic people.
extension SyntheticPeople {
    /// The file: a list of people under `people`.
    static let shape = YAMLShape.mapping([
        YAMLKey("people", .list(of: person, count: 1...100_000), .required, "The synthetic people.")
    ])

    private static let number = YAMLShape.string(
        pattern: YAMLPattern("[0-9]{10}", meaning: "ten digits", example: "9990000018")
    )
    private static let ods = YAMLShape.string(
        pattern: YAMLPattern("[0-9A-Z]{3,10}", meaning: "an ODS code", example: "Y99001")
    )
    /// Text that may be blank, as PDS may hold it.
    private static let text = YAMLShape.string(pattern: .anyText)
    private static let texts = YAMLShape.list(of: text)

    private static let person = YAMLShape.mapping([
        YAMLKey("nhsNumber", number, .required, "NHS number, modulus 11 valid."),
        YAMLKey("supersededBy", number, .optional, "The number that this one was merged into."),
        YAMLKey("invalidated", .boolean, .defaults("false"), "Whether the record was withdrawn."),
        YAMLKey("version", .integer(1...1_000_000), .defaults("1"), "Serial change number."),
        YAMLKey("security", .list(of: .string()), .defaults("[U]"), "Confidentiality labels; [] for none."),
        YAMLKey("names", .list(of: name), .defaults("[]"), "Names of every type and time."),
        YAMLKey("gender", .string(), .optional, "male, female, other, unknown, or what means nothing."),
        YAMLKey("birthDate", .string(), .optional, "yyyy-mm-dd, yyyy-mm, yyyy, or an impossible date."),
        YAMLKey("multipleBirth", .integer(1...9), .optional, "Order in a multiple birth."),
        YAMLKey("deceased", .string(), .optional, "Date as birthDate, or a time."),
        YAMLKey("addresses", .list(of: address), .defaults("[]"), "Addresses of every use and time."),
        YAMLKey("telecoms", .list(of: telecom), .defaults("[]"), "Telephone numbers, e-mail addresses and the like."),
        YAMLKey("emergencyContacts", .list(of: telecom), .defaults("[]"), "Ways to reach the person to call."),
        YAMLKey("practice", registration, .optional, "Registration with a practice."),
        YAMLKey("managingOrganization", registration, .optional, "Who holds the record after a removal."),
        YAMLKey("pharmacy", ods, .optional, "Nominated pharmacy."),
        YAMLKey("dispensingDoctor", ods, .optional, "Dispensing doctor."),
        YAMLKey("applianceSupplier", ods, .optional, "Supplier of medical appliances."),
        YAMLKey("deathNotification", deathNotification, .optional, "How PDS learnt of a death."),
        YAMLKey("language", language, .optional, "Language and interpreter."),
        YAMLKey("contactPreference", contactPreference, .optional, "How the person likes to be reached."),
        YAMLKey("birthPlace", birthPlace, .optional, "Place of birth."),
        YAMLKey("removal", removal, .optional, "Removal from registration."),
    ])

    private static let period = [
        YAMLKey("from", .date, .optional, "First day."),
        YAMLKey("to", .date, .optional, "Last day."),
    ]

    private static let name = YAMLShape.mapping(
        [
            YAMLKey("use", .choice(SyntheticName.Use.allCases.map(\.rawValue)), .required, "Type of name."),
            YAMLKey("prefix", texts, .defaults("[]"), "Titles."),
            YAMLKey("given", .list(of: text, count: 0...2), .defaults("[]"), "First name, all other given names."),
            YAMLKey("family", text, .optional, "Surname."),
            YAMLKey("suffix", texts, .defaults("[]"), "The suffixes of the name."),
        ] + period
    )

    private static let address = YAMLShape.mapping(
        [
            YAMLKey("use", .choice(SyntheticAddress.Use.allCases.map(\.rawValue)), .required, "Use."),
            YAMLKey("text", .string(), .optional, "Kind of temporary address, in words."),
            YAMLKey("lines", .list(of: text, count: 5...5), .optional, "Five slots; absent: all blank."),
            YAMLKey("postcode", .string(), .optional, "Postcode."),
            YAMLKey("paf", .string(), .optional, "Key in the Postcode Address File."),
            YAMLKey("uprn", .string(), .optional, "Unique property reference number."),
        ] + period
    )

    private static let telecom = YAMLShape.mapping(
        [
            YAMLKey("kind", .choice(SyntheticTelecom.Kind.allCases.map(\.rawValue)), .required, "What it reaches."),
            YAMLKey("use", .choice(SyntheticTelecom.Use.allCases.map(\.rawValue)), .optional, "Where or when."),
            YAMLKey("value", text, .optional, "As it was typed."),
        ] + period
    )

    private static let registration = YAMLShape.mapping(
        [YAMLKey("ods", ods, .required, "ODS code.")] + period
    )

    private static let deathNotification = YAMLShape.mapping([
        YAMLKey("status", .choice(["1", "2", "U"]), .required, "1 informal, 2 formal, U removed."),
        YAMLKey("effective", .string(), .optional, "When it took effect, a time in UTC."),
    ])

    private static let language = YAMLShape.mapping([
        YAMLKey("code", .string(), .required, "Two letters."),
        YAMLKey("display", .string(), .optional, "In words."),
        YAMLKey("interpreterRequired", .boolean, .optional, "Whether an interpreter is needed."),
    ])

    private static let contactPreference = YAMLShape.mapping([
        YAMLKey("format", .string(), .optional, "11 large print, 12 Braille, 13 audio tape."),
        YAMLKey("method", .string(), .optional, "1 letter to 8 no telephone."),
        YAMLKey("times", .string(), .optional, "Times in words."),
    ])

    private static let birthPlace = YAMLShape.mapping([
        YAMLKey("city", .string(), .optional, "Town."),
        YAMLKey("district", .string(), .optional, "County or district."),
        YAMLKey("country", .string(), .optional, "Three letters."),
    ])

    private static let removal = YAMLShape.mapping([
        YAMLKey("code", .string(), .required, "Reason."),
        YAMLKey("display", .string(), .optional, "In words."),
        YAMLKey("from", .string(), .optional, "First moment, a time in UTC."),
    ])
}
