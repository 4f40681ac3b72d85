import MappingEngine
import SMSPContract
import Testing

/// Which contacts an answer carries: decision D16.
@Suite struct TelecomDecisionTests {
    static func telecom(_ system: String, _ use: String?, _ value: String = "01632960587", _ rest: String = "")
        -> String
    {
        let use = use.map { #","use":"\#($0)""# } ?? ""
        return #"{"system":"\#(system)","value":"\#(value)"\#(use)\#(rest)}"#
    }

    static func details(_ telecoms: String...) throws -> PatientDetails {
        try SyntheticRecord.details(#""telecom":[\#(telecoms.joined(separator: ","))]"#)
    }

    @Test(
        "home telephone is HP, mobile MC, e-mail HP; only these are given",
        arguments: [
            ("phone", "home", "HP tel:x"), ("phone", "mobile", "MC tel:x"), ("phone", "work", nil),
            ("phone", "temp", nil),
            ("phone", nil, nil), ("email", "home", "HP mailto:x"), ("email", "mobile", "HP mailto:x"),
            ("email", "work", nil),
            ("email", nil, nil), ("fax", "home", nil), ("other", "home", nil),
        ] as [(String, String?, String?)]
    )
    func uses(_ system: String, _ use: String?, _ expected: String?) throws {
        let mapped = try SyntheticRecord.mapped(#""telecom":[\#(Self.telecom(system, use, "x"))]"#)
        #expect(mapped.details?.telecoms.map { "\($0.use.rawValue) \($0.value)" } == (expected.map { [$0] } ?? []))
        #expect(mapped.notes == [])
    }

    @Test("several contacts stand in the order of the record")
    func order() throws {
        let details = try Self.details(
            Self.telecom("email", "home", "a@example.com"),
            Self.telecom("phone", "mobile", "07700900001"),
            Self.telecom("phone", "home", "1"),
            Self.telecom("phone", "home", "2")
        )
        #expect(details.telecoms.map(\.value) == ["mailto:a@example.com", "tel:07700900001", "tel:1", "tel:2"])
    }

    @Test("the period is given: its start, and an end still to come")
    func usablePeriod() throws {
        let period = #","period":{"start":"2020-01-01","end":"2026-12-31"}"#
        let telecom = try #require(try Self.details(Self.telecom("phone", "home", "1", period)).telecoms.first)
        #expect(telecom.usableFrom?.digits == "20200101")
        #expect(telecom.usableTo?.digits == "20261231")
    }

    @Test(
        "a contact that has ended or is yet to start is left out",
        arguments: [#"{"start":"2020-01-01","end":"2026-11-22"}"#, #"{"start":"2026-11-24"}"#]
    )
    func notCurrent(_ period: String) throws {
        #expect(try Self.details(Self.telecom("phone", "home", "1", #","period":\#(period)"#)).telecoms == [])
    }

    @Test("a blank contact is left out alone", arguments: ["", "  ", "tel:", "TEL: "])
    func blank(_ value: String) throws {
        let details = try Self.details(Self.telecom("phone", "home", value), Self.telecom("phone", "mobile", "2"))
        #expect(details.telecoms.map(\.value) == ["tel:2"])
    }

    @Test("a value is given as it is but for its scheme")
    func valuesAreKept() throws {
        let details = try Self.details(
            Self.telecom("phone", "home", "+44 (0)1632 960587 ext 2"),
            Self.telecom("phone", "mobile", "TEL:07700 900001")
        )
        #expect(details.telecoms.map(\.value) == ["tel:+44 (0)1632 960587 ext 2", "tel:07700 900001"])
    }

    @Test("what the schema refuses in a value is percent-encoded, with a note")
    func percentEncoding() throws {
        let mapped = try SyntheticRecord.mapped(#""telecom":[\#(Self.telecom("phone", "home", "[1] 50%"))]"#)
        #expect(mapped.details?.telecoms.map(\.value) == ["tel:%5B1%5D 50%25"])
        #expect(mapped.notes == ["percentEncoded"])
        #expect(mapped.diagnostics.first?.severity == .note)
    }

    @Test("a system that PDS is not documented to send is left out with an alarm (D67)")
    func unknownCodes() throws {
        let mapped = try SyntheticRecord.mapped(#""telecom":[\#(Self.telecom("pager", "home"))]"#)
        #expect(mapped.details?.telecoms == [])
        #expect(mapped.diagnostics == [MappingDiagnostic(.unlistedValue("telecom[*].system"))])
    }
}
