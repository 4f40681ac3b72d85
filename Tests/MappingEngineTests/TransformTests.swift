import Foundation
import NHSIdentifiers
import SMSPContract
import Testing

@testable import MappingEngine

@Suite struct TextTransformTests {
    @Test(
        "text stays as it is, but for what XML cannot carry",
        arguments: [
            ("Smith", "Smith", []),
            ("  O'Brien-Ó Súilleabháin  ", "  O'Brien-Ó Súilleabháin  ", []),
            ("a<b>&\"c", "a<b>&\"c", []),
            ("a\tb\nc", "a\tb\nc", []),
            ("a\u{0}b\u{1F}c\u{FFFF}d", "abcd", [MappingDiagnostic.Kind.forbiddenCharacters]),
            ("\u{1F600}", "\u{1F600}", []),
            ("   ", nil, [.whiteSpaceOnly]),
            ("\u{A0}\u{2003}", nil, [.whiteSpaceOnly]),
            ("\u{1} \u{2}", nil, [.forbiddenCharacters, .whiteSpaceOnly]),
            ("", nil, [.whiteSpaceOnly]),
        ] as [(String, String?, [MappingDiagnostic.Kind])]
    )
    func text(_ text: String, _ expected: String?, _ notes: [MappingDiagnostic.Kind]) {
        var noted: [MappingDiagnostic.Kind] = []
        #expect(TextTransform.text(text) { noted.append($0) } == expected)
        #expect(noted == notes)
    }

    @Test(
        "several texts are joined by one space",
        arguments: [
            (["Dr", "Prof"], "Dr Prof"), (["Anne"], "Anne"), (["Jo", nil, " ", "Adele"], "Jo Adele"),
            ([nil, "  "], nil),
            ([], nil),
        ] as [([String?], String?)]
    )
    func joined(_ texts: [String?], _ expected: String?) {
        #expect(TextTransform.joined(texts) { _ in } == expected)
    }

    @Test("joined texts without spaces are had back by splitting at spaces")
    func joinedIsInverted() {
        let names = ["Marie", "Anne-Sophie", "O'Neil"]
        #expect(TextTransform.joined(names) { _ in }?.split(separator: " ").map(String.init) == names)
    }

    @Test(
        "lines keep their places",
        arguments: [
            (["1 High Street", "Leeds"], ["1 High Street", "Leeds"], []),
            ([nil, "2 Mill Lane", nil, "Leeds", nil], ["", "2 Mill Lane", "", "Leeds", ""], []),
            (["1 ", "  ", "Leeds"], ["1 ", "", "Leeds"], [MappingDiagnostic.Kind.whiteSpaceOnly]),
            (["1", "2", "3", "4", "5", "6"], ["1", "2", "3", "4", "5"], [.surplusLines]),
            ([], nil, []),
        ] as [([String?], [String]?, [MappingDiagnostic.Kind])]
    )
    func lines(_ texts: [String?], _ expected: [String]?, _ notes: [MappingDiagnostic.Kind]) {
        var noted: [MappingDiagnostic.Kind] = []
        #expect(TextTransform.lines(texts) { noted.append($0) } == expected)
        #expect(noted == notes)
    }
}

@Suite struct DateTransformTests {
    @Test(
        "a date gives its digits, with the precision it was sent with",
        arguments: [
            ("2010-10-22", "20101022"), ("2010-10", "201010"), ("2010", "2010"),
            ("2010-10-22T00:00:00+00:00", "20101022"),
            ("2024-02-29", "20240229"), ("2010-10-22T23:59:59", "20101022"), ("1900-01-01", "19000101"),
        ]
    )
    func dates(_ text: String, _ digits: String) {
        #expect(DateTransform.date(text) { _ in }?.digits == digits)
    }

    @Test("a time near midnight moves no date")
    func noTimeZoneMovesADate() {
        #expect(DateTransform.date("2026-07-01T23:30:00+00:00") { _ in }?.digits == "20260701")
    }

    @Test(
        "a date that no calendar has is left out with a note",
        arguments: [
            "2010-13-01", "2010-02-30", "2023-02-29", "2010-00-10", "0000-01-01", "2010-1-1", "20101022", "10-22", "",
            " ",
            "2010-10-22 10:00", "2010-10T10:00:00", "2010-10-22-01", "today", "２０１０",
        ]
    )
    func impossibleDates(_ text: String) {
        var noted: [MappingDiagnostic.Kind] = []
        #expect(DateTransform.date(text) { noted.append($0) } == nil)
        #expect(noted == [.impossibleDate])
    }

    @Test("the digits with hyphens are the date again", arguments: ["2010-10-22", "2010-10", "2010"])
    func dateIsInverted(_ text: String) throws {
        let date = try #require(DateTransform.date(text) { _ in })
        let parts = [date.year, date.month, date.day].compactMap(\.self)
        #expect(parts.joined(separator: "-") == text)
    }
}

@Suite struct NumberTransformTests {
    @Test("an NHS number passes as it is")
    func numbersPass() {
        #expect(NumberTransform.nhsNumber("9991007016") { _ in }?.digits == "9991007016")
    }

    @Test("anything else is left out with a note", arguments: ["9991007017", "999100701", "", "abc", " 9991007016"])
    func othersAreLeftOut(_ text: String) {
        var noted: [MappingDiagnostic.Kind] = []
        #expect(NumberTransform.nhsNumber(text) { noted.append($0) } == nil)
        #expect(noted == [.noNHSNumber])
    }
}

@Suite struct CodeTransformTests {
    static func table(_ text: String) throws -> CodeTable {
        var problems: [MappingProblem] = []
        let table = CodeTable("t", MappingFile(name: "codes/t.csv", bytes: Array(text.utf8)), problems: &problems)
        #expect(problems == [])
        return table
    }

    static let pairs = """
        system,use,target,equivalence,note
        phone,home,HP,equivalent,
        phone,,,unmatched,
        """

    @Test(
        "codes are translated by their table",
        arguments: [
            (["phone", "home"], "HP"), (["phone", nil], nil), ([nil, nil], nil), (["phone", "attic"], nil),
            (["PHONE", "home"], nil),
        ] as [([String?], String?)]
    )
    func codes(_ sources: [String?], _ expected: String?) throws {
        #expect(CodeTransform.code(sources, by: try Self.table(Self.pairs)) == expected)
    }

    @Test("the shipped gender table reads backwards")
    func genderIsInverted() throws {
        let table = try Self.table(try Repository.text("Mappings/codes/gender.csv"))
        for row in table.rows {
            let back = table.rows.filter { $0.target == row.target }
            #expect(back.map(\.sources) == [row.sources])
        }
    }

    @Test(
        "a row at odds with itself is a problem",
        arguments: [
            (
                "source,target,equivalence,note\na,1,unmatched,",
                "codes/t.csv:2: equivalence: does not fit the target (got unmatched). Try: unmatched where the target is blank, and only there"
            ),
            (
                "source,target,equivalence,note\na,,equivalent,",
                "codes/t.csv:2: equivalence: does not fit the target (got equivalent). Try: unmatched where the target is blank, and only there"
            ),
            (
                "source,target,equivalence,note\na,1,same,",
                "codes/t.csv:2: equivalence: is not known (got same). Try: one of equivalent, wider, narrower, inexact, unmatched"
            ),
            (
                "source,target,equivalence,note\na,1,equivalent,\na,2,equivalent,",
                "codes/t.csv:3: source: is translated twice (got a). Try: one of the two rows taken out"
            ),
            (
                "target,equivalence,note\n1,equivalent,",
                "codes/t.csv:1: header: the columns are not those of this table (got target,equivalence,note). Try: one or more key columns, then target,equivalence,note"
            ),
            (
                "source,target,equivalence,note\na,1,equivalent",
                "codes/t.csv:2: row: has another number of cells than the header (got 3). Try: 4 cells; a cell that holds a comma goes in quotation marks"
            ),
        ]
    )
    func mistakesAreProblems(_ text: String, _ expected: String) {
        var problems: [MappingProblem] = []
        _ = CodeTable("t", MappingFile(name: "codes/t.csv", bytes: Array(text.utf8)), problems: &problems)
        #expect(problems.map(\.description) == [expected])
    }
}

@Suite struct TelecomTransformTests {
    @Test(
        "a contact is a URI with a scheme in lower case",
        arguments: [
            ("01632 960587", "tel", "tel:01632 960587", []),
            ("tel:01632960587", "tel", "tel:01632960587", []),
            ("TEL:01632960587", "tel", "tel:01632960587", []),
            ("MailTo:Jane@Example.com", "tel", "mailto:Jane@Example.com", []),
            ("jane.smith@example.com", "mailto", "mailto:jane.smith@example.com", []),
            ("telephone 1", "tel", "tel:telephone 1", []),
            ("+44 (0)1632 960587", "tel", "tel:+44 (0)1632 960587", []),
            ("sip:x", "tel", "tel:sip:x", []),
            ("a%20b", "mailto", "mailto:a%20b", []),
            ("50% off%2", "mailto", "mailto:50%25 off%252", [MappingDiagnostic.Kind.percentEncoded]),
            ("0163[2]", "tel", "tel:0163%5B2%5D", [.percentEncoded]),
            ("1#2#3#", "tel", "tel:1#2%233%23", [.percentEncoded]),
            ("1#2", "tel", "tel:1#2", []),
            ("0\u{0}1", "tel", "tel:01", [.forbiddenCharacters]),
            (" ", "tel", nil, [.whiteSpaceOnly]),
            ("tel:", "tel", nil, [.whiteSpaceOnly]),
            ("mailto:  ", "mailto", nil, [.whiteSpaceOnly]),
        ] as [(String, String, String?, [MappingDiagnostic.Kind])]
    )
    func uris(_ value: String, _ scheme: String, _ expected: String?, _ notes: [MappingDiagnostic.Kind]) {
        var noted: [MappingDiagnostic.Kind] = []
        #expect(TelecomTransform.uri(value, scheme: scheme) { noted.append($0) } == expected)
        #expect(noted == notes)
    }

    @Test(
        "the value is had back after the scheme, its percent-encoding undone",
        arguments: ["01632 960587", "a[1]", "9% ## 1"]
    )
    func uriIsInverted(_ value: String) throws {
        let uri = try #require(TelecomTransform.uri(value, scheme: "tel") { _ in })
        let address = uri.dropFirst("tel:".count)
        #expect(String(address).removingPercentEncoding == value)
    }
}
