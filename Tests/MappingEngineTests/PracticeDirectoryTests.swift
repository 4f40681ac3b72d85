import Foundation
import ProcessorTime
import Testing

@testable import MappingEngine

@Suite struct PracticeDirectoryTests {
    static func directory(_ text: String) throws -> PracticeDirectory {
        try PracticeDirectory(Array(text.utf8), file: "epraccur.csv")
    }

    static func problems(_ text: String) -> [String] {
        let error = #expect(throws: MappingProblems.self) { try directory(text) }
        return error?.problems.map(\.description) ?? []
    }

    static let line = PracticeFile.line("Y99001", "A", ["1", "", "", "", ""], "LX1 2LS", "1")

    @Test("the columns are read by their positions")
    func columns() throws {
        let practice = try #require(try PracticeFile.synthetic().practice(odsCode: "Y99001"))
        #expect(practice.name == "LANTERN STREET SURGERY")
        #expect(practice.lines == ["42 LANTERN STREET", nil, "QUAYSIDE", "MIRKHOLT", nil])
        #expect(practice.postalCode == "LX1 2LS")
        #expect(practice.telephone == "01632 960501")
    }

    @Test("without a header the first line is a practice")
    func firstLineIsAPractice() throws {
        #expect(try Self.directory(Self.line).count == 1)
        #expect(try Self.directory(Self.line).practice(odsCode: "y99001")?.name == "A")
    }

    @Test(
        "a header row is skipped, in any case and behind a byte order mark (D19)",
        arguments: ["Organisation Code", "ORGANISATION CODE", "organisation code", "\u{FEFF}Organisation Code"]
    )
    func header(_ first: String) throws {
        let header = ([first] + (2...27).map { "Column \($0)" }).joined(separator: ",")
        let directory = try Self.directory(header + "\n" + Self.line)
        #expect(directory.count == 1)
        #expect(directory.practice(odsCode: "Y99001")?.name == "A")
        #expect(Self.problems(header) == ["epraccur.csv:1: file: has no practices. Try: epraccur.csv as published"])
    }

    @Test(
        "another first cell that is no ODS code stops the start, by line",
        arguments: ["Organisation", "Code", "", "ODS Code"]
    )
    func otherHeader(_ first: String) {
        let header = ([first] + (2...27).map { "Column \($0)" }).joined(separator: ",")
        #expect(
            Self.problems(header + "\n" + Self.line) == [
                "epraccur.csv:1: practice: begins with what is no ODS code. Try: epraccur.csv as published; a header row begins with Organisation Code"
            ]
        )
    }

    @Test("a header row elsewhere than in the first line stops the start")
    func lateHeader() {
        #expect(Self.problems(Self.line + "\nOrganisation Code,x").count == 1)
    }

    @Test("another number of columns stops the start")
    func columnCount() {
        #expect(
            Self.problems(Self.line + "\nY99002,A,B\n") == [
                "epraccur.csv:2: practice: has another number of columns (got 3). Try: 27, as published"
            ]
        )
    }

    @Test("a code that occurs twice stops the start")
    func repeatedCode() {
        #expect(
            Self.problems(Self.line + "\n" + Self.line) == [
                "epraccur.csv:2: practice: has a code that an earlier line has too (got Y99001). Try: epraccur.csv as published"
            ]
        )
    }

    @Test("an empty file stops the start")
    func emptyFile() {
        #expect(Self.problems("") == ["epraccur.csv:1: file: has no practices. Try: epraccur.csv as published"])
    }

    @Test("a file that is no practice file is told by its first lines")
    func problemsAreBounded() {
        #expect(Self.problems(Array(repeating: "x", count: 5000).joined(separator: "\n")).count == 20)
    }

    @Test("a missing file is told")
    func missingFile() {
        let error = #expect(throws: MappingProblems.self) { try PracticeDirectory.load(file: "/nowhere/epraccur.csv") }
        #expect(error?.description == "/nowhere/epraccur.csv:1: file: cannot be read. Try: epraccur.csv as published")
    }

    @Test("sixteen thousand practices load quickly", .timeLimit(.minutes(10)))
    func size() throws {
        let text = (0..<16_000).map { number in
            let code = "A" + String(10_000 + number)
            return PracticeFile.line(
                code,
                "SURGERY \(number)",
                ["1 HIGH STREET", "", "LEEDS", "", ""],
                "LS1 6AE",
                "0113 496 0000"
            )
        }.joined(separator: "\r\n")
        var directory = PracticeDirectory.empty
        let time = try processorTime { directory = try Self.directory(text) }
        #expect(directory.count == 16_000)
        #expect(time < .seconds(10))
    }
}
