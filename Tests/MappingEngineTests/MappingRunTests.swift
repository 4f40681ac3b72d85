import JSONTree
import PDSFHIR
import SMSPContract
import Testing

@testable import MappingEngine

/// What the plan makes of records that ``Patient`` refuses to be.
@Suite struct MappingRunTests {
    @Test(
        "without an NHS number there is no answer, and an alarm (D11)",
        arguments: [
            (#"{}"#, ["noAnswer"]), (#"{"id":"9991007017"}"#, ["noNHSNumber", "noAnswer"]),
            (#"{"id":9991007016}"#, ["wrongType", "noAnswer"]),
        ]
    )
    func noNumber(_ json: String, _ notes: [String]) throws {
        var run = MappingRun(
            plan: try ShippedTables.tables().plan,
            record: LocatedValue(value: try JSONValue.parse(Array(json.utf8)), path: []),
            localIdentifier: nil,
            practices: .empty,
            walk: RecordWalk(date: try #require(CalendarDate("2026-11-23"))),
            profile: SiteProfile(),
            confidentiality: .unrestricted
        )
        #expect(run.parts() == nil)
        #expect(run.diagnostics.map(\.name) == notes)
        #expect(run.diagnostics.last?.severity == .alarm)
    }
}
