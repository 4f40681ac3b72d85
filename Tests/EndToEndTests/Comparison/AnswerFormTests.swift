import Bridge
import Evidence
import Foundation
import SMSPContract
import Simulators
import Testing

/// Legacy answers that are compressed, in another encoding, or that cannot be read on purpose.
@Suite(.timeLimit(.minutes(10))) struct AnswerFormTests {
    private static let people = SyntheticPeople.generated(count: 300, seed: 69)
    /// The first rule that chooses a call counts: a fifth is compressed, a tenth in another encoding.
    private static let rules: [(form: LegacyAnswerForm, share: Double)] = [
        (.gzip, 0.1), (.deflate, 0.11), (.latin1, 0.06), (.utf16, 0.07), (.multipart, 0.05), (.brokenGzip, 0.06),
        (.unknownCoding, 0.06), (.unknownCharset, 0.08),
    ]

    private struct Outcome: Sendable {
        let asked: LegacyAnswers.Outcome
        let sent: [LegacyAnswerForm?: Int]
        let stored: [String: Int]
        let report: EvidenceReport
        let retrieves: Int
    }

    @Test("every call is compared, or not for a reason, and both add up to the calls; PDS is asked for no other (D69)")
    func addsUp() async throws {
        let outcome = try await CutoverHarness.running(
            sites: ShadowTests.sites,
            cutover: "RXX: { default: shadow }\n",
            comparison: "",
            people: (Self.people, Self.people),
            seed: 69
        ) { harness in
            harness.legacy.faults.set(
                Self.rules.enumerated().map { place, rule in
                    LegacyFaultRule(.inForm(rule.form), .share(rule.share, seed: UInt64(place + 1)))
                }
            )
            let asked = try await harness.serving { bridge in
                let answers = try await LegacyAnswers(
                    about: Self.people,
                    by: [.getPatientDetailsByNHSNumber],
                    port: try await harness.legacy.port
                )
                harness.legacy.resetTraffic()
                let asked = try await answers.ask(bridge)
                try await bridge.waitUntilCompared()
                return asked
            }.value
            let sent = harness.legacy.traffic.requests.reduce(into: [LegacyAnswerForm?: Int]()) { sent, request in
                var form: LegacyAnswerForm?
                if case .inForm(let chosen)? = request.fault { form = chosen }
                sent[form, default: 0] += 1
            }
            let rows = try await harness.rows(
                "SELECT ifnull(not_compared, 'compared'), count(*) FROM call WHERE query = 'first' GROUP BY 1"
            )
            return Outcome(
                asked: asked,
                sent: sent,
                stored: Dictionary(uniqueKeysWithValues: rows.map { ($0[0], Int($0[1]) ?? 0) }),
                report: try await harness.report(),
                retrieves: harness.pds.traffic.retrieves
            )
        }
        func sent(_ forms: LegacyAnswerForm?...) -> Int { forms.reduce(0) { $0 + outcome.sent[$1, default: 0] } }
        print("answer forms: \(outcome.stored) of \(outcome.asked.calls)")
        #expect(outcome.asked.different == 0, "callers get every byte untouched")
        // A fifth and a tenth are chosen by chance: four standard deviations are left to it.
        #expect(sent(.gzip, .deflate) * 10 >= outcome.asked.calls, "enough has to be chosen")
        #expect(sent(.latin1, .utf16) * 30 >= outcome.asked.calls)
        let readable = sent(nil, .gzip, .deflate, .latin1, .utf16, .multipart)
        #expect(
            outcome.stored == [
                "compared": readable, "legacyContentCoding": sent(.brokenGzip, .unknownCoding),
                "legacyCharset": sent(.unknownCharset),
            ]
        )
        #expect(outcome.retrieves == readable)
        let coverage = try #require(outcome.report.summary.periods.first?.coverage)
        let parts = [coverage.compared] + coverage.notCompared.values
        #expect(parts.compactMap(\.shown).reduce(0, +) == coverage.calls.shown)
        // One call a person: the calls of up to four wait for those of a fifth (N31).
        #expect((0...4).contains(readable - (coverage.compared.shown ?? 0)))
        #expect((0...4 * parts.count).contains(outcome.asked.calls - (coverage.calls.shown ?? 0)))
        #expect(Set(coverage.notCompared.keys) == [.legacyContentCoding, .legacyCharset])
    }
}
