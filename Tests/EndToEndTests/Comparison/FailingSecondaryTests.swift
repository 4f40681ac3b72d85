import Foundation
import SMSPContract
import Simulators
import Testing

/// A site in `shadow` alongside a failing PDS FHIR: no caller notices, and comparing goes on once it has recovered.
@Suite(.timeLimit(.minutes(10))) struct FailingSecondaryTests {
    private static let seed: UInt64 = 41
    private static let people = SyntheticPeople.generated(count: 12, seed: seed)

    /// Prepares a bridge over a legacy endpoint with a seed, and PDS FHIR where a test puts it.
    private static func running<Value: Sendable>(
        breaker: String,
        comparisonDeadline: String,
        _ body: @escaping @Sendable (CutoverHarness, ReservedPort) async throws -> Value
    ) async throws -> Value {
        let port = try ReservedPort()
        return try await CutoverHarness.running(
            sites: ShadowTests.sites,
            cutover: "RXX: { default: shadow }\n",
            comparison: "",
            comparisonDeadline: comparisonDeadline,
            people: (people, people),
            seed: seed,
            fhirPort: port.number,
            // Longer than the deadline of a comparison, so that it is the deadline that bounds it.
            fhir: ["requestsPerSecond: 10000", "inFlight: 4", "timeout: 30s"],
            more: ["breaker: \(breaker)"]
        ) { try await body($0, port) }
    }

    /// The course of a PDS FHIR that fails and then recovers.
    private struct Course: Sendable {
        let asked: LegacyAnswers.Outcome
        let dropped: [String: Int]
        let verdicts: [String: Int]
        /// What `/readyz` answered.
        let readiness: Int
        /// How many comparisons were made after its recovery.
        let madeAfterwards: Int
    }

    @Test(
        "callers get the endpoint's own bytes, what cannot be compared is counted, and comparing goes on afterwards",
        arguments: FailingSecondary.all
    )
    func unnoticed(_ secondary: FailingSecondary) async throws {
        let (course, remains) = try await Self.running(
            breaker: "{ failures: 5, open: 1s }",
            comparisonDeadline: "1s"
        ) { harness, port in
            try await harness.serving { try await Self.course(of: secondary, at: port, harness, $0) }
        }
        let (asked, verdicts) = (course.asked, course.verdicts)
        let unmade = verdicts["INCOMPARABLE", default: 0] + course.dropped.values.reduce(0, +)
        let made = ["MATCH", "EXPECTED", "MISMATCH"].reduce(0) { $0 + verdicts[$1, default: 0] }
        print(
            "failing secondary: \(secondary.testDescription): \(asked.calls) calls, median \(asked.median), longest",
            "\(asked.longest); \(verdicts) dropped \(course.dropped); afterwards \(course.madeAfterwards)"
        )
        #expect(asked.different == 0)
        #expect(course.readiness == 200)
        #expect(unmade + made == asked.calls)
        #expect(secondary.isTaken || unmade > 0)
        #expect((verdicts["MISMATCH"] != nil) == secondary.isTaken)
        #expect(course.madeAfterwards > 0)
        #expect(remains.error == "")
    }

    /// Lets callers ask while PDS FHIR fails and after it has recovered.
    private static func course(
        of secondary: FailingSecondary,
        at port: ReservedPort,
        _ harness: CutoverHarness,
        _ bridge: BridgeProcess
    ) async throws -> Course {
        let answers = try await LegacyAnswers(about: Self.people, port: try await harness.legacy.port)
        let (asked, dropped, verdicts, readiness) = try await secondary.whileFailing(at: port, in: harness.pds) {
            let asked = try await answers.ask(bridge, times: 4)
            try await bridge.waitUntilCompared()
            let dropped = try await bridge.dropped()
            let recorded = asked.calls - dropped.values.reduce(0, +)
            let readiness = try await SMSPCaller.get("http://127.0.0.1:\(bridge.adminPort)/readyz").status
            return (asked, dropped, try await harness.verdicts(waitingFor: recorded), readiness)
        }
        let made = try await FailingRelay(port: port, pdsPort: try await harness.pds.port).whileRunning {
            try await Self.madeAfterRecovery(answers, harness, bridge, since: verdicts)
        }
        return Course(
            asked: asked,
            dropped: dropped,
            verdicts: verdicts,
            readiness: readiness,
            madeAfterwards: made
        )
    }

    @Test(
        "callers are answered while PDS FHIR holds the comparisons of all of them",
        arguments: [FailingSecondary.connections(.silence), .hangingToken]
    )
    func held(_ secondary: FailingSecondary) async throws {
        let callers = 8
        let (asked, held) = try await Self.running(
            breaker: "{ failures: 1000, open: 1s }",
            comparisonDeadline: "30s"
        ) { harness, port in
            let answers = try await LegacyAnswers(about: Self.people, port: try await harness.legacy.port)
            return try await secondary.whileFailing(at: port, in: harness.pds) {
                try await harness.serving { bridge in
                    let asked = try await answers.ask(bridge, atOnce: callers)
                    return (asked, try await bridge.metric("smsp_bridge_comparisons_held"))
                }.value
            }
        }
        #expect(asked.different == 0)
        // If a caller waited for its comparison, no more would be held than there are callers at once.
        #expect(try #require(held) > Double(callers))
    }

    /// How many comparisons were made, once there are any beside those that `earlier` counts.
    private static func madeAfterRecovery(
        _ answers: LegacyAnswers,
        _ harness: CutoverHarness,
        _ bridge: BridgeProcess,
        since earlier: [String: Int]
    ) async throws -> Int {
        func made(_ verdicts: [String: Int]) -> Int {
            ["MATCH", "EXPECTED"].reduce(0) { $0 + verdicts[$1, default: 0] - earlier[$1, default: 0] }
        }
        let limit = ContinuousClock.now + .seconds(60)
        // Whom PDS is asked about for everything: what the bridge refuses itself is compared without it.
        while .now < limit {
            _ = try await answers.ask(bridge)
            try await bridge.waitUntilCompared()
            try await Task.sleep(for: .milliseconds(500))
            let made = made(try await harness.verdicts())
            if made >= answers.count / 2 { return made }
        }
        return 0
    }
}
