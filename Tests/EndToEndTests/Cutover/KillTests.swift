import Foundation
import Subprocess
import Testing

/// `kill -9` under load, and what the journal holds after it.
@Suite(.serialized, .timeLimit(.minutes(20))) struct KillTests {
    private static let sites = """
        - { id: F, ods: RXF, identify: { path: /f }, legacy: central }
        - { id: L, ods: RXL, identify: { path: /l }, legacy: central }

        """

    /// What callers got before a kill.
    private struct Round {
        let direct: [SiteCaller.Call]
        let legacy: [SiteCaller.Call]
        let killed: ContinuousClock.Instant
    }

    @Test("every FHIR-made answer that a client received has its entry; pass-through misses the last second at most")
    func killedUnderLoad() async throws { try await Self.kill(times: 5) }

    /// Kills the bridge under load, each time over the journal of the earlier ones.
    static func kill(times: Int) async throws {
        let (rounds, journal, verified) = try await CutoverHarness.running(
            sites: sites,
            cutover: "F: { default: fhir }\n"
        ) { harness in
            var rounds: [Round] = []
            for round in 0..<times {
                let ((direct, legacy, killed), remains) = try await harness.serving { bridge in
                    let (f, l) = (try SiteCaller(bridge, path: "/f"), try SiteCaller(bridge, path: "/l"))
                    // Each leg has answered more than a second before the kill, however busy the machine is.
                    let first = (try await f.ask(), try await l.ask())
                    let loads = [Task { await f.askOn(atOnce: 6) }, Task { await l.askOn(atOnce: 2) }]
                    // Not at the same moment of the journal's second each time.
                    try await Task.sleep(for: .milliseconds(1_300 + 170 * (round % 7)))
                    let killed = ContinuousClock.now
                    try bridge.kill()
                    return ([first.0] + (await loads[0].value), [first.1] + (await loads[1].value), killed)
                }
                #expect(remains.status == .signaled(SIGKILL))
                rounds.append(Round(direct: direct, legacy: legacy, killed: killed))
            }
            _ = try await harness.serving { _ in }
            return (rounds, try await harness.journal(), try await harness.verify())
        }
        let entered = Set(journal.compactMap(\.messageID))
        func missing(_ calls: [SiteCaller.Call]) -> Int { calls.filter { !entered.contains($0.messageID) }.count }
        let direct = rounds.flatMap(\.direct).filter { $0.answer?.code == "SMSP-0000" }
        let legacy = rounds.map { round in
            round.legacy.filter { $0.answer?.status == 200 && $0.ended < round.killed - .seconds(1) }
        }
        let late = rounds.map { round in
            round.legacy.filter { $0.answer?.status == 200 && $0.ended >= round.killed - .seconds(1) }
        }
        print(
            "kills: \(times); answers from FHIR \(direct.count), without entry \(missing(direct)); from legacy",
            "\(legacy.joined().count) earlier than the last second, without entry \(missing(legacy.flatMap(\.self)));",
            "\(late.joined().count) in it, without entry \(missing(late.flatMap(\.self)))"
        )
        #expect(direct.count >= times)
        #expect(missing(direct) == 0)
        #expect(legacy.allSatisfy { !$0.isEmpty })
        #expect(missing(legacy.flatMap(\.self)) == 0)
        #expect(verified.status == .exited(0), "\(verified.output)")
        // The gap of a kill shows: a start that no stop stands before.
        let life = journal.filter { $0.user == "bridge" }.compactMap(\.action)
        #expect(life == Array(repeating: "start", count: times + 1) + ["stop"])
    }
}
