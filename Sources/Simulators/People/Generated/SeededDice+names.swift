extension SeededDice {
    /// Names in PDS's order: the usual one, then what the person is or was called besides.
    ///
    /// About one in two hundred has none, and as many a usual name that is yet to come.
    mutating func names(gender: String?, born: String) -> [SyntheticName] {
        guard !falls(5) else { return [] }
        let family = family()
        let given = given(gender)
        var names: [SyntheticName] = []
        if falls(150) {
            let kind: SyntheticName.Use = gender == "female" && falls(600) ? .maiden : .previous
            let end = day(2000...2015)
            names.append(name(kind, given: given, family: self.family(), from: born, to: end))
        }
        names.append(name(.usual, given: given, family: family, from: falls(5) ? "2099-01-01" : born))
        if falls(80) {
            names.append(name(.preferred, given: [String((given.first ?? "").prefix(4))], family: family, from: born))
        }
        if falls(40) { names.append(name(.alias, given: self.given(gender), family: self.family(), from: born)) }
        return names
    }

    private mutating func name(
        _ use: SyntheticName.Use,
        given: [String],
        family: String,
        from: String,
        to: String? = nil
    ) -> SyntheticName {
        SyntheticName(
            use: use,
            prefixes: falls(600) ? [one(of: ["Mrs", "Mr", "Ms", "Miss", "Mx", "Dr", "Prof"])] : [],
            given: given,
            family: family,
            suffixes: falls(20) ? [one(of: ["OBE", "MBE", "Jr", "FRS"])] : [],
            period: SyntheticPeriod(from: from, to: to)
        )
    }

    /// The first given name, which may be compound, and often the others in one text.
    private mutating func given(_ gender: String?) -> [String] {
        let names = gender == "male" ? Self.maleNames : Self.femaleNames
        let first =
            switch number(1...100) {
            case 1...4: one(of: names) + "-" + one(of: names)
            case 5...7: one(of: names) + " " + one(of: names)
            default: one(of: names)
            }
        guard falls(500) else { return [first] }
        return [first, (0..<number(1...3)).map { _ in one(of: names) }.joined(separator: " ")]
    }

    private mutating func family() -> String {
        switch number(1...100) {
        case 1...8: one(of: Self.families) + "-" + one(of: Self.families)
        case 9...13: "O'" + one(of: Self.families)
        case 14...17: one(of: Self.accentedFamilies)
        case 18...19: one(of: ["Ng", "Li", "Ek", "Ba"])
        case 20...24: one(of: Self.families).uppercased()
        default: one(of: Self.starts) + one(of: Self.ends)
        }
    }

    private static let femaleNames = [
        "Odalys", "Isolde", "Perpetua", "Araminta", "Ottoline", "Sabeline", "Zenobia", "Philippa", "Lavender", "Tamsin",
        "Clemency", "Eithne", "Zo\u{EB}", "Honor", "Theodora", "Ondine", "Gwendoline", "Marguerite", "Verity", "Imogen",
    ]
    private static let maleNames = [
        "Bramwell", "Caspian", "Ludo", "Thaddeus", "Fenwick", "Jorrit", "Hollis", "Evander", "Ambrose", "Barnaby",
        "Gideon", "Aurelian", "Cathal", "B\u{E9}la", "Erasmus", "Solomon", "Quentin", "Silas", "Osbert", "Magnus",
    ]
    private static let families = [
        "Quillfeather", "Tansykettle", "Fennimoor", "Marchbank", "Crake", "Oxlip", "Wherrymead", "Gullstone",
        "Fairwether", "Duskrow", "Hartsease", "Veilcroft", "Cobnut", "Underbough", "Greyling", "Latchford",
    ]
    private static let accentedFamilies = [
        "M\u{FC}hlenbrook", "A\u{30A}senkvist", "Wei\u{DF}moor", "O\u{301}", "D\u{2019}Arbelow", "Bront\u{EB}field",
    ]
    private static let starts = [
        "Thistle", "Marsh", "Wren", "Copper", "Hollow", "Larks", "Moss", "Ember", "Salt", "Briar", "Fallow", "Kestrel",
    ]
    private static let ends = [
        "gate", "wick", "croft", "holm", "ley", "stead", "combe", "wright", "barrow", "fold", "mere", "thorpe",
    ]
}
