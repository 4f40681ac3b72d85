import SMSPContract
import Testing

@testable import MappingEngine

/// Which practice an answer carries: decision D19.
@Suite struct PracticeDecisionTests {
    static func record(_ code: String, period: String = #"{"start":"2020-01-01"}"#) -> String {
        #""generalPractitioner":[{"type":"Organization","identifier":{"system":"https://fhir.nhs.uk/Id/ods-organization-code","value":"\#(code)","period":\#(period)}}]"#
    }

    @Test("name, address and telephone come from the practice file")
    func knownPractice() throws {
        let practice = try #require(
            try SyntheticRecord.details(Self.record("Y99001"), practices: try PracticeFile.synthetic()).practice
        )
        #expect(practice.odsCode == "Y99001")
        #expect(practice.name == "LANTERN STREET SURGERY")
        #expect(
            practice.address
                == PostalAddress(
                    use: nil,
                    postalCode: "LX1 2LS",
                    lines: ["42 LANTERN STREET", "", "QUAYSIDE", "MIRKHOLT", ""]
                )
        )
        #expect(practice.telecom == Telecom(use: .workPlace, value: "tel:01632 960501"))
    }

    @Test("the code is looked up in upper case and given as PDS sends it")
    func lowerCaseCode() throws {
        let practice = try SyntheticRecord.details(Self.record("y99001"), practices: try PracticeFile.synthetic())
            .practice
        #expect(practice?.odsCode == "y99001")
        #expect(practice?.name == "LANTERN STREET SURGERY")
    }

    @Test("an unknown practice is its code alone")
    func unknownPractice() throws {
        let practice = try SyntheticRecord.details(Self.record("Y99099"), practices: try PracticeFile.synthetic())
            .practice
        #expect(practice == GPPractice(odsCode: "Y99099"))
    }

    @Test("a practice without telephone has no telecom")
    func blankTelephone() throws {
        let mapped = try SyntheticRecord.mapped(Self.record("Y99002"), practices: try PracticeFile.synthetic())
        #expect(mapped.details?.practice?.name == "DR WHIMBREL & PARTNERS")
        #expect(mapped.details?.practice?.telecom == nil)
        #expect(mapped.diagnostics == [])
    }

    @Test(
        "a practice whose period has ended or is yet to start is not given",
        arguments: [#"{"start":"2020-01-01","end":"2026-11-22"}"#, #"{"start":"2026-11-24"}"#]
    )
    func formerPractice(_ period: String) throws {
        #expect(try SyntheticRecord.details(Self.record("Y99001", period: period)).practice == nil)
    }

    @Test("death alone does not remove the practice")
    func deceased() throws {
        let details = try SyntheticRecord.details(Self.record("Y99001") + #","deceasedDateTime":"2026-01-01""#)
        #expect(details.practice?.odsCode == "Y99001")
    }

    @Test("a blank code is no practice")
    func blankCode() throws {
        #expect(try SyntheticRecord.details(Self.record(" ")).practice == nil)
    }
}

/// A practice file made up for tests, in the published form.
enum PracticeFile {
    static func line(_ code: String, _ name: String, _ lines: [String], _ postcode: String, _ telephone: String)
        -> String
    {
        var cells = Array(repeating: "", count: 27)
        cells[0] = code
        cells[1] = name
        cells.replaceSubrange(4..<9, with: lines)
        cells[9] = postcode
        cells[17] = telephone
        return cells.map { "\"\($0)\"" }.joined(separator: ",")
    }

    static func synthetic() throws -> PracticeDirectory {
        let text = [
            line(
                "Y99001",
                "LANTERN STREET SURGERY",
                ["42 LANTERN STREET", "", "QUAYSIDE", "MIRKHOLT", ""],
                "LX1 2LS",
                "01632 960501"
            ),
            line("Y99002", "DR WHIMBREL & PARTNERS", ["THE HEALTH CENTRE", "", "", "", ""], "MX7 1HC", ""),
        ].joined(separator: "\r\n")
        return try PracticeDirectory(Array(text.utf8), file: "epraccur.csv")
    }
}
