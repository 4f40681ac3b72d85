import MappingEngine
import PDSFHIR
import SMSPContract
import Testing

/// Which name an answer carries: decisions D13, D44 and D46.
@Suite struct NameDecisionTests {
    static let usual = #"""
        "name":[{"use":"usual","period":{"start":"2020-01-01"},"prefix":["Dr","Prof"],"given":["Ottilie Mae","Jo","Adele"],"family":"Quillfeather","suffix":["MBE"]}]
        """#

    @Test("the usual name is given with title and all given names (D13, D46)")
    func fullName() throws {
        let name = try #require(try SyntheticRecord.details(Self.usual).name)
        #expect(name.prefix == "Dr Prof")
        #expect(name.given == "Ottilie Mae")
        #expect(name.otherGiven == "Jo Adele")
        #expect(name.family == "Quillfeather")
    }

    @Test("names: firstGivenOnly leaves out the title and the other given names (D13)")
    func firstGivenOnly() throws {
        var profile = SiteProfile()
        profile.names = .firstGivenOnly
        let name = try #require(try SyntheticRecord.details(Self.usual, profile: profile).name)
        #expect(name.prefix == nil)
        #expect(name.given == "Ottilie Mae")
        #expect(name.otherGiven == nil)
        #expect(name.family == "Quillfeather")
    }

    @Test(
        "a name that is not usual, has ended or is yet to start is not given (D44, D46)",
        arguments: [
            #"{"use":"old","family":"X"}"#,
            #"{"use":"temp","family":"X"}"#,
            #"{"use":"usual","period":{"start":"2000-01-01","end":"2026-11-22"},"family":"X"}"#,
            #"{"use":"usual","period":{"start":"2026-11-24"},"family":"X"}"#,
        ]
    )
    func otherNames(_ name: String) throws {
        let mapped = try SyntheticRecord.mapped(#""name":[\#(name)]"#)
        #expect(mapped.details?.name == nil)
        #expect(mapped.notes == [])
    }

    @Test("a name that starts or ends on the day of the call is current (D44)")
    func limitsAreIncluded() throws {
        let members = #""name":[{"use":"usual","period":{"start":"2026-11-23","end":"2026-11-23"},"family":"X"}]"#
        #expect(try SyntheticRecord.details(members).name?.family == "X")
    }

    @Test(
        "of several current usual names the one that started last is given, the first of equal ones, with a note (D17)",
        arguments: [
            ([nil, nil], 0), ([nil, "2020-01-01"], 1), (["2020-01-01", nil], 0), (["2020-01-01", "2026-11-23"], 1),
            (["2026-11-23", "2020-01-01", "2026-11-23"], 0), (["2020", "2020-03", "2019-12-31"], 1),
        ] as [([String?], Int)]
    )
    func severalUsualNames(_ starts: [String?], _ expected: Int) throws {
        let names = starts.enumerated().map { index, start in
            let period = start.map { #","period":{"start":"\#($0)"}"# } ?? ""
            return #"{"use":"usual","family":"\#(index)"\#(period)}"#
        }
        let members = #""name":[\#(names.joined(separator: ","))]"#
        let mapped = try SyntheticRecord.mapped(members)
        #expect(mapped.details?.name?.family == String(expected))
        #expect(mapped.diagnostics == [MappingDiagnostic(.severalCurrent, row: "usual-name")])
        let patient = try SyntheticRecord.patient(SyntheticRecord.json(members))
        let verified = patient.usualName(on: try #require(CalendarDate("2026-11-23")))
        #expect(verified?.family == mapped.details?.name?.family, "verification compares the name that is answered")
    }

    @Test(
        "a name of a use that PDS is not documented to send, or of none, is left out with an alarm (D67)",
        arguments: [
            #"{"use":"official","family":"X"}"#, #"{"use":"Usual","family":"X"}"#, #"{"use":null,"family":"X"}"#,
            #"{"use":["usual"],"family":"X"}"#, #"{"family":"X"}"#,
        ]
    )
    func unlistedUse(_ name: String) throws {
        let mapped = try SyntheticRecord.mapped(#""name":[\#(name)]"#)
        #expect(mapped.details?.name == nil)
        #expect(mapped.diagnostics.map(\.severity) == [.alarm])
        #expect(mapped.diagnostics.first?.place.hasPrefix("name[*].use") == true)
    }

    @Test("other given names without a first one are left out: they would pass for the forename")
    func otherGivenAlone() throws {
        let mapped = try SyntheticRecord.mapped(#""name":[{"use":"usual","given":["  ","Marie"],"family":"X"}]"#)
        #expect(mapped.details?.name?.given == nil)
        #expect(mapped.details?.name?.otherGiven == nil)
        #expect(mapped.notes == ["whiteSpaceOnly", "noFirstGivenName"])
        #expect(!mapped.provenance.contains { $0.leaf == .otherGiven })
    }

    @Test("a name of blanks is no name")
    func blankName() throws {
        #expect(try SyntheticRecord.details(#""name":[{"use":"usual","given":[" "],"family":""}]"#).name == nil)
    }
}
