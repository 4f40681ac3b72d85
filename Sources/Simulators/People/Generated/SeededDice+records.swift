extension SeededDice {
    /// Addresses in PDS's order: most people have a home, many a former one, some others besides.
    mutating func addresses() -> [SyntheticAddress] {
        var addresses: [SyntheticAddress] = []
        let moved = day(2001...2024)
        if falls(300) { addresses.append(address(.home, from: "1990-01-01", to: "2000-12-31")) }
        if falls(950) { addresses.append(address(.home, from: moved)) }
        if falls(20) { addresses.append(address(.home, from: "2099-01-01")) }
        if falls(100) { addresses.append(address(.temporary, from: day(2020...2025))) }
        if falls(20) { addresses.append(address(.temporary, from: day(2020...2025))) }
        if falls(80) { addresses.append(address(.correspondence, from: falls(900) ? day(2010...2025) : "2099-01-01")) }
        if falls(30) { addresses.append(address(.work, from: day(2000...2010))) }
        return addresses
    }

    private mutating func address(_ use: SyntheticAddress.Use, from: String, to: String? = nil) -> SyntheticAddress {
        let town = one(of: ["MIRKHOLT", "PELLWICK", "OSTERBY", "NETHER QUAY"])
        let street =
            "\(number(1...180)) \(one(of: Self.streets)) \(one(of: ["Row", "Street", "Lane", "Road", "Close"]))"
        let lines = [
            falls(300) ? one(of: ["Lantern Cottage", "Flat \(number(1...40))", "The Old Ferry House"]) : "",
            street,
            falls(200) ? one(of: ["Upper Fold", "Saltings", "All Saints"]) : "",
            town,
            falls(300) ? one(of: ["NORTH SALTSHIRE", "WEST SALTSHIRE"]) : "",
        ]
        let area = one(of: ["LX", "MX", "WX", "YX"])
        let unit = String((0..<2).map { _ in one(of: Array("ABDEFGHJLNPQRSTUWXYZ")) })
        return SyntheticAddress(
            use: use,
            text: use == .temporary ? one(of: ["Second Home", "Respite Care Address", "Holiday Home"]) : nil,
            lines: falls(10) ? Array(repeating: "", count: 5) : lines,
            postcode: falls(980) ? "\(area)\(number(1...9)) \(number(0...9))\(unit)" : nil,
            period: SyntheticPeriod(from: from, to: to),
            paf: nil,
            uprn: nil
        )
    }

    /// Telephones and e-mail addresses, some over, some to come, some of kinds that SMSP does not give.
    mutating func telecoms(person: Int) -> [SyntheticTelecom] {
        let home = "01632 960\(Self.padded(number(0...999), 3))"
        let mobile = "07700 900\(Self.padded(number(0...999), 3))"
        let email = "person.\(person)@example.com"
        var telecoms: [SyntheticTelecom] = []
        if falls(100) { telecoms.append(telecom(.phone, .home, home, to: "2012-06-30")) }
        if falls(500) { telecoms.append(telecom(.phone, .home, falls(30) ? "TEL:" + home : home)) }
        if falls(700) { telecoms.append(telecom(.phone, .mobile, falls(30) ? "tel:" + mobile : mobile)) }
        if falls(500) { telecoms.append(telecom(.email, .home, email)) }
        if falls(100) { telecoms.append(telecom(.phone, .work, home)) }
        if falls(30) { telecoms.append(telecom(.phone, nil, home)) }
        if falls(30) { telecoms.append(telecom(.phone, .mobile, mobile, to: "2098-12-31")) }
        if falls(20) { telecoms.append(telecom(.textphone, .home, home)) }
        if falls(20) { telecoms.append(telecom(.email, .work, email)) }
        if falls(10) { telecoms.append(telecom(.phone, .home, "\(home) [evenings] #1 #2")) }
        if falls(10) { telecoms.append(telecom(.phone, .home, " ")) }
        return telecoms
    }

    /// An emergency contact.
    mutating func emergencyContact(person: Int) -> SyntheticTelecom {
        telecom(.phone, nil, "01632 960\(Self.padded(person % 1_000, 3))")
    }

    private mutating func telecom(
        _ kind: SyntheticTelecom.Kind,
        _ use: SyntheticTelecom.Use?,
        _ value: String,
        to end: String? = nil
    ) -> SyntheticTelecom {
        let start = falls(800) ? day(2002...2011) : nil
        return SyntheticTelecom(kind: kind, use: use, value: value, period: SyntheticPeriod(from: start, to: end))
    }

    /// A registration with one of the fixtures' practices; one person in ten has none.
    mutating func practice() -> SyntheticRegistration? {
        guard falls(900) else { return nil }
        let code = falls(980) ? "Y9900\(number(1...8))" : "Y99999"
        let period: SyntheticPeriod = one(weighted: [
            (900, SyntheticPeriod(from: "2013-05-01", to: nil)),
            (60, SyntheticPeriod(from: "2001-01-01", to: "2016-06-30")),
            (20, SyntheticPeriod(from: "2099-04-01", to: nil)), (20, SyntheticPeriod(from: nil, to: nil)),
        ])
        return SyntheticRegistration(ods: code, period: period)
    }

    /// A death in or after a year, in one of the forms that PDS has.
    mutating func deathAfter(_ year: Int) -> String {
        let date = day(max(year, 2000)...2025)
        return one(weighted: [
            (800, date), (60, String(date.prefix(7))), (60, String(date.prefix(4))),
            (60, date + "T23:30:00+00:00"), (20, date + "T08:15:00"),
        ])
    }

    private static let streets = [
        "Thimble", "Gannet", "Leap", "Harrier", "Windlass", "Saltpan", "Curtain", "Hazel", "Bough", "Doubleday",
        "Quiet", "Yule", "Ampersand", "Ropewalk", "Gap", "Promontory",
    ]
}
