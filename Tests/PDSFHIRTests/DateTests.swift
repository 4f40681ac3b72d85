import Foundation
import PDSFHIR
import Testing

@Suite("Dates")
struct DateTests {
    @Test(
        "a date keeps the precision it was sent with",
        arguments: [
            ("1985", "1985"), ("1985-10", "198510"), ("1985-10-22", "19851022"), ("2024-02-29", "20240229"),
            ("2000-02-29", "20000229"), ("0001-01-01", "00010101"),
        ]
    )
    func precision(_ text: String, _ digits: String) {
        let date = FHIRDate(text)
        #expect(date.digits == digits)
        #expect(date.text == text)
    }

    @Test(
        "what is no date of the calendar is impossible",
        arguments: [
            "", "85", "1985-1", "1985-10-2", "1985-13", "1985-00", "1985-10-32", "1985-10-00", "2023-02-29",
            "1900-02-29",
            "1985-04-31", "19851022", "1985/10/22", "1985-10-22T00:00:00Z", "1985-10-22-01", "-985-10-22", "1985-10-2x",
            "0000", "1985-", "１９８５", " 1985", "1985 ",
        ]
    )
    func impossible(_ text: String) {
        #expect(FHIRDate(text) == .impossible)
    }

    @Test(
        "of a dateTime the date is read, and not shifted",
        arguments: [
            ("2010-10-22", "20101022"), ("2010-10-22T00:00:00+00:00", "20101022"), ("2010-10-22T23:30:00Z", "20101022"),
            ("2010-10-22T00:30:00+01:00", "20101022"), ("2010-10-22T00:30:00", "20101022"),
            ("2010-10-22T00:30:00.123Z", "20101022"), ("2010-10", "201010"), ("2010-10-22T", nil),
            ("2010-10T00:00:00Z", nil),
            ("2010-10-22Tnoon", nil), ("2010-02-30T00:00:00Z", nil),
        ]
    )
    func dateTime(_ text: String, _ digits: String?) {
        #expect(FHIRDate(dateTime: text).digits == digits)
    }

    @Test("days are compared by the calendar")
    func order() throws {
        let days = try ["2025-12-31", "2026-01-01", "2026-01-31", "2026-02-01"].map { try #require(CalendarDate($0)) }
        #expect(days.sorted() == days)
        #expect(days.map(\.text) == ["2025-12-31", "2026-01-01", "2026-01-31", "2026-02-01"])
    }

    @Test("text of less than a day is no day", arguments: ["2026", "2026-11", "2026-11-31", "today"])
    func noDay(_ text: String) {
        #expect(CalendarDate(text) == nil)
    }

    @Test(
        "a period",
        arguments: [
            ("null", true), ("{}", true), (#"{"start":"2026-11-23"}"#, true), (#"{"start":"2026-11-24"}"#, false),
            (#"{"end":"2026-11-23"}"#, true), (#"{"end":"2026-11-22"}"#, false),
            (#"{"start":"2020-01-01","end":"2021-12-31"}"#, false),
            (#"{"start":"2020-01-01","end":"2030-12-31"}"#, true),
            (#"{"start":"2026-11"}"#, true), (#"{"start":"2026-12"}"#, false), (#"{"end":"2026-11"}"#, true),
            (#"{"end":"2026-10"}"#, false), (#"{"start":"2026","end":"2026"}"#, true), (#"{"end":"2025"}"#, false),
            (#"{"start":"2026-11-23T23:59:59+00:00"}"#, true), (#"{"end":"2026-11-22T23:59:59+00:00"}"#, false),
            (#"{"start":null,"end":null}"#, true), (#"{"start":"2027-01-01","end":"2025-01-01"}"#, false),
        ]
    )
    func period(_ json: String, _ isCurrent: Bool) throws {
        let period = FHIRPeriod(try Records.json(json))
        #expect(period.isReadable)
        #expect(period.isCurrent(on: .call) == isCurrent)
    }

    @Test("without a period, what it would bound is current")
    func noPeriod() {
        #expect(FHIRPeriod(nil).isCurrent(on: .call))
    }

    @Test(
        "a period that cannot be read is not current",
        arguments: [
            #"{"start":"2020-02-30"}"#, #"{"end":"never"}"#, #"{"start":2020}"#, #""2020""#, "[]", #"{"end":{}}"#,
        ]
    )
    func unreadablePeriod(_ json: String) throws {
        let period = FHIRPeriod(try Records.json(json))
        #expect(!period.isReadable)
        #expect(!period.isCurrent(on: .call))
    }
}
