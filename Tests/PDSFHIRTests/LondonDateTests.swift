import Foundation
import PDSFHIR
import Testing

@Suite("The date in London")
struct LondonDateTests {
    @Test(
        "is that of the clocks there",
        arguments: [
            ("2026-11-23T23:59:59Z", "2026-11-23"), ("2026-11-24T00:00:00Z", "2026-11-24"),
            ("2026-06-30T22:59:59Z", "2026-06-30"), ("2026-06-30T23:00:00Z", "2026-07-01"),
            ("2026-03-28T23:30:00Z", "2026-03-28"), ("2026-03-29T23:30:00Z", "2026-03-30"),
            ("2026-10-24T23:30:00Z", "2026-10-25"), ("2026-10-25T23:30:00Z", "2026-10-25"),
            ("2024-02-28T23:59:59Z", "2024-02-28"), ("2024-02-29T23:59:59Z", "2024-02-29"),
            ("1969-12-31T12:00:00Z", "1969-12-31"),
        ]
    )
    func date(_ instant: String, _ expected: String) throws {
        let seconds = try Date(instant, strategy: .iso8601).timeIntervalSince1970
        #expect(CalendarDate(inLondonAt: seconds).text == expected)
        #expect(CalendarDate(inLondonAt: seconds + 0.5).text == expected)
    }

    @Test("is the one that the time zone database gives, every half hour near a change or a midnight, 1996 to 2037")
    func database() throws {
        var london = Calendar(identifier: .gregorian)
        london.timeZone = try #require(TimeZone(identifier: "Europe/London"))
        let first = try Date("1996-01-01T00:00:00Z", strategy: .iso8601).timeIntervalSince1970
        let last = try Date("2038-01-01T00:00:00Z", strategy: .iso8601).timeIntervalSince1970
        var wrong: [Double] = []
        for midnight in stride(from: first, to: last, by: 86_400) {
            // Dates can only differ in the hour before a midnight UTC.
            for offset in [-3_601.0, -3_600, -1, 0, 1_800] {
                let seconds = midnight + offset
                let parts = london.dateComponents([.year, .month, .day], from: Date(timeIntervalSince1970: seconds))
                let date = CalendarDate(inLondonAt: seconds)
                if parts.year != date.year || parts.month != date.month || parts.day != date.day {
                    wrong.append(seconds)
                }
            }
        }
        #expect(wrong.isEmpty)
    }
}
