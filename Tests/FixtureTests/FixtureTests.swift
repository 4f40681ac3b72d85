import Backends
import Bridge
import Curl
import FixtureCases
import Foundation
import Logging
import MappingEngine
import SMSPContract
import SchemaValidation
import Synchronization
import Testing

/// Every case of `Fixtures/`, through the pipeline, the mapping tables and a real connection to a scripted PDS.
@Suite struct FixtureTests {
    @Test("the answer is the expected one, byte for byte", arguments: try FixtureCase.all())
    func answerIsAsExpected(_ fixture: FixtureCase) async throws {
        let run = try await FixtureRun.result(of: fixture)
        #expect(run.outcome == fixture.expected.outcome)
        if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1", try fixture.expected.record(run.answer.body) {
            Issue.record("recorded the answer of \(fixture.name)")
            return
        }
        #expect(
            String(decoding: run.answer.body, as: UTF8.self)
                == String(decoding: try fixture.expected.body, as: UTF8.self),
            "record it again with UPDATE_GOLDEN=1"
        )
    }

    @Test("PDS gets exactly as many queries as the case says", arguments: try FixtureCase.all())
    func pdsGetsAsManyQueries(_ fixture: FixtureCase) async throws {
        let run = try await FixtureRun.result(of: fixture)
        #expect(run.pdsRequests.count == fixture.replies.count)
    }

    @Test("PDS gets the queries that the case says", arguments: try FixtureCase.all())
    func pdsGetsTheQueries(_ fixture: FixtureCase) async throws {
        let run = try await FixtureRun.result(of: fixture)
        for (query, reply) in zip(run.pdsRequests, fixture.replies) {
            #expect(reply.asks == nil || query == reply.asks)
        }
    }

    @Test(
        "the answer is valid against the published schemas",
        .enabled(if: PublishedSchema.isAvailable, "\(PublishedSchema.absence)"),
        arguments: try FixtureCase.all()
    )
    func answerIsValid(_ fixture: FixtureCase) async throws {
        let run = try await FixtureRun.result(of: fixture)
        try PublishedAnswerSchema.expectValid(run.answer.body)
    }

    @Test(
        "what a record holds that no list has alarms, whatever the answer is (D67, D71)",
        arguments: try FixtureCase.all().filter { !$0.decisions.filter(["D67", "D71"].contains).isEmpty }
    )
    func foreignValuesAlarm(_ fixture: FixtureCase) async throws {
        let alarms = try await FixtureRun.result(of: fixture).log.split(separator: "\n").filter {
            $0.contains("error alarm")
        }
        let names = fixture.decisions.contains("D71") ? ["unknownSecurityLabel"] : ["unlistedValue", "unreadStatus"]
        #expect(alarms.contains { alarm in names.contains { alarm.contains($0) } })
    }

    @Test("no value of the patient is in the log", arguments: try FixtureCase.all())
    func logHoldsNoPatientData(_ fixture: FixtureCase) async throws {
        let run = try await FixtureRun.result(of: fixture)
        for marker in [
            "Quillfeather", "Ottilie", "9991001", "1982-04-17", "19820417", "ZE9", "Tern Row", "01632", "07700",
        ] {
            #expect(!run.log.contains(marker))
        }
    }
}
