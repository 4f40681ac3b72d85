import Foundation
import Simulators
import Testing

/// Two thousand calls of a site in `shadow` beside a PDS FHIR that hangs or floods: what waits to be compared is bounded
/// in number, in memory and in time.
@Suite(.timeLimit(.minutes(10))) struct BoundedComparisonTests {
    private static let seed: UInt64 = 42
    private static let (calls, firstCalls) = (2_000, 400)

    /// A PDS FHIR, the bounds of comparing beside it, and what these turn away.
    struct Strain: Sendable, CustomTestStringConvertible {
        let failure: FailingRelay.Failure
        let comparison: String
        /// `comparison.deadline`.
        let deadline: String
        /// The bound of `comparison.memory`, bytes.
        var memory = 64 << 20
        let dropped: Set<String>

        var testDescription: String { "\(failure.rawValue), \(comparison), deadline: \(deadline)" }
    }

    /// What came of the calls.
    private struct Outcome: Sendable {
        let asked: LegacyAnswers.Outcome
        let dropped: [String: Int]
        let recorded: Int
        /// By how much the memory that the process has in use grew at the most, bytes.
        let growth: Int
        /// The most that messages of comparisons took, bytes.
        let held: Int
    }

    @Test(
        "callers get the endpoint's own bytes, memory stays as it is, and what is turned away is counted by reason",
        arguments: [
            // Eight callers at once fill a queue of thirty only if none waits for its comparison.
            Strain(failure: .silence, comparison: "queue: 30", deadline: "1s", dropped: ["queueFull", "late"]),
            Strain(
                failure: .silence,
                comparison: "queue: 1000, memory: 128KiB",
                deadline: "1s",
                memory: 128 << 10,
                dropped: ["memoryFull", "late"]
            ),
            Strain(failure: .endlessBody, comparison: "queue: 100", deadline: "5s", dropped: []),
            Strain(failure: .endlessHead, comparison: "queue: 100", deadline: "5s", dropped: []),
        ]
    )
    func bounded(_ strain: Strain) async throws {
        let outcome = try await Self.outcome(of: strain)
        print(
            "bounded: \(strain.testDescription): \(outcome.asked.calls) calls, median \(outcome.asked.median), longest",
            "\(outcome.asked.longest); dropped \(outcome.dropped), recorded \(outcome.recorded); memory",
            "+\(outcome.growth >> 10) KiB, held at most \(outcome.held >> 10) KiB"
        )
        #expect(outcome.asked.different == 0)
        #expect(outcome.growth < 8 << 20, "\(outcome.growth) bytes more")
        #expect(outcome.held <= strain.memory)
        #expect(strain.dropped.isSubset(of: outcome.dropped.keys))
        #expect(outcome.recorded + outcome.dropped.values.reduce(0, +) == outcome.asked.calls)
    }

    private static func outcome(of strain: Strain) async throws -> Outcome {
        let people = SyntheticPeople.generated(count: 20, seed: seed)
        let port = try ReservedPort()
        return try await CutoverHarness.running(
            sites: ShadowTests.sites,
            cutover: "RXX: { default: shadow }\n",
            comparison: strain.comparison,
            comparisonDeadline: strain.deadline,
            people: (people, people),
            seed: seed,
            fhirPort: port.number,
            fhir: ["requestsPerSecond: 10000", "inFlight: 4", "timeout: 30s"],
            // So many that it stays closed, and every comparison has to wait for its own answer.
            more: ["breaker: { failures: 1000, open: 1s }"]
        ) { harness in
            try await harness.serving { bridge in
                let answers = try await LegacyAnswers(about: people, port: try await harness.legacy.port)
                let relay = FailingRelay(port: port, pdsPort: try await harness.pds.port, failure: strain.failure)
                return try await relay.whileRunning {
                    // What is built up once, by the first calls, is no leak.
                    var asked = try await answers.ask(bridge, times: firstCalls / answers.count)
                    let before = try bridge.memory
                    let watch = Task { try await Self.most(of: bridge) }
                    asked += try await answers.ask(bridge, times: (calls - firstCalls) / answers.count)
                    try await bridge.waitUntilCompared()
                    watch.cancel()
                    let most = try await watch.value
                    let dropped = try await bridge.dropped()
                    let recorded = asked.calls - dropped.values.reduce(0, +)
                    return Outcome(
                        asked: asked,
                        dropped: dropped,
                        recorded: try await harness.verdicts(waitingFor: recorded).values.reduce(0, +),
                        growth: most.memory - before,
                        held: most.held
                    )
                }
            }.value
        }
    }

    /// The most memory that is in use, and the most that comparisons say they hold, until the task is cancelled.
    private static func most(of bridge: BridgeProcess) async throws -> (memory: Int, held: Int) {
        var most = (memory: try bridge.memory, held: 0)
        while (try? await Task.sleep(for: .milliseconds(100))) != nil {
            most.memory = max(most.memory, try bridge.memory)
            let held = try? await bridge.metric("smsp_bridge_comparison_held_bytes")
            most.held = max(most.held, Int(held ?? 0))
        }
        return most
    }
}
