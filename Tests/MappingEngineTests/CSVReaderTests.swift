import Testing

@testable import MappingEngine

@Suite struct CSVReaderTests {
    static func fields(_ text: String) throws -> [[String]] {
        try CSVReader.records(of: Array(text.utf8), file: "t.csv").map(\.fields)
    }

    @Test(
        "records are read by RFC 4180",
        arguments: [
            ("a,b\nc,d\n", [["a", "b"], ["c", "d"]]),
            ("a,b\r\nc,d\r\n", [["a", "b"], ["c", "d"]]),
            ("a,b", [["a", "b"]]),
            ("a,\n,b\n,\n", [["a", ""], ["", "b"], ["", ""]]),
            ("a,", [["a", ""]]),
            (#""a,b",c"#, [["a,b", "c"]]),
            (#""a ""quoted"" word",c"#, [[#"a "quoted" word"#, "c"]]),
            ("\"two\nlines\",c\n", [["two\nlines", "c"]]),
            (#""","""#, [["", ""]]),
            ("a\n\n\r\nb\n", [["a"], ["b"]]),
            ("\u{FEFF}a,b\n", [["a", "b"]]),
            (" a , b \n", [[" a ", " b "]]),
            ("é,日本\n", [["é", "日本"]]),
            ("", []),
        ]
    )
    func recordsAreRead(_ text: String, _ expected: [[String]]) throws {
        #expect(try Self.fields(text) == expected)
    }

    @Test("each record keeps the line it begins on")
    func recordsKeepTheirLines() throws {
        let records = try CSVReader.records(of: Array("a\r\n\"b\nb\nb\"\n\nc\nd".utf8), file: "t.csv")
        #expect(records.map(\.line) == [1, 2, 6, 7])
    }

    @Test(
        "what is no CSV is refused with its line",
        arguments: [
            ("a\nb\"c\n", 2, "a quotation mark is inside a field"),
            ("a\n\n\"b\nc", 3, "a quotation mark is opened and never closed"),
            ("\"a\"b\n", 1, "text follows a closing quotation mark"),
        ]
    )
    func mistakesAreRefused(_ text: String, _ line: Int, _ problem: String) throws {
        let error = #expect(throws: MappingProblem.self) { try Self.fields(text) }
        #expect(error?.place == SourceLine(file: "t.csv", line: line))
        #expect(error?.problem == problem)
    }

    @Test("bytes that are not UTF-8 are refused")
    func invalidUTF8IsRefused() {
        let error = #expect(throws: MappingProblem.self) {
            try CSVReader.records(of: [0x61, 0x0A, 0xC3, 0x28], file: "t.csv")
        }
        #expect(error?.description == "t.csv:2: record: the text is not UTF-8. Try: the file saved as UTF-8")
    }
}
