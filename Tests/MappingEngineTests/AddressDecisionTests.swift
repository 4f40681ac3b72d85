import MappingEngine
import SMSPContract
import Testing

/// Which addresses an answer carries, and their lines: decisions D15, D17 and D44.
@Suite struct AddressDecisionTests {
    static func address(_ use: String, _ line: String, _ rest: String = "") -> String {
        #"{"use":"\#(use)","line":["\#(line)"],"postalCode":"LS1 6AE"\#(rest)}"#
    }

    @Test("addresses stand in the order PST, TMP, H, whatever the record's (D15)")
    func order() throws {
        let all = ["home", "temp", "billing"].map { Self.address($0, $0) }.joined(separator: ",")
        let addresses = try SyntheticRecord.details(#""address":[\#(all)]"#).addresses
        #expect(addresses.map(\.use) == [.correspondence, .temporary, .home])
        #expect(addresses.map { $0.lines[0] } == ["billing", "temp", "home"])
    }

    @Test("a work address is not given")
    func workAddress() throws {
        let mapped = try SyntheticRecord.mapped(#""address":[\#(Self.address("work", "1 Mill Lane"))]"#)
        #expect(mapped.details?.addresses == [])
        #expect(mapped.notes == [])
    }

    @Test(
        "five lines stand in an address, filled from the top, nulls and white space in their places (D15)",
        arguments: [
            (#"["1 High Street","Leeds"]"#, ["1 High Street", "Leeds", "", "", ""]),
            (#"[null,"2 Mill Lane",null,"Leeds",null]"#, ["", "2 Mill Lane", "", "Leeds", ""]),
            (#"["1 Whitehall ","   ","Leeds"]"#, ["1 Whitehall ", "", "Leeds", "", ""]),
            (#"["1","2","3","4","5"]"#, ["1", "2", "3", "4", "5"]),
            (#"[]"#, ["", "", "", "", ""]),
        ]
    )
    func lines(_ lines: String, _ expected: [String]) throws {
        let members = #""address":[{"use":"home","line":\#(lines),"postalCode":"LS1 6AE"}]"#
        let address = try #require(try SyntheticRecord.details(members).addresses.first)
        #expect(address.lines == expected)
        #expect(address.postalCode == "LS1 6AE")
    }

    @Test("lines marked blank are read with their marks")
    func markedBlankLines() throws {
        let mark =
            #"{"extension":[{"url":"http://hl7.org/fhir/StructureDefinition/data-absent-reason","valueCode":"unknown"}]}"#
        let mapped = try SyntheticRecord.mapped(
            #""address":[{"use":"home","line":[null,"2 Mill Lane"],"_line":[\#(mark),null],"postalCode":"LS1 6AE"}]"#
        )
        #expect(mapped.details?.addresses.first?.lines.prefix(2) == ["", "2 Mill Lane"])
        #expect(mapped.notes == [])
    }

    @Test(
        "an address of a use that PDS is not documented to send, or of none, is left out with one alarm (D67)",
        arguments: [#"{"use":"old","line":["1"]},{"use":"old","line":["2"]}"#, #"{"line":["1"]}"#]
    )
    func unknownUse(_ addresses: String) throws {
        let mapped = try SyntheticRecord.mapped(#""address":[\#(addresses)]"#)
        #expect(mapped.details?.addresses == [])
        #expect(mapped.diagnostics == [MappingDiagnostic(.unlistedValue("address[*].use"))])
    }

    @Test("an address whose period cannot be read is left out with a warning", arguments: ["2020-13-01", "soon"])
    func unreadablePeriod(_ start: String) throws {
        let mapped = try SyntheticRecord.mapped(
            #""address":[{"use":"home","line":["1"],"period":{"start":"\#(start)"}}]"#
        )
        #expect(mapped.details?.addresses == [])
        #expect(mapped.diagnostics.contains(MappingDiagnostic(.impossibleDate, row: "home-address")))
    }

    @Test("an address without lines has blank ones; one without anything is no address")
    func emptyAddresses() throws {
        let postcodeOnly = try SyntheticRecord.details(#""address":[{"use":"home","postalCode":"ZZ99 3VZ"}]"#)
        #expect(postcodeOnly.addresses == [PostalAddress(use: .home, postalCode: "ZZ99 3VZ", lines: [])])
        #expect(try SyntheticRecord.details(#""address":[{"use":"home","id":"1"}]"#).addresses == [])
    }

    @Test("a line beyond the fifth is left out with a warning")
    func surplusLines() throws {
        let mapped = try SyntheticRecord.mapped(#""address":[{"use":"home","line":["1","2","3","4","5","6"]}]"#)
        #expect(mapped.details?.addresses.first?.lines == ["1", "2", "3", "4", "5"])
        #expect(mapped.diagnostics.map(\.place) == ["addr[H]/streetAddressLine"])
        #expect(mapped.diagnostics.map(\.severity) == [.warning])
    }

    static let several = [
        address("temp", "first", #","period":{"start":"2020-01-01"}"#),
        address("temp", "latest", #","period":{"start":"2024-05-01"}"#),
        address("temp", "undated"),
        address("temp", "ended", #","period":{"start":"2025-01-01","end":"2025-02-01"}"#),
        address("temp", "future", #","period":{"start":"2027-01-01"}"#),
    ].joined(separator: ",")

    @Test(
        "of several current temporary addresses the profile's is given, with a note (D17, D44)",
        arguments: [(SiteProfile.SeveralCurrent.first, "first"), (.latestStart, "latest")]
    )
    func severalCurrent(_ choice: SiteProfile.SeveralCurrent, _ expected: String) throws {
        var profile = SiteProfile()
        profile.severalCurrent = choice
        let mapped = try SyntheticRecord.mapped(#""address":[\#(Self.several)]"#, profile: profile)
        #expect(mapped.details?.addresses.map { $0.lines[0] } == [expected])
        #expect(mapped.diagnostics.map(\.place) == ["temporary-address"])
        #expect(mapped.diagnostics.map(\.severity) == [.note])
    }

    @Test("of several that started together the first is given (D17)")
    func startedTogether() throws {
        var profile = SiteProfile()
        profile.severalCurrent = .latestStart
        let both = ["a", "b"].map { Self.address("billing", $0, #","period":{"start":"2024-05-01"}"#) }
        let details = try SyntheticRecord.details(#""address":[\#(both.joined(separator: ","))]"#, profile: profile)
        #expect(details.addresses.map { $0.lines[0] } == ["a"])
    }

    @Test(
        "of several current home addresses the one that started last is given, whatever the profile says (D17)",
        arguments: SiteProfile.SeveralCurrent.allCases
    )
    func severalHomeAddresses(_ choice: SiteProfile.SeveralCurrent) throws {
        var profile = SiteProfile()
        profile.severalCurrent = choice
        let home = [
            Self.address("home", "before", #","period":{"start":"2010-01-01","end":"2026-11-23"}"#),
            Self.address("home", "since today", #","period":{"start":"2026-11-23"}"#),
            Self.address("home", "equal", #","period":{"start":"2026-11-23T09:00:00+00:00"}"#),
            Self.address("home", "undated"),
        ]
        let mapped = try SyntheticRecord.mapped(#""address":[\#(home.joined(separator: ","))]"#, profile: profile)
        #expect(mapped.details?.addresses.map { $0.lines[0] } == ["since today"])
        #expect(mapped.diagnostics == [MappingDiagnostic(.severalCurrent, row: "home-address")])
    }

    @Test("a postcode and its lines never come from two addresses")
    func oneEntryFillsAnAddress() throws {
        let details = try SyntheticRecord.details(
            #""address":[{"use":"home","line":["1 High Street"]},{"use":"home","postalCode":"LS1 6AE"}]"#
        )
        #expect(details.addresses == [PostalAddress(use: .home, postalCode: nil, lines: ["1 High Street"])])
    }
}
