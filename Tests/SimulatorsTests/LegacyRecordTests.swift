import Foundation
import SMSPContract
import Testing

@testable import Simulators

@Suite("Legacy simulator: what it reads of a record")
struct LegacyRecordTests {
    @Test(
        "the day is London's",
        arguments: [
            ("2026-06-30T22:59:59Z", "20260630"), ("2026-06-30T23:00:00Z", "20260701"),
            ("2026-12-31T23:59:59Z", "20261231"), ("2027-01-01T00:00:00Z", "20270101"),
        ]
    )
    func london(_ time: String, _ day: String) throws {
        #expect(LondonDate(at: try Date(time, strategy: .iso8601)).digits == day)
    }

    @Test(
        "a period holds on its first and its last day, and as far as its ends are known",
        arguments: [
            (nil, nil, true), ("2026-11-23", "2026-11-23", true), ("2026-11-24", nil, false),
            (nil, "2026-11-22", false),
            ("2026-11", "2026-11", true), ("2026", "2026", true), ("2026-12", nil, false), (nil, "2025", false),
            ("2026-02-30", nil, false), (nil, "9999-99-99", false),
        ] as [(String?, String?, Bool)]
    )
    func period(_ from: String?, _ to: String?, _ isCurrent: Bool) {
        let period = SyntheticPeriod(from: from, to: to)
        #expect(period.isCurrent(on: LondonDate(at: LegacyTesting.noon)) == isCurrent)
    }

    @Test(
        "a date is kept as far as it is known, and one that no calendar has is none",
        arguments: [
            ("1961-04-09", "19610409"), ("1961-04", "196104"), ("1961", "1961"), ("1961-02-29", nil), ("61-04-09", nil),
            ("1961-4-9", nil), ("19610409", nil), ("", nil), ("2023-06-30T23:30:00+00:00", "20230630"),
            ("2023-06T10:00:00", nil),
        ] as [(String, String?)]
    )
    func date(_ text: String, _ digits: String?) {
        #expect(PDSDate.digits(of: text) == digits)
    }

    /// A file of `text`, while `body` reads it.
    private func withFile<Result>(_ text: String, _ body: (String) throws -> Result) throws -> Result {
        let path = FileManager.default.temporaryDirectory.appending(path: "practices-\(UUID().uuidString).csv").path
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(atPath: path) }
        return try body(path)
    }

    @Test("a practice file's quotation marks hold commas and quotation marks, and its codes are found in either case")
    func practiceFile() throws {
        let cells = ["Y99001", #""THE ""OLD"" SURGERY, NORTH""#] + Array(repeating: "", count: 25)
        let file = try withFile(cells.joined(separator: ",") + "\r\n") { try PracticeFile(contentsOf: $0) }
        #expect(file["y99001"]?.name == #"THE "OLD" SURGERY, NORTH"#)
        #expect(file["Y99002"] == nil)
    }

    @Test("a practice file that is none is refused by its line")
    func badPracticeFile() throws {
        let good = Array(repeating: "", count: 27).joined(separator: ",")
        #expect(throws: PracticeFile.Problem.columns(line: 2)) {
            try withFile(good + "\nY99001,A NAME\n") { try PracticeFile(contentsOf: $0) }
        }
        #expect(throws: PracticeFile.Problem.unreadable) { try PracticeFile(contentsOf: "/nowhere/practices.csv") }
    }
}
